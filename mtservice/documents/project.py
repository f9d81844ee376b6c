"""Where a segment's inner markup goes in its translation.

A pair goes round the words that its words were translated by; what stands alone goes behind the
word that it stood behind. Marks nest in the target as they do in the source, whatever the alignment
says, so that no markup is lost or crossed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.model import SegmentResult

_WORD = re.compile(r"\w+(?:['’.\-]\w+)*")


@dataclass(frozen=True, slots=True)
class Inner:
    """Markup inside a segment: a range of its text (empty where it stands alone), and its tags."""

    source: Span
    open: str
    close: str = ""
    half: bool = False
    """Whether it is one tag of a pair whose other one is elsewhere; these keep their order."""


@dataclass(slots=True)
class _Node:
    inner: Inner
    children: list[_Node] = field(default_factory=list)


def place(result: SegmentResult, inners: Sequence[Inner]) -> list[tuple[int, str]]:
    """Tags and their places in `result.text`, in the order in which they are to be written."""
    root = _Node(Inner(Span(0, len(result.segment.text)), ""))
    _build(root, inners)
    return _Placer(result).write(root, Span(0, len(result.text)))


def _build(root: _Node, inners: Sequence[Inner]) -> None:
    stack = [root]
    for inner in inners:
        while len(stack) > 1 and not _holds(stack[-1].inner.source, inner.source):
            stack.pop()
        node = _Node(inner)
        stack[-1].children.append(node)
        if inner.close:
            stack.append(node)


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer.end > inner.start


class _Placer:
    """Finds target places for markup in one segment."""

    def __init__(self, result: SegmentResult) -> None:
        self.source = result.segment.text
        self.hits = [(hit.source, hit.target) for hit in result.hits if hit.target is not None]
        self.links = [
            *self.hits,
            *((link.source, link.target) for link in result.alignment.links),
        ]
        self.words = [Span(*match.span()) for match in _WORD.finditer(result.text)]

    def write(self, node: _Node, room: Span) -> list[tuple[int, str]]:
        """The tags inside `node`, whose own words are at `room` of the target."""
        wanted, halves = [], room.start
        for child in node.children:
            span = self._target(child.inner, room)
            if child.inner.half:
                halves = max(halves, span.start)
                span = Span(halves, halves)
            wanted.append((span, child))
        written: list[tuple[int, str]] = []
        reached = room.start
        for span, child in sorted(wanted, key=lambda item: (item[0].start, item[0].end)):
            start = min(max(span.start, reached), room.end)
            end = min(max(span.end, start), room.end)
            reached = end
            written.append((start, child.inner.open))
            written += self.write(child, Span(start, end))
            if child.inner.close:
                written.append((end, child.inner.close))
        return written

    def _target(self, inner: Inner, room: Span) -> Span:
        """Where in `room` the markup goes; at its end where nothing is known."""
        if inner.close:
            return self._around(inner.source, room)
        before = [pair for pair in self.links if pair[0].end <= inner.source.start]
        if not before:
            return Span(room.end, room.end) if inner.source.start else Span(room.start, room.start)
        _, target = max(before, key=lambda pair: (pair[0].end, pair[1].end))
        end = self._whole(target).end
        return Span(end, end)

    def _around(self, source: Span, room: Span) -> Span:
        """The words that translate those of `source`."""
        rest = self.source[: source.start] + self.source[source.end :]
        if self.words and not any(map(str.isalnum, rest)):  # all but the punctuation
            return Span(self.words[0].start, self.words[-1].end)
        exact = [pair for pair in self.hits if pair[0] == source]
        found = [target for said, target in exact or self.links if said.overlaps(source)]
        if not found:
            return Span(room.end, room.end)
        return self._whole(Span(min(s.start for s in found), max(s.end for s in found)))

    def _whole(self, span: Span) -> Span:
        """The span widened to whole words."""
        touched = [word for word in self.words if word.overlaps(span)]
        if not touched:
            return span
        return Span(min(span.start, touched[0].start), max(span.end, touched[-1].end))
