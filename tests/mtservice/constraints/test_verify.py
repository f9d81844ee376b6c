from __future__ import annotations

from collections.abc import Callable

import numpy as np

from glossary.model import Entry, EntryType, MatchKind, MatchPart, Target, TargetStatus, TermMatch
from mtservice.alignment import Attention
from mtservice.constraints.plan import Plan, make_plan
from mtservice.constraints.verify import verify
from mtservice.model import Span

PlanOf = Callable[..., Plan]


def placed(plan: Plan, text: str, attention: Attention | None = None) -> list[str | None]:
    places = verify(plan, text, attention).places
    return [place.span.of(text) if place else None for place in places]


def test_a_mention_serves_one_term_only(plan_of: PlanOf) -> None:
    plan = plan_of("欧州連合と連合", ("欧州連合", "European Union"), ("連合と", "Union"))
    plan = make_plan(plan.text, [plan.requirements[0].match])
    assert placed(plan, "the European Union") == ["European Union"]


def test_the_short_term_takes_what_the_long_one_leaves(plan_of: PlanOf) -> None:
    plan = plan_of("欧連と連合", ("欧連", "European Union"), ("連合", "Union"))
    assert placed(plan, "the European Union") == ["European Union", None]
    assert placed(plan, "the Union, the European Union") == ["European Union", "Union"]


def test_partial_overlap_is_solved_for_the_most_terms(plan_of: PlanOf) -> None:
    plan = plan_of("甲と乙", ("甲", "Union State"), ("乙", "State Council"))
    # The longest first would take "State Council" and leave the earlier "Union State" unusable.
    assert placed(plan, "Union State Council, Union State") == ["Union State", "State Council"]


def test_two_names_for_one_rendering_need_two_mentions(plan_of: PlanOf) -> None:
    plan = plan_of("白露とベラルーシ", ("白露", "Belarus"), ("ベラルーシ", "Belarus"))
    assert placed(plan, "Belarus") in (["Belarus", None], [None, "Belarus"])
    assert placed(plan, "Belarus and Belarus") == ["Belarus", "Belarus"]


def test_attention_decides_which_occurrence_a_mention_stands_for(plan_of: PlanOf) -> None:
    plan = plan_of("露は露と", ("露", "Russia"), every=True)
    text = "Russia with Russia"
    target = (Span(0, 6), Span(7, 11), Span(12, 18))
    source = tuple(Span(i, i + 1) for i in range(4))
    weights = np.zeros((3, 4), dtype=np.float32)
    weights[0, 2] = weights[2, 0] = 1.0
    verdict = verify(plan, text, Attention(weights, target, source))
    assert [place.span.start for place in verdict.places if place] == [12, 0]
    plain = verify(plan, text)
    assert [place.span.start for place in plain.places if place] == [0, 12]


def test_attention_decides_which_of_many_mentions_is_taken(plan_of: PlanOf) -> None:
    plan = plan_of("露は", ("露", "Russia"))
    weights = np.array([[0, 1], [1, 0]], dtype=np.float32)
    target, source = (Span(0, 6), Span(7, 13)), (Span(0, 1), Span(1, 2))
    verdict = verify(plan, "Russia Russia", Attention(weights, target, source))
    assert [place.span.start for place in verdict.places if place] == [7]


def _composed(renderings: tuple[str, ...] = ("President Lukashenko",)) -> Plan:
    person = Entry("p", "ルカシェンコ", (Target("Lukashenko"),), EntryType.PERSON)
    title = Entry("t", "大統領", (Target("President"),), EntryType.TITLE)
    text = "ルカシェンコ大統領と大統領とルカシェンコ"
    parts = (MatchPart(person, 0, 6), MatchPart(title, 6, 9))
    return make_plan(
        text,
        [
            TermMatch(0, 9, text[:9], MatchKind.COMPOSED, person, "g", renderings, parts=parts),
            TermMatch(10, 13, "大統領", MatchKind.EXACT, title, "g", title.accepted),
            TermMatch(14, 20, "ルカシェンコ", MatchKind.EXACT, person, "g", person.accepted),
        ],
    )


def test_a_title_and_a_name_apart() -> None:
    text = "Lukashenko, the president, met the President and Lukashenko"
    assert placed(_composed(), text) == ["Lukashenko", "President", "Lukashenko"]
    verdict = verify(_composed(), text)
    assert verdict.places[0] is not None
    assert verdict.places[0].tier == "apart"
    assert [span.of(text) for span in verdict.places[0].spans] == ["Lukashenko", "president"]
    assert len(verdict.claimed) == 4


def test_the_name_is_lent_to_the_composed_term() -> None:
    text = "Lukashenko, the president, met the President"
    verdict = verify(_composed(), text)
    assert [bool(place) for place in verdict.places] == [True, True, False]
    assert verdict.stand_ins == (None, None, 0)
    assert verdict.missing == ()


def test_too_far_apart_is_not_one_term() -> None:
    text = "Lukashenko spoke for a very long time about many things, but the president"
    assert 0 in verify(_composed(), text).missing


def test_every_mention_has_no_stand_ins(plan_of: PlanOf) -> None:
    once = verify(plan_of("露と露", ("露", "Russia")), "Russia")
    assert (once.stand_ins, once.missing, once.met) == ((None, 0), (), 2)
    every = verify(plan_of("露と露", ("露", "Russia"), every=True), "Russia")
    assert (every.stand_ins, every.missing, every.met) == ((None, None), (1,), 1)


def test_banned_renderings_outside_of_accepted_ones() -> None:
    entry = Entry("k", "キーウ", (Target("Kyiv"), Target("Kiev", TargetStatus.FORBIDDEN)))
    match = TermMatch(
        0, 3, "キーウ", MatchKind.EXACT, entry, "g", ("Kyiv", "Kiev region"), ("Kiev",)
    )
    plan = make_plan("キーウ", [match])
    assert verify(plan, "Kiev region").is_complete
    verdict = verify(plan, "Kyiv, KIEV and Kievan")
    assert [item.span.of("Kyiv, KIEV and Kievan") for item in verdict.banned] == ["KIEV"]
    assert not verdict.is_complete


def test_a_rendering_that_is_accepted_is_never_banned() -> None:
    entry = Entry("k", "キーウ", (Target("Kyiv"),))
    match = TermMatch(0, 3, "キーウ", MatchKind.EXACT, entry, "g", ("Kyiv",), ("Kyiv", ""))
    assert make_plan("キーウ", [match]).bans == ()


def test_many_terms_with_one_rendering_stay_quick(plan_of: PlanOf) -> None:
    terms = [(chr(0x4E00 + i), "Union" if i % 2 else "Union State") for i in range(40)]
    plan = plan_of("".join(term for term, _ in terms), *terms)
    found = placed(plan, "Union State " * 30)
    assert found.count("Union State") == 20
    assert found.count("Union") == 10
