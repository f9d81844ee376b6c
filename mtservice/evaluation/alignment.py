"""Word alignment against names whose place is known on both sides.

A term that stands once in the Japanese of a segment and once in its English marks a pair of spans
without anybody's help. The words that the alignment links to the Japanese span are compared with
the words of the English one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.evaluation.tally import mention
from mtservice.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtservice.evaluation.sets import AskedTerm
    from mtservice.model import DocumentResult, SegmentResult

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the links of names agree with their places; shares over all words, 0–1."""

    names: int
    """How many were looked at."""
    precision: float
    """Share of the words linked to the Japanese name that belong to the name."""
    recall: float
    """Share of the name's words that are linked."""


def agreement(results: Sequence[DocumentResult], terms: Sequence[AskedTerm]) -> Agreement | None:
    """The agreement over all terms whose place is known; `None` where there is none.

    `results` are parallel to the segments of the set.
    """
    names = [
        _name(result, source, target)
        for term in terms
        for result, source, target in _places(results[term.segment], term)
    ]
    linked, right = sum(one.linked for one in names), sum(one.right for one in names)
    words, reached = sum(one.words for one in names), sum(one.reached for one in names)
    if not linked or not words:
        return None
    return Agreement(len(names), right / linked, reached / words)


@dataclass(frozen=True, slots=True)
class _Name:
    """Counts for one name: words linked to it, right ones; its own words, those reached."""

    linked: int
    right: int
    words: int
    reached: int


def _name(result: SegmentResult, source: Span, target: Span) -> _Name:
    links = {link.target for link in result.alignment.links if link.source.overlaps(source)}
    words = [Span(*word.span()) for word in _WORD.finditer(result.text, target.start, target.end)]
    return _Name(
        linked=len(links),
        right=sum(link.overlaps(target) for link in links),
        words=len(words),
        reached=sum(any(link.overlaps(word) for link in links) for word in words),
    )


def _places(
    document: DocumentResult, term: AskedTerm
) -> Iterator[tuple[SegmentResult, Span, Span]]:
    """The segment result that says the term once on either side, and where."""
    for placed in document.segments:
        result = placed.result
        said = list(mention(term.target).finditer(result.text))
        if result.segment.text.count(term.source) == 1 and len(said) == 1:
            start = result.segment.text.index(term.source)
            yield result, Span(start, start + len(term.source)), Span(*said[0].span())
