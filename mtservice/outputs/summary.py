"""The figures of a translation: how many segments, how many hits, and what became of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtservice.model import PlacedSegment, TranslationResult


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over all documents of one or more results."""

    documents: int
    segments: int
    kept: int
    repaired: int
    failed: int
    flagged: int
    """Segments that carry at least one flag."""
    seconds: float
    """Time that the translation took."""

    @property
    def hits(self) -> int:
        """All glossary hits, whatever became of them."""
        return self.kept + self.repaired + self.failed


def summarise(results: Iterable[TranslationResult]) -> Summary:
    """The figures of `results` together."""
    results = tuple(results)
    segments = tuple(_segments(results))
    outcomes = Counter(hit.outcome for segment in segments for hit in segment.result.hits)
    return Summary(
        documents=sum(len(result.documents) for result in results),
        segments=len(segments),
        kept=outcomes[Outcome.KEPT],
        repaired=outcomes[Outcome.REPAIRED],
        failed=outcomes[Outcome.FAILED],
        flagged=sum(bool(segment.result.flags) for segment in segments),
        seconds=sum(result.seconds for result in results),
    )


def count(number: int, noun: str) -> str:
    """`1 hit`, `2 hits`, `1,450 hits`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _segments(results: Iterable[TranslationResult]) -> Iterator[PlacedSegment]:
    for result in results:
        for document in result.documents:
            yield from document.segments
