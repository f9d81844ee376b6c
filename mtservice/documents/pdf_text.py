"""Text extracted from a PDF: hard line wraps are undone, bullets and headings stay where they are.

A line goes on in the next one when it is as wide as the column and does not end its paragraph.
Japanese lines are joined without a space; the wrap is kept as a soft mark.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from mtservice.documents.plain import lines
from mtservice.model import Block, Mark, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BULLET = re.compile(r"[・●■□○◎◆◇▪•※]\s*|[0-9０-９]{1,2}[.．]\s+|[（(][0-9０-９]{1,2}[)）]\s*")
_HEADING = re.compile(r"【(.+)】$")
_ENDS = tuple("。！？!?】")
_KATAKANA = re.compile(r"[ァ-ヺー]")
_FULL = 0.85
_BROKEN = 0.5
"""Widths from which a line goes on, as shares of the column: `_BROKEN` where the line would break a
katakana word.
"""
_FEWEST_LINES = 6


class PdfText:
    """Lines of a page, wrapped at the width of a column."""

    name = "pdf-text"
    suffixes: tuple[str, ...] = (".pdf.txt",)
    media_types: tuple[str, ...] = ()

    def read(self, text: str) -> tuple[Block, ...]:
        """The paragraphs, items and headings of the page."""
        found = list(lines(text))
        column = _column(text, found)
        return tuple(
            _block(number, text, group) for number, group in enumerate(_groups(text, found, column))
        )

    def escape(self, text: str, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """The text as it is: there is no markup that it could disturb."""
        return text

    def opening(self, mark: Mark, block: Block) -> str:  # noqa: ARG002 - the protocol's signature
        """As it was."""
        return mark.open

    def claims(self, text: str) -> float:
        """High where most lines are as wide as the column and stop in mid-sentence."""
        found = list(lines(text))
        if len(found) < _FEWEST_LINES:
            return 0.0
        column = _column(text, found)
        wrapped = sum(
            _goes_on(text, line, following, column) for line, following in pairwise(found)
        )
        return 0.8 if wrapped > 0.3 * len(found) and column < 120 else 0.0


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "FWA" else 1 for character in text)


def _column(text: str, found: Sequence[Span]) -> int:
    """The width that nine lines of ten keep to."""
    widths = sorted(_width(line.of(text)) for line in found)
    return widths[len(widths) * 9 // 10] if widths else 0


def _goes_on(text: str, line: Span, following: Span, column: int) -> bool:
    """Whether `following` belongs to the same paragraph as `line`."""
    said, more = line.of(text), following.of(text)
    if said.endswith(_ENDS) or _BULLET.match(more) or more.startswith("【"):
        return False
    needed = _BROKEN if _KATAKANA.match(said[-1]) and _KATAKANA.match(more) else _FULL
    return _width(said) >= needed * column


def _groups(text: str, found: Sequence[Span], column: int) -> Iterator[list[Span]]:
    group: list[Span] = []
    for line in found:
        if group and not _goes_on(text, group[-1], line, column):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _block(number: int, text: str, group: Sequence[Span]) -> Block:
    start, end, kind = group[0].start, group[-1].end, "paragraph"
    if bullet := _BULLET.match(text, start, group[0].end):
        start, kind = bullet.end(), "item"
    if len(group) == 1 and (heading := _HEADING.match(text, start, end)):
        start, end, kind = *heading.span(1), "heading"
    if start == end:
        start, end, kind = group[0].start, group[-1].end, "paragraph"
    joined, marks = _joined(
        text, [Span(start, group[0].end), *group[1:]] if group[1:] else [Span(start, end)]
    )
    return Block(number, kind, joined, Span(start, end), marks)


def _joined(text: str, parts: Sequence[Span]) -> tuple[str, tuple[Mark, ...]]:
    """The lines as one text, and the wraps taken out of it as soft marks."""
    marks: list[Mark] = []
    joined = parts[0].of(text)
    for before, after in pairwise(parts):
        wrap = text[before.end : after.start]
        spaced = _latin(text[before.end - 1]) and _latin(text[after.start])
        first, rest = (wrap, "") if not spaced else _about_space(wrap)
        marks += [Mark(len(joined), len(joined), first, soft=True)] if first else []
        joined += " " if spaced else ""
        marks += [Mark(len(joined), len(joined), rest, soft=True)] if rest else []
        joined += after.of(text)
    return joined, tuple(marks)


def _about_space(wrap: str) -> tuple[str, str]:
    """What stands before and after the character that two Latin words have as their space."""
    place = wrap.find(" ")
    if place < 0:
        place = len(wrap) - 1
    return wrap[:place], wrap[place + 1 :]


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
