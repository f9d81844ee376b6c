"""Cut the translation before the place of the missed term, force the term, decode on.

Hokamp and Liu (2017) place constraints during the search; with a decoder that takes a forced
prefix, cutting where the source term is attended to does the same for one term at a time, from
left to right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtservice.constraints.locate import gaps, regions
from mtservice.constraints.prepare import prepare
from mtservice.constraints.rungs.base import Ask, Case, Proposal, Setting
from mtservice.constraints.splice import splice
from mtservice.edits import apply
from mtservice.model import Span

if TYPE_CHECKING:
    from mtservice.engine.base import EngineOptions

_ARTICLE = re.compile(r"\b(?:an?|the)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ForcedPrefix:
    """One term a round, the leftmost first."""

    name: str = "prefix"
    rounds: int = 4
    margin: float = 1.0

    def wants(self, case: Case) -> bool:
        """Segments with something missing."""
        return bool(case.pending)

    def decoding(self, setting: Setting) -> EngineOptions:
        """As the first drafts."""
        return setting.decoding

    def propose(self, case: Case, setting: Setting) -> tuple[tuple[int, ...], tuple[Proposal, ...]]:
        """The prefixes that end in the leftmost missed term."""
        cuts = {index: self._cuts(case, index) for index in case.pending}
        index = min(cuts, key=lambda index: (min(cuts[index]), index))
        prepared = prepare(case.plan, setting.strategy, setting.marks)
        requirement = case.plan.requirements[index]
        prefixes = {
            _prefix(case.best.text, cut, requirement.wanted, case, index): None
            for cut in cuts[index]
        }
        return (index,), tuple(Ask(prepared, prefix) for prefix in prefixes)

    def _cuts(self, case: Case, index: int) -> list[int]:
        """Where the sentence may be cut: before what seems to render the term.

        Before its article as well, where only the sentence can tell whether a name takes one.
        """
        requirement = case.plan.requirements[index]
        found = regions(case.best, requirement.source)
        found = found or gaps(case.best, requirement, case.plan.text)
        start = found[0].span.start
        article = _ARTICLE.search(case.best.text[:start])
        if article and requirement.wanted[:1].isupper():
            return [start, article.start()]
        return [start]


def _prefix(text: str, cut: int, wanted: str, case: Case, index: int) -> str:
    """The text up to the cut and the term, with article and capital set right."""
    head = text[:cut]
    kind = case.plan.requirements[index].match.entry.type
    edit = splice(head, Span(cut, cut), wanted, kind, case.best.verdict.claimed)
    return apply(head, [edit])
