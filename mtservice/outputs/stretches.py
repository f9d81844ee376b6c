"""A text cut where its hits and its flagged places begin and end, ready to be marked up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.model import Span


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text that is flagged, or not, from end to end."""

    text: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of text that is one whole hit, or holds none."""

    parts: tuple[Part, ...]
    hit: int | None
    """Index of the hit."""


def cut(
    text: str, hits: Sequence[Span | None], flags: Sequence[Span | None] = ()
) -> tuple[Stretch, ...]:
    """The stretches of `text` in order; their parts joined are `text`.

    Where hits overlap, the one that begins first is marked, the longer one of two that begin
    together; a hit of no length is not marked.
    """
    stretches: list[Stretch] = []
    place = 0
    for start, end, hit in [*_disjoint(hits, len(text)), (len(text), len(text), None)]:
        if place < start:
            stretches.append(Stretch(_parts(text, place, start, flags), None))
        if hit is not None:
            stretches.append(Stretch(_parts(text, start, end, flags), hit))
        place = end
    return tuple(stretches)


def _disjoint(spans: Sequence[Span | None], length: int) -> list[tuple[int, int, int]]:
    found = sorted(
        (span.start, -span.end, index) for index, span in enumerate(spans) if span is not None
    )
    chosen: list[tuple[int, int, int]] = []
    place = 0
    for start, minus_end, index in found:
        if place <= start < -minus_end <= length:
            chosen.append((start, -minus_end, index))
            place = -minus_end
    return chosen


def _parts(text: str, start: int, end: int, flags: Sequence[Span | None]) -> tuple[Part, ...]:
    inside = [span for span in flags if span and span.start < end and start < span.end]
    edges = {start, end}
    for span in inside:
        edges |= {max(start, span.start), min(end, span.end)}
    order = sorted(edges)
    return tuple(
        Part(text[left:right], any(span.start <= left < span.end for span in inside))
        for left, right in pairwise(order)
    )
