"""Laws of enforcement, whatever the engine says.

Every required term is kept, repaired, or failed with a reason; every target span slices the text
to an accepted form; spans of different requirements are disjoint; nothing depends on chance.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from glossary.model import Entry, EntryType, MatchKind, Target, TargetStatus, TermMatch
from mtservice.constraints.assign import assign
from mtservice.constraints.enforce import RUNGS, EnforceOptions, Enforcer
from mtservice.constraints.plan import Plan, make_plan
from mtservice.constraints.prepare import ANNOTATE, CODE_SWITCH, PLAIN, prepare
from mtservice.edits import Edit, apply, moved
from mtservice.engine.base import Draft, EngineInfo, EngineOptions, EngineRequest, TermMarks
from mtservice.errors import EngineError
from mtservice.model import Outcome, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = TermMarks("⟦", "⟶", "⟧")
WORDS = ("Union", "European", "State", "President", "the", "a", "Minsk", "and", "said", "Kiev", ",")
ENTRIES = (
    Entry("1", "連合", (Target("Union"),), EntryType.ORGANISATION),
    Entry("2", "欧州連合", (Target("European Union"),), EntryType.ORGANISATION),
    Entry("3", "連合国家", (Target("Union State"),), EntryType.ORGANISATION),
    Entry("4", "ミンスク", (Target("Minsk"), Target("Mensk", TargetStatus.ADMITTED))),
    Entry("5", "キーウ", (Target("Kyiv"), Target("Kiev", TargetStatus.FORBIDDEN))),
    Entry("6", "大統領", (Target("President"),), EntryType.TITLE),
)
FILLERS = ("は", "、", "と会談した", "。", "（", "500", "⟦", "Z ")


@dataclass(frozen=True)
class RandomEngine:
    """Says anything, but the same thing for the same request; prefixes are obeyed."""

    seed: int
    strategy: str = PLAIN
    silent: bool = False
    """Never gives attention."""

    @property
    def info(self) -> EngineInfo:
        return EngineInfo("random", "0", self.strategy, MARKS)

    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        return [
            tuple(self._draft(request, options, k) for k in range(options.hypotheses))
            for request in requests
        ]

    def _draft(self, request: EngineRequest, options: EngineOptions, number: int) -> Draft:
        # The best hypothesis does not depend on how many are asked for.
        how = replace(options, hypotheses=1)
        chance = self._chance(request.text, request.prefix, str(how), str(number))
        length = chance.choice((0, 1, 3, 8, 12))
        words = [chance.choice(WORDS) for _ in range(length)]
        text = " ".join([*filter(None, [request.prefix]), *words])
        targets = _words(text)
        sources = tuple(Span(i, i + 1) for i in range(len(request.text)))
        weights = np.array(
            [[chance.random() ** 8 for _ in sources] for _ in targets], dtype=np.float32
        ).reshape(len(targets), len(sources))
        attention = None if self.silent else weights / np.maximum(weights.sum(1, keepdims=True), 1)
        return Draft(text, -chance.random(), targets, sources, attention, chance.random() < 0.1)

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [-self._chance(*pair).random() for pair in pairs]

    def count_tokens(self, text: str) -> int:
        return len(text)

    def _chance(self, *parts: str) -> random.Random:
        key = "\0".join([str(self.seed), *parts]).encode()
        return random.Random(hashlib.sha256(key).digest())


class BrokenEngine(RandomEngine):
    def translate(
        self, requests: Sequence[EngineRequest], options: EngineOptions
    ) -> list[tuple[Draft, ...]]:
        raise EngineError("The model failed: out of memory.")


def _words(text: str) -> tuple[Span, ...]:
    spans, position = [], 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        spans.append(Span(start, position))
    return tuple(spans)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    pieces = draw(st.lists(st.sampled_from([*ENTRIES, *FILLERS]), max_size=9))
    text, matches = "", []
    for piece in pieces:
        if isinstance(piece, Entry):
            end = len(text) + len(piece.source)
            matches.append(
                TermMatch(
                    len(text),
                    end,
                    piece.source,
                    MatchKind.EXACT,
                    piece,
                    "g",
                    piece.accepted,
                    piece.forbidden,
                )
            )
            text += piece.source
        else:
            text += str(piece)
    return make_plan(text, matches, every_mention=draw(st.booleans()))


engines = st.builds(
    RandomEngine,
    st.integers(0, 10**6),
    st.sampled_from([PLAIN, ANNOTATE, CODE_SWITCH]),
    st.booleans(),
)
rungs = st.sets(st.sampled_from(RUNGS)).map(lambda names: EnforceOptions(rungs=tuple(names)))


@settings(max_examples=150, deadline=None)
@given(st.lists(plans(), max_size=4), engines, rungs)
def test_every_term_is_accounted_for(
    batch: list[Plan], engine: RandomEngine, options: EnforceOptions
) -> None:
    results = Enforcer(engine).run(batch, options)
    assert len(results) == len(batch)
    for plan, result in zip(batch, results, strict=True):
        assert [hit.source for hit in result.hits] == [r.source for r in plan.requirements]
        for requirement, hit in zip(plan.requirements, result.hits, strict=True):
            if hit.outcome is Outcome.FAILED:
                assert hit.target is None
                assert hit.reason
            elif hit.target is None:
                assert hit.by == "mention"
                assert not plan.every_mention
                assert hit.reason
            else:
                assert requirement.surface.accepts(hit.target.of(result.text))
                assert hit.by


@settings(max_examples=100, deadline=None)
@given(plans(), engines)
def test_spans_of_different_terms_are_disjoint(plan: Plan, engine: RandomEngine) -> None:
    (result,) = Enforcer(engine).run([plan])
    spans = sorted(hit.target for hit in result.hits if hit.target is not None)
    assert not any(one.overlaps(two) for one, two in pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(plans(), engines)
def test_a_mention_stands_in_for_the_same_term_only(plan: Plan, engine: RandomEngine) -> None:
    (result,) = Enforcer(engine).run([plan])
    placed = {hit.match.entry.id for hit in result.hits if hit.target is not None}
    assert all(hit.match.entry.id in placed for hit in result.hits if hit.by == "mention")


@settings(max_examples=100, deadline=None)
@given(st.lists(plans(), max_size=4), engines)
def test_results_do_not_depend_on_chance_or_company(
    batch: list[Plan], engine: RandomEngine
) -> None:
    together = Enforcer(engine).run(batch)
    alone = [Enforcer(engine).run([plan])[0] for plan in batch]
    key = [(item.text, item.hits, item.flags, item.alignment) for item in together]
    assert key == [(item.text, item.hits, item.flags, item.alignment) for item in alone]


@settings(max_examples=100, deadline=None)
@given(plans(), engines)
def test_repair_never_meets_fewer_terms(plan: Plan, engine: RandomEngine) -> None:
    (first,) = Enforcer(engine).run([plan], EnforceOptions(rungs=()))
    (last,) = Enforcer(engine).run([plan], EnforceOptions(rungs=RUNGS[1:]))
    count = Counter(hit.outcome is Outcome.FAILED for hit in first.hits)
    assert Counter(hit.outcome is Outcome.FAILED for hit in last.hits)[True] <= count[True]


@settings(max_examples=100, deadline=None)
@given(plans(), engines)
def test_links_and_flags_point_into_the_texts(plan: Plan, engine: RandomEngine) -> None:
    (result,) = Enforcer(engine).run([plan])
    for link in result.alignment.links:
        assert 0 <= link.source.start < link.source.end <= len(plan.text)
        assert 0 <= link.target.start < link.target.end <= len(result.text)
        assert 0 < link.weight <= 1
    for flag in result.flags:
        assert flag.target is None or flag.target.of(result.text)
        assert flag.source is None or flag.source.of(plan.text)


@pytest.mark.parametrize("text", ["会談した。", "ミンスクで会談した。"])
def test_an_engine_error_is_passed_on(text: str) -> None:
    with pytest.raises(EngineError, match="out of memory"):
        Enforcer(BrokenEngine(1)).run([make_plan(text, [])])


@settings(max_examples=200, deadline=None)
@given(plans(), st.lists(st.sampled_from(WORDS), max_size=7))
def test_the_assignment_meets_as_many_terms_as_any(plan: Plan, words: list[str]) -> None:
    text = " ".join(words)
    assume(len(plan.requirements) <= 5)
    places = assign(plan, text, None)
    spans = sorted(span for place in places if place for span in place.spans)
    assert not any(one.overlaps(two) for one, two in pairwise(spans))
    assert _met(plan, [place is not None for place in places]) == _most(plan, text)


def _met(plan: Plan, placed: Sequence[bool]) -> tuple[int, int]:
    """How many different terms are placed (each occurrence, if all are wanted), and how many."""
    terms = sum(any(placed[i] for i in members) for members in plan.groups.values())
    return (sum(placed), sum(placed)) if plan.every_mention else (terms, sum(placed))


def _most(plan: Plan, text: str) -> tuple[int, int]:
    """The best of all disjoint choices, by trying every one of them."""
    options = [
        [None, *(found.span for found in requirement.surface.find(text))]
        for requirement in plan.requirements
    ]
    best = (0, 0)
    for choice in product(*options):
        spans = sorted(span for span in choice if span is not None)
        if not any(one.overlaps(two) for one, two in pairwise(spans)):
            best = max(best, _met(plan, [span is not None for span in choice]))
    return best


@given(plans(), st.sampled_from([PLAIN, ANNOTATE, CODE_SWITCH]), st.data())
def test_prepared_offsets_lead_back_to_the_source(
    plan: Plan, strategy: str, data: st.DataObject
) -> None:
    prepared = prepare(plan, strategy, MARKS)
    assume(prepared.text)
    start = data.draw(st.integers(0, len(prepared.text) - 1))
    end = data.draw(st.integers(start + 1, len(prepared.text)))
    origin = prepared.origin(Span(start, end))
    assert 0 <= origin.start <= origin.end <= len(plan.text)
    whole = prepared.origin(Span(0, len(prepared.text)))
    assert whole == Span(0, len(plan.text))
    for piece in prepared.pieces:
        if piece.copied:
            assert piece.prepared.of(prepared.text) == piece.source.of(plan.text)
    for requirement in plan.requirements if strategy != PLAIN else ():
        assert requirement.wanted in prepared.text


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...], Span]:
    text = draw(st.text("abc de", max_size=20))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edits = [
        Edit(a, b, draw(st.text("XYZ", max_size=3)))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    a, b = sorted([draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))])
    return text, tuple(edits), Span(a, b)


@given(edited())
def test_spans_move_with_the_text(case: tuple[str, tuple[Edit, ...], Span]) -> None:
    text, edits, span = case
    starts = [edit.start for edit in edits]
    assume(len(set(starts)) == len(starts))
    after = apply(text, edits)
    place = moved(span, edits)
    assert 0 <= place.start <= place.end <= len(after)
    touched = [edit for edit in edits if edit.start <= span.end and span.start <= edit.end]
    if not touched:
        assert place.of(after) == span.of(text)
    inside = [e for e in edits if span.start <= e.start and e.end <= span.end and e.end > e.start]
    if inside == touched:
        shifted = [Edit(e.start - span.start, e.end - span.start, e.text) for e in inside]
        assert place.of(after) == apply(span.of(text), shifted)
