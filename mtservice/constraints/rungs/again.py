"""Decode again, in another way, what came out broken: empty, looping, or still Japanese."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

from mtservice.constraints.prepare import PLAIN, prepare
from mtservice.constraints.rungs.base import Ask, Case, Proposal, Setting

if TYPE_CHECKING:
    from mtservice.engine.base import EngineOptions


@dataclass(frozen=True, slots=True)
class Again:
    """Forbids repeated word sequences and looks wider."""

    name: str = "again"
    rounds: int = 1
    margin: float = inf

    def wants(self, case: Case) -> bool:
        """Broken drafts, whether or not they hold their terms."""
        return case.best.is_broken

    def decoding(self, setting: Setting) -> EngineOptions:
        """A wider beam, with no sequence of three tokens twice."""
        first = setting.decoding
        return replace(
            first,
            beam_size=first.beam_size + 2,
            no_repeat_ngram_size=3,
            repetition_penalty=max(1.2, first.repetition_penalty),
        )

    def propose(self, case: Case, setting: Setting) -> tuple[tuple[int, ...], tuple[Proposal, ...]]:
        """The same input, and the plain one."""
        strategies = dict.fromkeys((setting.strategy, PLAIN))
        inputs = [prepare(case.plan, strategy, setting.marks) for strategy in strategies]
        asks = {prepared.text: Ask(prepared) for prepared in inputs}
        return case.best.verdict.missing, tuple(asks.values())
