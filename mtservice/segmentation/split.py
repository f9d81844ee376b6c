"""Puts the rules together: text → pieces, block → segments."""

from __future__ import annotations

import re
from heapq import merge
from typing import TYPE_CHECKING

from mtservice.model import Segment, Span
from mtservice.segmentation.characters import is_inside_grapheme
from mtservice.segmentation.long import cut
from mtservice.segmentation.piece import MAX_CHARS, Piece
from mtservice.segmentation.rules import Boundary, find_boundaries, is_line_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mtservice.model import Block

_LIST_MARK = re.compile(r"(?:[●■□◆◇▼▲▽△★☆◎※▪▶►•‣]\s*)+(?=[^\s●■□◆◇▼▲▽△★☆◎※▪▶►•‣])|・\s*(?=[^\s・])")
_LINE_BREAK = re.compile(r"(?:[ \t]*|\\)(?:\r\n?|\n)|<br\b", re.IGNORECASE)


def split(
    text: str, *, fits: Callable[[str], bool] | None = None, max_chars: int = MAX_CHARS
) -> tuple[Piece, ...]:
    """The sentences of `text`, in order; none for a blank text.

    A sentence longer than `max_chars` code points, or one that does not fit what the model reads
    in one go, is cut at the most sensible place. Linear in the length of the text.
    """
    return _pieces(text, find_boundaries(text), fits, max_chars)


def segment(
    block: Block, *, fits: Callable[[str], bool] | None = None, max_chars: int = MAX_CHARS
) -> tuple[Segment, ...]:
    """The sentences of a block; see `split`. A hard line break of the markup may end one too."""
    boundaries = merge(find_boundaries(block.text), _line_ends(block))
    return tuple(
        Segment(block.id, piece.span, piece.span.of(block.text), piece.separator, piece.rule)
        for piece in _pieces(block.text, boundaries, fits, max_chars)
    )


def _line_ends(block: Block) -> Iterator[Boundary]:
    begin = 0
    for mark in block.marks:
        if mark.start == mark.end and not mark.soft and _LINE_BREAK.match(mark.open):
            if is_line_end(block.text, begin, mark.start):
                yield Boundary(mark.start, "break")
            begin = mark.start


def _pieces(
    text: str,
    boundaries: Iterator[Boundary],
    fits: Callable[[str], bool] | None,
    max_chars: int,
) -> tuple[Piece, ...]:
    parts = [
        (_without_mark(text, _stripped(text, part)), ending)
        for span, rule in _sentences(text, boundaries)
        for part, ending in cut(text, span, rule, fits, max_chars)
    ]
    kept = [(span, rule) for span, rule in parts if len(span)]
    starts = (*(span.start for span, _ in kept[1:]), len(text))
    return tuple(
        Piece(span, text[span.end : start], rule)
        for (span, rule), start in zip(kept, starts, strict=False)
    )


def _sentences(text: str, boundaries: Iterator[Boundary]) -> Iterator[tuple[Span, str]]:
    """Ranges without white space at the ends, and the rule that ended each."""
    begin = 0
    for boundary in (*boundaries, Boundary(len(text), "end")):
        span = _stripped(text, Span(begin, boundary.at))
        if len(span):
            yield span, boundary.rule
        begin = max(begin, boundary.at)


def _without_mark(text: str, span: Span) -> Span:
    """The piece without the list mark that it begins with; one that is nothing else stays."""
    mark = _LIST_MARK.match(text, span.start, span.end)
    if mark is None or is_inside_grapheme(text, mark.end()):
        return span
    return Span(mark.end(), span.end)


def _stripped(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
