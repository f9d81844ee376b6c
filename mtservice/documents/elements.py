"""Tags of HTML and XML with their exact places, which parsers that build trees do not keep.

Any text is accepted: what is no tag is text. The cost grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_START = re.compile(
    r"<(?:(?P<comment>!--)|(?P<cdata>!\[CDATA\[)|(?P<instruction>\?)|(?P<declaration>![A-Za-z])"
    r"|(?P<close>/)?(?P<name>[A-Za-z_][^\s/<>]*)"
    r"(?:(?:[^<>\"']|\"[^\"]*\"|'[^']*')*?(?P<void>/)?>|(?P<loose>[^<>]*>)))"
)
_ENDS = {"comment": "-->", "cdata": "]]>", "instruction": "?>"}
_DECLARATION = re.compile(r"(?:[^<>\[\"']|\"[^\"]*\"|'[^']*')*(?:\[[^\]]*\][^<>]*)?>")
_ATTRIBUTE = re.compile(
    r"""\s(?P<name>[^\s"'<>/=]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')"""
)
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr command keygen".split()
)
_RAW = frozenset("script style textarea xmp iframe noembed noframes".split())


@dataclass(frozen=True, slots=True)
class Event:
    """A tag, or a stretch that holds neither tags nor words."""

    span: Span
    kind: str
    """`open`, `close`, `void`, or `other`: a comment, a declaration, a script."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute with a quoted value."""

    name: str
    value: Span


def events(text: str, *, html: bool = True) -> list[Event]:
    """Everything in `text` that is no words, in order, disjoint.

    With `html`, names are in lower case, some elements have no end tag, and scripts no tags.
    """
    return list(_events(text, html))


def _events(text: str, html: bool) -> Iterator[Event]:
    position = 0
    missing: set[str] = set()
    while match := _START.search(text, position):
        event = _event(text, match, html, missing)
        if event is not None:
            yield event
        position = event.span.end if event is not None else match.start() + 1


def _event(text: str, match: re.Match[str], html: bool, missing: set[str]) -> Event | None:
    start = match.start()
    for group, ending in _ENDS.items():
        if match[group]:
            end = _find(text, ending, match.end(), missing)
            return None if end < 0 else Event(Span(start, end + len(ending)), "other")
    if match["declaration"]:
        declared = _DECLARATION.match(text, match.end())
        return Event(Span(start, declared.end()), "other") if declared else None
    name = match["name"].lower() if html else match["name"]
    span = Span(start, match.end())
    if match["close"]:
        return Event(span, "close", name)
    if match["void"] or (html and name in _VOID):
        return Event(span, "void", name)
    if html and name in _RAW:
        end = _find(text, f"</{name}", match.end(), missing)
        return Event(Span(start, end if end >= 0 else len(text)), "other", name)
    return Event(span, "open", name)


def _find(text: str, wanted: str, start: int, missing: set[str]) -> int:
    """Where `wanted` stands next, in any case; what was once looked for in vain is not again."""
    if wanted in missing:
        return -1
    if wanted.startswith("</"):
        found = re.compile(re.escape(wanted) + r"\b", re.IGNORECASE).search(text, start)
        end = found.start() if found else -1
    else:
        end = text.find(wanted, start)
    if end < 0:
        missing.add(wanted)
    return end


def closings(found: Sequence[Event]) -> dict[int, int]:
    """Which event closes each opening one, by their numbers; those never closed are left out."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    opened: Counter[str] = Counter()
    for number, event in enumerate(found):
        if event.kind == "open":
            stack.append(number)
            opened[event.name] += 1
        elif event.kind == "close" and opened[event.name]:
            while stack:
                last = stack.pop()
                opened[found[last].name] -= 1
                if found[last].name == event.name:
                    pairs[last] = number
                    break
    return pairs


def attributes(text: str, tag: Span) -> list[Attribute]:
    """The attributes of a tag; those without quotation marks are left out."""
    return [
        Attribute(match["name"].lower(), Span(*match.span(match.lastgroup or 0)))
        for match in _ATTRIBUTE.finditer(text, tag.start, tag.end)
    ]


def attribute(text: str, tag: Span, name: str) -> str | None:
    """The value of one attribute of a tag, as it stands."""
    for item in attributes(text, tag):
        if item.name == name:
            return item.value.of(text)
    return None
