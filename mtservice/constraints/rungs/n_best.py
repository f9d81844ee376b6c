"""More hypotheses, and the same sentence put to the model in other ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mtservice.constraints.prepare import ANNOTATE, CODE_SWITCH, PLAIN, prepare
from mtservice.constraints.rungs.base import Ask, Case, Proposal, Setting

if TYPE_CHECKING:
    from mtservice.engine.base import EngineOptions


@dataclass(frozen=True, slots=True)
class NBest:
    """The n best of the first input and of alternative ones.

    The margin keeps a garbled sentence that happens to hold the term from replacing a good one
    that the next rungs can repair.
    """

    name: str = "n-best"
    rounds: int = 1
    margin: float = 0.5

    def wants(self, case: Case) -> bool:
        """Segments with something missing, or something forbidden in them."""
        return bool(case.pending or case.best.verdict.banned)

    def decoding(self, setting: Setting) -> EngineOptions:
        """Several hypotheses from a beam that holds them."""
        count = setting.hypotheses
        beam = max(setting.decoding.beam_size, count)
        return replace(setting.decoding, hypotheses=count, beam_size=beam)

    def propose(self, case: Case, setting: Setting) -> tuple[tuple[int, ...], tuple[Proposal, ...]]:
        """The first input and one other; with an admitted rendering where there is one."""
        plan, marks = case.plan, setting.marks
        other = PLAIN if setting.strategy != PLAIN else CODE_SWITCH
        inputs = [prepare(plan, setting.strategy, marks), prepare(plan, other, marks)]
        admitted = [
            next(iter(requirement.match.renderings[1:]), requirement.wanted)
            if index in case.pending
            else requirement.wanted
            for index, requirement in enumerate(plan.requirements)
        ]
        if setting.strategy == ANNOTATE:
            inputs.append(prepare(plan, ANNOTATE, marks, renderings=admitted))
        asks = {prepared.text: Ask(prepared) for prepared in inputs}
        return case.pending, tuple(asks.values())
