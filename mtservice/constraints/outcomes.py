"""What became of each term, in the words of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtservice.model import Outcome, TermOutcome

if TYPE_CHECKING:
    from mtservice.constraints.ladder import Progress

KEEPING = frozenset({"model", "annotate", "code-switch", "direct"})
"""Rungs by which a term is kept; by any other it is repaired."""


def outcomes(segment: Progress, repair: bool) -> tuple[TermOutcome, ...]:
    """One outcome for each requirement of the segment, in order."""
    return tuple(
        _outcome(segment, index, repair=repair) for index in range(len(segment.plan.requirements))
    )


def _outcome(segment: Progress, index: int, *, repair: bool) -> TermOutcome:
    requirement, verdict = segment.plan.requirements[index], segment.best.verdict
    place, other = verdict.places[index], verdict.stand_ins[index]
    match, source = requirement.match, requirement.source
    if place is not None:
        by = segment.by[index]
        outcome = Outcome.KEPT if by in KEEPING else Outcome.REPAIRED
        return TermOutcome(match, source, place.span, outcome, by)
    if other is not None:
        return TermOutcome(match, source, None, Outcome.KEPT, "mention", _mention(segment, other))
    return TermOutcome(match, source, None, Outcome.FAILED, "none", _reason(segment, repair))


def _mention(segment: Progress, other: int) -> str:
    """Which mention says the term too."""
    place = segment.best.verdict.places[other]
    requirement = segment.plan.requirements[other]
    where = f" at {place.span.start}–{place.span.end}" if place else ""
    said = place.span.of(segment.best.text) if place else requirement.wanted
    return (
        f"“{said}”{where} stands for this occurrence too, "
        f"as for the one at {requirement.source.start}–{requirement.source.end} of the source."
    )


def _reason(segment: Progress, repair: bool) -> str:
    if not repair:
        return "The model did not say it, and repair is off."
    if not segment.refused:
        return "The model did not say it, and no rung that was allowed found a place for it."
    return f"No repair could be taken: {'; '.join(segment.refused)}."
