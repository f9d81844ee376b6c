"""Translate segments so that their terms are kept, and prove it.

Prepare the input, let the model speak, verify, climb the ladder for what failed, and report for
every term what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mtservice.alignment import align
from mtservice.constraints.direct import Direct, translate_directly
from mtservice.constraints.hypothesis import Hypothesis, hypothesis_of, judge
from mtservice.constraints.ladder import Ladder, Progress, Step, credit, first_step
from mtservice.constraints.outcomes import outcomes
from mtservice.constraints.prepare import ANNOTATE, CODE_SWITCH, PLAIN, Prepared, prepare
from mtservice.constraints.rungs import LADDER, First, Setting
from mtservice.engine.base import EngineOptions
from mtservice.model import Alignment, Flag, TermOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtservice.constraints.plan import Plan
    from mtservice.engine.base import Engine

RUNGS: tuple[str, ...] = tuple(dict.fromkeys(rung.name for rung in LADDER))
"""Names of the rungs in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class EnforceOptions:
    """How to decode and how far to go for a term."""

    beam_size: int = 4
    repair: bool = True
    """Whether missed terms are repaired; a broken decoding is tried again in any case."""
    rungs: tuple[str, ...] = RUNGS
    """The rungs that may be used; their order is fixed."""
    hypotheses: int = 4
    """How many hypotheses of a first draft are kept where it has terms; no more than the beam
    holds, so that they cost nothing."""
    strategy: str = ""
    """Instead of the strategy that the model declares: `annotate`, `code-switch` or `plain`."""


@dataclass(frozen=True, slots=True)
class Enforced:
    """The translation of one segment."""

    text: str
    hits: tuple[TermOutcome, ...] = ()
    alignment: Alignment = field(default_factory=Alignment)
    score: float | None = None
    """Mean log-probability per token, given the source as the model read it for that draft; for
    an edited draft given the plain source. `None` for a copy."""
    flags: tuple[Flag, ...] = ()
    trace: tuple[Step, ...] = ()
    """What was tried, in order."""


class Enforcer:
    """Translates planned segments with an engine; holds no state between calls."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def run(self, plans: Sequence[Plan], options: EnforceOptions | None = None) -> list[Enforced]:
        """As many results as plans, in order; equal plans are translated once.

        Raises `EngineError` when the model fails, `ValueError` for an unknown rung or strategy.
        """
        options = options or EnforceOptions()
        unique = list(dict.fromkeys(plans))
        done = dict(zip(unique, self._translate(unique, options), strict=True))
        return [done[plan] for plan in plans]

    def _translate(self, plans: list[Plan], options: EnforceOptions) -> list[Enforced]:
        direct = {i: found for i, plan in enumerate(plans) if (found := translate_directly(plan))}
        rest = [i for i in range(len(plans)) if i not in direct]
        ladder = Ladder(self._engine, self._setting(options))
        segments = self._first(ladder, [plans[i] for i in rest], options)
        for rung in LADDER:
            if rung.name in options.rungs and (options.repair or rung.name == "again"):
                segments = ladder.climb(rung, segments)
        scores = self._final_scores(ladder, segments)
        results = {
            i: self._finish(segment, score, options)
            for i, segment, score in zip(rest, segments, scores, strict=True)
        }
        results |= {i: _copied(plans[i], found) for i, found in direct.items()}
        return [results[i] for i in range(len(plans))]

    def _setting(self, options: EnforceOptions) -> Setting:
        info = self._engine.info
        strategy = options.strategy or info.strategy
        if strategy == ANNOTATE and info.marks is None:
            strategy = PLAIN
        if strategy not in {PLAIN, ANNOTATE, CODE_SWITCH}:
            raise ValueError(f"unknown strategy {strategy!r}: use annotate, code-switch or plain")
        unknown = sorted(set(options.rungs) - set(RUNGS))
        if unknown:
            raise ValueError(f"unknown rung {unknown[0]!r}: the rungs are {', '.join(RUNGS)}")
        decoding = EngineOptions(beam_size=options.beam_size, length_penalty=info.length_penalty)
        return Setting(strategy, info.marks, decoding)

    def _first(
        self, ladder: Ladder, plans: Sequence[Plan], options: EnforceOptions
    ) -> list[Progress]:
        """All first drafts, in one engine call; of segments with terms all that the beam holds."""
        setting = self._setting(options)
        inputs = [prepare(plan, setting.strategy, setting.marks) for plan in plans]
        several = options.repair and any(plan.requirements for plan in plans)
        count = min(options.hypotheses, options.beam_size) if several else 1
        decoding = replace(setting.decoding, hypotheses=count)
        drafts = ladder.decode([(item.text, "") for item in inputs], decoding)
        return [
            _start(plan, First(item, drafts[item.text, ""][: count if plan.requirements else 1]))
            for plan, item in zip(plans, inputs, strict=True)
        ]

    def _final_scores(self, ladder: Ladder, segments: Sequence[Progress]) -> list[float | None]:
        """The score of each draft as the model gave it; what was edited is scored anew."""
        pairs = [
            None if segment.best.hypothesis.input else (segment.plan.text, segment.best.text)
            for segment in segments
        ]
        known = ladder.scores(pair for pair in pairs if pair is not None)
        return [
            segment.best.hypothesis.score if pair is None else known[pair]
            for pair, segment in zip(pairs, segments, strict=True)
        ]

    def _finish(self, segment: Progress, score: float | None, options: EnforceOptions) -> Enforced:
        best = segment.best
        hits = outcomes(segment, options.repair)
        spans = [(hit.source, hit.target) for hit in hits if hit.target is not None]
        exact = self._engine.info.aligned
        alignment = align(best.text, best.hypothesis.attention, spans, exact=exact)
        corrected = tuple(Flag("corrected", note) for note in best.hypothesis.corrected)
        flags = (*best.flags, *corrected)
        return Enforced(best.text, hits, alignment, score, flags, segment.trace)


def _start(plan: Plan, first: First) -> Progress:
    rung = _rung(first.prepared)
    return _progress(plan, first, hypothesis_of(plan, first.drafts[0], first.prepared, rung=rung))


def _progress(plan: Plan, first: First, hypothesis: Hypothesis) -> Progress:
    judged = judge(plan, hypothesis)
    step = first_step(judged)
    blank = Progress(plan, first, judged, ("",) * len(plan.requirements), (step,))
    return replace(blank, by=credit(blank, judged))


def _copied(plan: Plan, direct: Direct) -> Enforced:
    """The result for a segment that no model saw."""
    first = First(prepare(plan, PLAIN, None))
    segment = _progress(plan, first, Hypothesis(direct.text, "direct"))
    return Enforced(
        direct.text,
        outcomes(segment, repair=True),
        direct.alignment,
        flags=segment.best.flags,
        trace=segment.trace,
    )


def _rung(prepared: Prepared) -> str:
    """The name of the first rung: the strategy, or `model` where the source was left as it is."""
    return "model" if prepared.strategy == PLAIN else prepared.strategy
