"""Climbing the ladder: for all segments that need it, rung by rung, one engine call a round."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import inf
from typing import TYPE_CHECKING

from mtservice.constraints.forms import WORD
from mtservice.constraints.hypothesis import Judged, hypothesis_of, judge, polished
from mtservice.constraints.rungs import Ask, Case, Drafted
from mtservice.edits import Edit
from mtservice.engine.base import EngineRequest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtservice.constraints.hypothesis import Hypothesis
    from mtservice.constraints.plan import Plan
    from mtservice.constraints.rungs import First, Proposal, Rung, Setting
    from mtservice.engine.base import Draft, Engine, EngineOptions


_SUFFIX = 3
"""Letters after a forced term that are an ending and not a word of their own."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried on a segment, for whoever asks why it came out as it did."""

    rung: str
    input: str
    """What the model read; empty when it was not asked."""
    prefix: str
    """What the model was made to begin with."""
    text: str
    score: float | None
    """Given the plain source, where it was needed; else as the model scored its draft."""
    met: int
    required: int
    taken: bool
    note: str = ""
    """Why it was not taken, where that is not plain from the numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """A segment on the ladder."""

    plan: Plan
    first: First
    best: Judged
    by: tuple[str, ...]
    """For each requirement the rung that met it; empty while it is missing."""
    trace: tuple[Step, ...]
    refused: tuple[str, ...] = ()
    """Why repairs were not taken, in words, without repeats."""


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """What one rung proposes for one segment."""

    case: Case
    about: tuple[int, ...]
    proposals: tuple[Proposal, ...]


class Ladder:
    """Runs rungs over segments; one instance for one run, because it remembers scores."""

    def __init__(self, engine: Engine, setting: Setting) -> None:
        self._engine = engine
        self._setting = setting
        self._scores: dict[tuple[str, str], float] = {}

    def decode(
        self, asks: Iterable[tuple[str, str]], options: EngineOptions
    ) -> dict[tuple[str, str], tuple[Draft, ...]]:
        """Drafts for each (input, prefix); the same one is decoded once."""
        unique = list(dict.fromkeys(asks))
        if not unique:
            return {}
        requests = [EngineRequest(text, prefix) for text, prefix in unique]
        return dict(zip(unique, self._engine.translate(requests, options), strict=True))

    def scores(self, pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], float]:
        """The scores of (plain source, target) pairs, each computed once."""
        wanted = [pair for pair in dict.fromkeys(pairs) if pair not in self._scores]
        if wanted:
            self._scores.update(zip(wanted, self._engine.score(wanted), strict=True))
        return self._scores

    def climb(self, rung: Rung, segments: Sequence[Progress]) -> list[Progress]:
        """The segments after one rung, in order."""
        current = list(segments)
        tried: list[set[int]] = [set() for _ in current]
        active = list(range(len(current)))
        for _ in range(rung.rounds):
            rounds = {i: r for i in active if (r := self._round(rung, current[i], tried[i]))}
            if not rounds:
                break
            drafts = self.decode(_asks(rounds.values()), rung.decoding(self._setting))
            judged = {
                i: [judge(current[i].plan, h) for h in _hypotheses(rung, rounds[i], drafts)]
                for i in rounds
            }
            self._score_rivals(rung, current, judged)
            for i, candidates in judged.items():
                before = current[i].best
                current[i] = self._take(rung, current[i], candidates)
                if current[i].best is before:
                    tried[i].update(rounds[i].about)
            active = [i for i in rounds if rounds[i].about]
        return current

    def _round(self, rung: Rung, progress: Progress, tried: set[int]) -> Round | None:
        pending = tuple(i for i in progress.best.verdict.missing if i not in tried)
        case = Case(progress.plan, progress.first, progress.best, pending)
        if not rung.wants(case):
            return None
        about, proposals = rung.propose(case, self._setting)
        return Round(case, about, proposals)

    def _score_rivals(
        self, rung: Rung, current: Sequence[Progress], judged: dict[int, list[Judged]]
    ) -> None:
        """Score, in one call, every candidate whose score can make a difference."""
        pairs: list[tuple[str, str]] = []
        for i, candidates in judged.items():
            rivals = _rivals(current[i].best, candidates)
            if rivals and rung.margin < inf:
                rivals = [current[i].best, *_better(current[i].best, candidates)]
            texts = {rival.text for rival in rivals}
            if len(texts) > 1:
                pairs += [(current[i].plan.text, text) for text in sorted(texts)]
        self.scores(pairs)

    def _take(self, rung: Rung, progress: Progress, candidates: Sequence[Judged]) -> Progress:
        """The segment with the best acceptable candidate, if that is better than what it has."""
        source = progress.plan.text
        scored = [(self._scores.get((source, item.text)), item) for item in candidates]
        floor = self._scores.get((source, progress.best.text))
        notes = [
            _objection(progress.best, item, score, floor, rung.margin) for score, item in scored
        ]
        allowed = [k for k, note in enumerate(notes) if not note]
        best = min(
            allowed,
            key=lambda k: (
                *(-part for part in candidates[k].key),
                candidates[k].is_odd,
                -(scored[k][0] or 0.0),
                k,
            ),
            default=None,
        )
        steps = tuple(
            _step(item, score, taken=k == best, note=notes[k])
            for k, (score, item) in enumerate(scored)
        )
        refused = dict.fromkeys([*progress.refused, *(f"{rung.name}: {n}" for n in notes if n)])
        progress = replace(progress, trace=progress.trace + steps, refused=tuple(refused))
        if best is None:
            return progress
        return replace(progress, best=candidates[best], by=credit(progress, candidates[best]))


def credit(progress: Progress, taken: Judged) -> tuple[str, ...]:
    """For each requirement the rung that met it: as before where it was met before."""
    missing = set(taken.verdict.missing)
    return tuple(
        "" if index in missing else known or taken.hypothesis.rung
        for index, known in enumerate(progress.by)
    )


def first_step(judged: Judged) -> Step:
    """The step that the first draft is."""
    return _step(judged, judged.hypothesis.score, taken=True, note="")


def _step(judged: Judged, score: float | None, *, taken: bool, note: str) -> Step:
    hypothesis, verdict = judged.hypothesis, judged.verdict
    return Step(
        hypothesis.rung,
        hypothesis.input,
        hypothesis.prefix,
        hypothesis.text,
        score if score is not None else hypothesis.score,
        verdict.met,
        len(verdict.places),
        taken,
        note,
    )


def _asks(rounds: Iterable[Round]) -> Iterator[tuple[str, str]]:
    for item in rounds:
        for proposal in item.proposals:
            if isinstance(proposal, Ask):
                yield proposal.prepared.text, proposal.prefix


def _hypotheses(
    rung: Rung, item: Round, drafts: dict[tuple[str, str], tuple[Draft, ...]]
) -> Iterator[Hypothesis]:
    """The distinct hypotheses that one round's proposals lead to."""
    seen = {item.case.best.text}
    for hypothesis in _all_hypotheses(rung, item, drafts):
        if hypothesis.text not in seen:
            seen.add(hypothesis.text)
            yield hypothesis


def _all_hypotheses(
    rung: Rung, item: Round, drafts: dict[tuple[str, str], tuple[Draft, ...]]
) -> Iterator[Hypothesis]:
    plan, best = item.case.plan, item.case.best.hypothesis
    for proposal in item.proposals:
        if isinstance(proposal, Ask):
            for draft in drafts[proposal.prepared.text, proposal.prefix]:
                prepared, prefix = proposal.prepared, proposal.prefix
                yield hypothesis_of(plan, draft, prepared, rung=rung.name, prefix=prefix)
                stub = _stub(draft.text, prefix)
                if stub is not None:
                    yield hypothesis_of(
                        plan, draft, prepared, rung=rung.name, prefix=prefix, edits=[stub]
                    )
        elif isinstance(proposal, Drafted):
            yield hypothesis_of(plan, proposal.draft, proposal.prepared, rung=rung.name)
        else:
            edited = replace(best.edited(proposal.edits, rung=rung.name), input="", prefix="")
            yield polished(plan, edited)


def _stub(text: str, prefix: str) -> Edit | None:
    """The edit that ends the last word of a forced prefix where the model spelt on: `Mondays`."""
    end = len(prefix)
    if not prefix[-1:].isalnum() or not text.startswith(prefix):
        return None
    rest = re.match(rf"[{WORD}]+", text[end:])
    if rest is None:
        return None
    return Edit(end, end + rest.end(), "") if rest.end() <= _SUFFIX else Edit(end, end, " ")


def _better(best: Judged, candidates: Sequence[Judged]) -> list[Judged]:
    """Candidates that are better than the best so far and do no harm."""
    return [item for item in candidates if item.key > best.key and not item.harm(best)]


def _rivals(best: Judged, candidates: Sequence[Judged]) -> list[Judged]:
    """Those of them that only the score can tell apart."""
    better = _better(best, candidates)
    top = max((item.key for item in better), default=None)
    return [item for item in better if item.key == top]


def _objection(
    best: Judged, item: Judged, score: float | None, floor: float | None, margin: float
) -> str:
    """Why a candidate is not to be taken; empty when it may be."""
    if harm := item.harm(best):
        return f"it would leave the alarm “{harm}”"
    if item.key <= best.key:
        return "it meets no more than before"
    if score is not None and floor is not None and floor - score > margin:
        return f"it is {floor - score:.2f} nats per token less likely"
    return ""
