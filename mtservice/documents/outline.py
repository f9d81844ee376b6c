"""Which elements of an XML fragment are its layout: parts beside each other, not words in a line.

An element's children are parts when nothing but white space stands beside them, and they either
bear one name (`<row>…</row><row>…</row>`) or stand on lines of their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from mtservice.model import Span


@dataclass(frozen=True, slots=True)
class ElementTag:
    """One tag: its place in the text, its name, and which half of an element it is."""

    span: Span
    name: str
    opens: bool


@dataclass(slots=True)
class _Element:
    """An element while it is read."""

    tags: list[ElementTag]
    start: int
    """Where its content begins."""
    children: list[_Element] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """Where each child begins and ends, in turn."""


def parts(
    text: str, tags: Iterable[ElementTag], *, ignored: Container[str] = ()
) -> frozenset[Span]:
    """The places of the tags, opening and closing, that part the text.

    Elements with an `ignored` name part nothing, and neither do their siblings.
    """
    outline = _Outline(text, ignored)
    for tag in tags:
        if tag.opens:
            outline.enter(tag)
        else:
            outline.leave(tag)
    return outline.finish()


class _Outline:
    """Walks through the tags with the elements that are open; one that never closes is a mark."""

    def __init__(self, text: str, ignored: Container[str]) -> None:
        self.text = text
        self.ignored = ignored
        self.stack = [_Element([], 0)]
        self.open: Counter[str] = Counter()
        self.found: set[Span] = set()

    def enter(self, tag: ElementTag) -> None:
        element = _Element([tag], tag.span.end)
        self.stack[-1].children.append(element)
        self.stack[-1].ends.append(tag.span.start)
        self.stack.append(element)
        self.open[tag.name] += 1

    def leave(self, tag: ElementTag) -> None:
        if not self.open[tag.name]:
            return
        while self.stack[-1].tags[0].name != tag.name:
            self._close(tag.span.start, tag.span.start)
        self.stack[-1].tags.append(tag)
        self._close(tag.span.start, tag.span.end)

    def finish(self) -> frozenset[Span]:
        while len(self.stack) > 1:
            self._close(len(self.text), len(self.text))
        self._note(self.stack[0], len(self.text))
        return frozenset(self.found)

    def _close(self, content_end: int, end: int) -> None:
        element = self.stack.pop()
        self.open[element.tags[0].name] -= 1
        self.stack[-1].ends.append(end)
        self._note(element, content_end)

    def _note(self, element: _Element, end: int) -> None:
        """Take the tags of an element's children where they part it."""
        names = [child.tags[0].name for child in element.children]
        if len(names) < 2 or any(name in self.ignored for name in names):
            return
        ends = [element.start, *element.ends, end]
        gaps = [self.text[one:two] for one, two in zip(ends[::2], ends[1::2], strict=True)]
        if any(gap.strip() for gap in gaps):
            return
        pairs = zip(pairwise(names), gaps[1:-1], strict=True)
        if all(one == two or "\n" in gap for (one, two), gap in pairs):
            self.found |= {tag.span for child in element.children for tag in child.tags}
