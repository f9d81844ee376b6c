"""Set the term in between words, where nothing in the sentence seems to render it.

The last rung: near where the model looked at the term, and at the end of the sentence. It is
taken only if no detector objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from mtservice.constraints.locate import gaps
from mtservice.constraints.rungs.substitution import revisions_at

if TYPE_CHECKING:
    from mtservice.constraints.rungs.base import Case, Proposal, Setting
    from mtservice.engine.base import EngineOptions


@dataclass(frozen=True, slots=True)
class Insertion:
    """One term a round, in the order of the source."""

    name: str = "insertion"
    rounds: int = 24
    margin: float = inf

    def wants(self, case: Case) -> bool:
        """Segments with something missing."""
        return bool(case.pending)

    def decoding(self, setting: Setting) -> EngineOptions:
        """Nothing is decoded."""
        return setting.decoding

    def propose(self, case: Case, _: Setting) -> tuple[tuple[int, ...], tuple[Proposal, ...]]:
        """The first missed term at each gap that is in question."""
        index = case.pending[0]
        requirement = case.plan.requirements[index]
        revisions = {
            revision: None
            for region in gaps(case.best, requirement, case.plan.text)
            for revision in revisions_at(case, requirement, region.span)
        }
        return (index,), tuple(revisions)
