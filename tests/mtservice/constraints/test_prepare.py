from __future__ import annotations

from collections.abc import Callable

import pytest

from mtservice.constraints.plan import Plan
from mtservice.constraints.prepare import ANNOTATE, CODE_SWITCH, PLAIN, prepare
from mtservice.engine.base import TermMarks
from mtservice.model import Span

PlanOf = Callable[..., Plan]
TEXT = "ロシア大統領は来た。"
TERMS = (("ロシア", "Russia"), ("大統領", "president"))


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        (PLAIN, TEXT),
        (ANNOTATE, "⟦ロシア⟶Russia⟧⟦大統領⟶president⟧は来た。"),
        (CODE_SWITCH, "Russia presidentは来た。"),
    ],
)
def test_strategies(plan_of: PlanOf, marks: TermMarks, strategy: str, expected: str) -> None:
    assert prepare(plan_of(TEXT, *TERMS), strategy, marks).text == expected


def test_other_renderings(plan_of: PlanOf, marks: TermMarks) -> None:
    prepared = prepare(plan_of(TEXT, *TERMS), ANNOTATE, marks, renderings=["Russian", "head"])
    assert prepared.text == "⟦ロシア⟶Russian⟧⟦大統領⟶head⟧は来た。"


def test_latin_letters_beside_a_switched_term_stay_apart(plan_of: PlanOf, marks: TermMarks) -> None:
    plan = plan_of("EUロシアEU3", ("ロシア", "Russia"))
    assert prepare(plan, CODE_SWITCH, marks).text == "EU Russia EU3"


@pytest.mark.parametrize("strategy", [PLAIN, ANNOTATE, CODE_SWITCH])
def test_marks_in_the_text_are_neutralised(
    plan_of: PlanOf, marks: TermMarks, strategy: str
) -> None:
    prepared = prepare(plan_of("⟦偽⟶false⟧は来た。"), strategy, marks)
    assert prepared.text == "[偽→false]は来た。"
    assert prepared.origin(Span(0, 1)) == Span(0, 1)


def test_marks_inside_a_term_are_neutralised(plan_of: PlanOf, marks: TermMarks) -> None:
    prepared = prepare(plan_of("⟦露⟧は", ("⟦露⟧", "Russia")), ANNOTATE, marks)
    assert prepared.text == "⟦[露]⟶Russia⟧は"


def test_unknown_mark_strings_become_a_space(plan_of: PlanOf) -> None:
    prepared = prepare(plan_of("a<t>b", ("b", "B")), ANNOTATE, TermMarks("<t>", "<u>", "</t>"))
    assert prepared.text == "a <t>b<u>B</t>"


def test_an_offset_inside_an_annotation_leads_to_the_whole_term(
    plan_of: PlanOf, marks: TermMarks
) -> None:
    prepared = prepare(plan_of(TEXT, *TERMS), ANNOTATE, marks)
    rendering = prepared.text.index("president")
    assert prepared.origin(Span(rendering, rendering + 3)) == Span(3, 6)
    came = prepared.text.index("来")
    assert prepared.origin(Span(came, came + 2)) == Span(7, 9)
    assert prepared.origin(Span(came, came)) == Span(0, 0)


def test_of_overlapping_terms_the_longest_is_given(plan_of: PlanOf, marks: TermMarks) -> None:
    plan = plan_of("欧州連合は", ("連合", "Union"), ("欧州連合", "European Union"))
    assert prepare(plan, ANNOTATE, marks).text == "⟦欧州連合⟶European Union⟧は"
    assert len(plan.requirements) == 2


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("１・６倍に増えた。", "１.６倍に増えた。"),
        ("3・11の後", "3・11の後"),
        ("甲・乙と2・5％", "甲・乙と2.5％"),
        ("山本氏は語った。", "山本さんは語った。"),
        ("ヨハンソン氏（前首相）と源氏、北条氏は", "ヨハンソンさん（前首相）と源氏、北条氏は"),
        ("同氏は氏名と彼氏を", "同氏は氏名と彼氏を"),
    ],
)
@pytest.mark.parametrize("strategy", [PLAIN, ANNOTATE])
def test_what_models_misread_is_written_readably(
    plan_of: PlanOf, marks: TermMarks, strategy: str, source: str, given: str
) -> None:
    prepared = prepare(plan_of(source), strategy, marks)
    assert prepared.text == given
    whole = prepared.origin(Span(0, len(given)))
    assert whole == Span(0, len(source))
    for at, char in enumerate(given):
        if source.count(char) == given.count(char) == 1:
            assert prepared.origin(Span(at, at + 1)).of(source) == char
