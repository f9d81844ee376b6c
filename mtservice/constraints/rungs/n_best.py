"""The further hypotheses of the first draft: the beam held them anyway, so they cost nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.constraints.rungs.base import Case, Drafted, Proposal, Setting

if TYPE_CHECKING:
    from mtservice.engine.base import EngineOptions


@dataclass(frozen=True, slots=True)
class NBest:
    """All that the first decoding gave.

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
        """Nothing is decoded."""
        return setting.decoding

    def propose(self, case: Case, _: Setting) -> tuple[tuple[int, ...], tuple[Proposal, ...]]:
        """The hypotheses, the likeliest first."""
        proposals = [Drafted(case.first.prepared, draft) for draft in case.first.drafts[1:]]
        return case.pending, tuple(proposals)
