"""A translation under consideration, and the judgement of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glossary.model import EntryType
from mtservice.alignment import attention_of
from mtservice.constraints.detect import BROKEN, detect, has_japanese
from mtservice.constraints.number_repair import repair
from mtservice.constraints.polish import corrections
from mtservice.constraints.verify import Verdict, verify
from mtservice.edits import Edit, apply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtservice.alignment import Attention
    from mtservice.constraints.plan import Plan
    from mtservice.constraints.prepare import Prepared
    from mtservice.engine.base import Draft
    from mtservice.model import Flag, Span


_ARTICLE = re.compile(r"\b(?:the|an?) $", re.IGNORECASE)
_TITLE_BEHIND = re.compile(r",| of ")
_LEAST_LEFT = 0.6
"""A decoding that leaves less of the sentence than this has lost a part of it; an edit has not: it
may write an acronym over its long form.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Hypothesis:
    """One possible translation of a segment, and how it came about."""

    text: str
    rung: str
    input: str = ""
    """What the model read; empty when it was not asked."""
    prefix: str = ""
    """What the model was made to begin with."""
    attention: Attention | None = None
    score: float | None = None
    """The model's own score of it, given that input."""
    truncated: bool = False
    corrected: tuple[str, ...] = ()
    """What was set right in it besides its terms, for a reader to check."""

    def edited(self, edits: Iterable[Edit], *, rung: str = "") -> Hypothesis:
        """The same with its text edited and its attention moved along."""
        changes = tuple(edits)
        return replace(
            self,
            text=apply(self.text, changes),
            rung=rung or self.rung,
            attention=self.attention.edited(changes) if self.attention else None,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A hypothesis, what of the plan it meets, and what is wrong with it."""

    hypothesis: Hypothesis
    verdict: Verdict
    flags: tuple[Flag, ...]

    @property
    def text(self) -> str:
        """The English."""
        return self.hypothesis.text

    @property
    def is_broken(self) -> bool:
        """Whether the decoding went wrong."""
        return any(flag.name in BROKEN for flag in self.flags)

    @property
    def is_odd(self) -> bool:
        """Whether a name stands in the plural: possible, but seldom meant ("Mondays", "Lottes")."""
        return any(
            place is not None
            and "inflected" in place.tier
            and place.span.of(self.text)[0].isupper()
            for place in self.verdict.places
        )

    @property
    def key(self) -> tuple[int, int, int, int]:
        """The larger, the better: whole, terms met, nothing forbidden, few alarms."""
        broken = sum(flag.name in BROKEN for flag in self.flags)
        others = len(self.flags) - broken - len(self.verdict.banned)
        return (-broken, self.verdict.met, -len(self.verdict.banned), -others)

    def harm(self, before: Judged) -> str:
        """The name of an alarm that this one raises and `before` did not; empty for none."""
        if before.is_broken and self.key[0] > before.key[0]:
            return ""
        decoded = bool(self.hypothesis.input)
        if decoded and not before.is_broken and len(self.text) < _LEAST_LEFT * len(before.text):
            return "cut"
        new = Counter(flag.name for flag in self.flags)
        old = Counter(flag.name for flag in before.flags)
        return next((name for name in sorted(new - old) if name != "forbidden"), "")


def hypothesis_of(
    plan: Plan,
    draft: Draft,
    prepared: Prepared,
    *,
    rung: str,
    prefix: str = "",
    edits: Iterable[Edit] = (),
) -> Hypothesis:
    """A draft of the engine with `edits` made in it, tidied; its attention points into the
    segment's own text.
    """
    raw = Hypothesis(
        draft.text,
        rung,
        prepared.text,
        prefix,
        attention_of(draft, prepared.origin),
        draft.score,
        draft.truncated,
    )
    return polished(plan, raw.edited(edits))


def polished(plan: Plan, hypothesis: Hypothesis) -> Hypothesis:
    """The hypothesis with its English tidied; terms that are as they should be stay untouched.

    A draft that only says the source again is no English, and stays as it is.
    """
    if hypothesis.text == plan.text:
        return hypothesis
    for edits in corrections(hypothesis.text, _protected(plan, hypothesis.text)):
        hypothesis = hypothesis.edited(edits)
    if edits := tuple(_articles(plan, hypothesis.text)):
        return polished(plan, hypothesis.edited(edits))
    return _number_corrected(plan, hypothesis)


def _articles(plan: Plan, text: str) -> Iterator[Edit]:
    """A title before a name has no article: `The President Lukashenko` loses its own."""
    for requirement in plan.requirements:
        if not requirement.parts or requirement.match.entry.type is not EntryType.PERSON:
            continue
        for found in requirement.surface.find(text):
            article = _ARTICLE.search(text, 0, found.span.start)
            if article and not _TITLE_BEHIND.search(found.span.of(text)):
                yield Edit(*article.span(), "")


def _number_corrected(plan: Plan, hypothesis: Hypothesis) -> Hypothesis:
    edit = repair(plan.text, hypothesis.text)
    terms = _mentions(plan, hypothesis.text)
    if edit is None or any(edit.start < span.end and span.start < edit.end for span in terms):
        return hypothesis
    was = hypothesis.text[edit.start : edit.end]
    note = f"{was} was said for {edit.text}; corrected"
    return replace(hypothesis.edited([edit]), corrected=(*hypothesis.corrected, note))


def judge(plan: Plan, hypothesis: Hypothesis) -> Judged:
    """Verify a hypothesis against the plan and look for what is wrong with it."""
    verdict = verify(plan, hypothesis.text, hypothesis.attention)
    flags = detect(plan, hypothesis.text, verdict, truncated=hypothesis.truncated)
    return Judged(hypothesis, verdict, flags)


def _mentions(plan: Plan, text: str) -> list[Span]:
    return [
        found.span for requirement in plan.requirements for found in requirement.surface.find(text)
    ]


def _protected(plan: Plan, text: str) -> list[Span]:
    """Terms whose writing is not to be tidied: Japanese ones, and `iPhone` at the start."""
    return [
        found.span
        for requirement in plan.requirements
        for found in requirement.surface.find(text)
        if has_japanese(found.form.text) or found.form.text[1:] != found.form.text[1:].lower()
    ]
