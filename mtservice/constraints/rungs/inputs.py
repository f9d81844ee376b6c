"""The same sentence put to the model in another way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.constraints.prepare import ANNOTATE, CODE_SWITCH, PLAIN, prepare
from mtservice.constraints.rungs.base import Ask, Case, Proposal, Setting

if TYPE_CHECKING:
    from mtservice.engine.base import EngineOptions


@dataclass(frozen=True, slots=True)
class Inputs:
    """The other strategy, and admitted renderings in place of what the model would not say."""

    name: str = "inputs"
    rounds: int = 1
    margin: float = 0.5

    def wants(self, case: Case) -> bool:
        """Segments with something missing, or something forbidden in them."""
        return bool(case.pending or case.best.verdict.banned)

    def decoding(self, setting: Setting) -> EngineOptions:
        """As the first drafts."""
        return setting.decoding

    def propose(self, case: Case, setting: Setting) -> tuple[tuple[int, ...], tuple[Proposal, ...]]:
        """One other input; and, for a model that reads annotations, one with other renderings."""
        plan, marks = case.plan, setting.marks
        other = PLAIN if setting.strategy != PLAIN else CODE_SWITCH
        inputs = [prepare(plan, other, marks)]
        admitted = [
            next(iter(requirement.match.renderings[1:]), requirement.wanted)
            if index in case.pending
            else requirement.wanted
            for index, requirement in enumerate(plan.requirements)
        ]
        if setting.strategy == ANNOTATE:
            inputs.append(prepare(plan, ANNOTATE, marks, renderings=admitted))
        fresh = {one.text: Ask(one) for one in inputs if one.text != case.first.prepared.text}
        return case.pending, tuple(fresh.values())
