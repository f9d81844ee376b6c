"""Where pieces stand in a text that they were made from, when only their letters are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_REACH = 8
"""How many characters beyond its expected place a piece is looked for."""


def locate(surfaces: Sequence[str], text: str) -> tuple[Span, ...]:
    """For each surface, in order, its range in `text`.

    Surfaces that are not found have the range between the ones around them, white space trimmed.
    """
    found: list[Span | None] = []
    cursor = 0
    for surface in surfaces:
        limit = cursor + len(surface) + _REACH
        start = text.find(surface, cursor, limit) if surface else -1
        found.append(Span(start, start + len(surface)) if start >= 0 else None)
        cursor = start + len(surface) if start >= 0 else cursor
    return _filled(found, text)


def _filled(found: Sequence[Span | None], text: str) -> tuple[Span, ...]:
    spans: list[Span] = []
    before = 0
    for index, span in enumerate(found):
        if span is None:
            following = (item.start for item in found[index:] if item is not None)
            spans.append(trim(text, Span(before, next(following, len(text)))))
        else:
            spans.append(span)
            before = span.end
    return tuple(spans)


def trim(text: str, span: Span) -> Span:
    """`span` without the white space at its ends; an empty one where nothing else is in it."""
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
