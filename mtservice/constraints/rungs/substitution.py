"""Write the term over the words that seem to render it.

Several stretches of words are proposed, with and without an article, as noun or adjective; the
model's score of the whole sentence, given the plain source, chooses among those that no detector
objects to.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from mtservice.constraints.locate import regions
from mtservice.constraints.rungs.base import Case, Proposal, Revision, Setting
from mtservice.constraints.rungs.wording import fitting
from mtservice.constraints.splice import splice

if TYPE_CHECKING:
    from mtservice.constraints.plan import Requirement
    from mtservice.engine.base import EngineOptions
    from mtservice.model import Span


@dataclass(frozen=True, slots=True)
class Substitution:
    """One term a round, in the order of the source."""

    name: str = "substitution"
    rounds: int = 24
    margin: float = inf

    def wants(self, case: Case) -> bool:
        """Segments with something missing."""
        return bool(case.pending)

    def decoding(self, setting: Setting) -> EngineOptions:
        """Nothing is decoded."""
        return setting.decoding

    def propose(self, case: Case, _: Setting) -> tuple[tuple[int, ...], tuple[Proposal, ...]]:
        """The first missed term over each stretch that is in question."""
        index = case.pending[0]
        requirement = case.plan.requirements[index]
        revisions = {
            revision: None
            for region in regions(case.best, requirement.source)
            for revision in revisions_at(case, requirement, region.span)
        }
        return (index,), tuple(revisions)


def revisions_at(case: Case, requirement: Requirement, span: Span) -> list[Revision]:
    """The ways to write a term over a span of the best translation so far."""
    text, kind = case.best.text, requirement.match.entry.type
    claimed = case.best.verdict.claimed
    return [
        Revision((splice(text, span, rendering, kind, claimed, bare=bare),))
        for rendering in _renderings(requirement, span.of(text))
        for bare in (False, True)
    ]


def _renderings(requirement: Requirement, replaced: str) -> list[str]:
    """The wanted rendering, or its plural where it takes the place of one; and the adjective."""
    wanted, adjective = fitting(requirement, replaced), requirement.match.entry.adjective
    accepted = adjective and requirement.surface.accepts(adjective)
    return [wanted, adjective] if accepted else [wanted]
