"""Scores of one translation of a material, as far as its terms go."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.constraints.enforce import RUNGS
from mtservice.evaluation.tally import Tier, mention, tally
from mtservice.evaluation.terms import by_segment
from mtservice.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtservice.evaluation.sets import AskedTerm
    from mtservice.evaluation.tally import Tally
    from mtservice.model import SegmentResult, TermOutcome

FIRST_DRAFT = "first draft"
"""What stands for every rung that is none of the repair ladder's."""

_FRAME = re.compile(r"^(?:the|an?) |['’]s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Success:
    """Terms said; `asked` counts a term once for each segment that has it."""

    asked: int
    exact: int
    inflected: int
    admitted: int
    by_type: float
    """Mean over the different terms of the share of their segments in which they are said."""
    surplus: int
    """Mentions of asked renderings beyond what the source says."""

    @property
    def rate(self) -> float:
        """Share of the asked terms that are said in some accepted form, 0–1."""
        return (self.exact + self.inflected + self.admitted) / self.asked


@dataclass(frozen=True, slots=True)
class Hits:
    """What the service itself reports of its hits."""

    outcomes: tuple[tuple[str, int], ...]
    """How many hits were kept, repaired and failed."""
    spans_right: float | None
    """Share of the target spans whose text is an accepted rendering; `None` without any."""
    rungs: tuple[tuple[str, float], ...]
    """Rung → share of the segments with hits whose dearest rung it is."""


def success(
    source: Sequence[str], outputs: Sequence[str], terms: Sequence[AskedTerm]
) -> Success | None:
    """How the outputs meet the terms; `None` where none is asked for."""
    tallies = [tally(source[i], outputs[i], asked) for i, asked in by_segment(terms).items()]
    if not tallies:
        return None
    exact, inflected, admitted = (sum(one.count(tier) for one in tallies) for tier in Tier)
    surplus = sum(one.surplus for one in tallies)
    return Success(len(terms), exact, inflected, admitted, _by_type(tallies), surplus)


def _by_type(tallies: Iterable[Tally]) -> float:
    met: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for one in tallies:
        for item in one.said:
            met[item.term.source, item.term.target].append(item.tier is not None)
    return sum(sum(row) / len(row) for row in met.values()) / len(met)


def consistency(results: Sequence[SegmentResult], terms: Sequence[AskedTerm]) -> float | None:
    """Share of the occurrences of recurring terms that are rendered as most of that term are.

    What a term is rendered by is told by the hit, else by the word alignment; right or wrong
    does not matter. A segment is `results[term.segment]`. `None` where no term recurs.
    """
    forms: defaultdict[str, list[str]] = defaultdict(list)
    for term in terms:
        result = results[term.segment]
        if result.segment.text.count(term.source) == 1:
            forms[term.source].append(_said(result, term))
    recurring = [row for row in forms.values() if len(row) > 1]
    if not recurring:
        return None
    usual = sum(max(Counter(row).values()) for row in recurring)
    return usual / sum(map(len, recurring))


def _said(result: SegmentResult, term: AskedTerm) -> str:
    start = result.segment.text.index(term.source)
    end = start + len(term.source)
    for hit in result.hits:
        if hit.target is not None and hit.source.start <= start and end <= hit.source.end:
            return _plain(hit.target.of(result.text))
    linked = {
        link.target
        for link in result.alignment.links
        if link.source.start < end and start < link.source.end
    }
    return _plain(" ".join(span.of(result.text) for span in sorted(linked)))


def _plain(said: str) -> str:
    return _FRAME.sub("", said.casefold())


def hits(results: Sequence[SegmentResult]) -> Hits | None:
    """What the service reports of the hits of all segments; `None` where there are none."""
    found = [(hit, result.text) for result in results for hit in result.hits]
    if not found:
        return None
    counts = Counter(hit.outcome for hit, _ in found)
    said = [hit_is_right(hit, text) for hit, text in found if hit.target is not None]
    return Hits(
        tuple((str(outcome), counts[outcome]) for outcome in Outcome),
        sum(said) / len(said) if said else None,
        tuple(_rungs(results)),
    )


def hit_is_right(hit: TermOutcome, text: str) -> bool:
    """Whether the slice that a hit points to is one of its renderings, whole and alone.

    A title and a name that stand apart ("Smith, the minister") are right when both are in it.
    """
    if hit.target is None:
        return False
    slice_ = hit.target.of(text)
    if any(mention(form).fullmatch(slice_) for form in hit.match.renderings):
        return True
    parts = [part.entry.accepted for part in hit.match.parts]
    return bool(parts) and all(
        any(mention(form).search(slice_) for form in forms) for forms in parts
    )


def _rungs(results: Sequence[SegmentResult]) -> Iterator[tuple[str, float]]:
    order = {name: place for place, name in enumerate(RUNGS, start=1)}
    dearest = [
        max((hit.by for hit in result.hits), key=lambda name: order.get(name, 0))
        for result in results
        if result.hits
    ]
    counts = Counter(FIRST_DRAFT if name not in order else name for name in dearest)
    for name in (FIRST_DRAFT, *RUNGS):
        if counts[name]:
            yield name, counts[name] / len(dearest)
