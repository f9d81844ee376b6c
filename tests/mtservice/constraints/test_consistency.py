"""A name that no glossary knows is rendered one way, and nothing is worse for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from glossary.model import Entry, MatchKind, Target, TermMatch
from mtservice.constraints.consistency import NAMES, agree, make_consistent
from mtservice.constraints.enforce import Enforced
from mtservice.constraints.plan import Plan, make_plan
from mtservice.model import Alignment, Flag, Link, Outcome, Span, TermOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence

Drafted = tuple[Plan, Enforced]


def drafted(source: str, name: str, text: str, said: str, *, score: float = -1.0) -> Drafted:
    """A segment whose `name` is rendered by the words of `said`."""
    span = Span(source.index(name), source.index(name) + len(name))
    at = text.index(said) if said else 0
    links, position = [], at
    for word in said.split():
        start = text.index(word, position)
        position = start + len(word)
        links.append(Link(span, Span(start, position), 0.9))
    return make_plan(source, ()), Enforced(text, (), Alignment(tuple(links)), score)


def meet(text: str, said: str) -> Drafted:
    return drafted("昨日、ザカリチェンコが来た。", "ザカリチェンコ", text, said)


def test_the_rendering_of_most_segments_is_chosen() -> None:
    found = agree(
        [
            meet("Then Zakarchenko came.", "Zakarchenko"),
            meet("Then Zakarichenko came.", "Zakarichenko"),
            meet("So Zakarichenko came.", "Zakarichenko"),
        ]
    )
    assert found.chosen == {"ザカリチェンコ": "Zakarichenko"}
    (candidate,) = found.candidates
    assert (candidate.segments, candidate.others) == ((0, 1, 2), ("Zakarchenko",))
    ((index, plan),) = found.plans
    (requirement,) = plan.requirements
    assert (index, requirement.wanted, requirement.match.glossary) == (0, "Zakarichenko", NAMES)


def test_of_several_the_first_is_chosen() -> None:
    found = agree([meet("Then Zaka came.", "Zaka"), meet("So Zakari came.", "Zakari")])
    assert found.chosen == {"ザカリチェンコ": "Zaka"}


def test_what_was_agreed_before_holds() -> None:
    found = agree([meet("Then Zaka came.", "Zaka")], {"ザカリチェンコ": "Zakari"})
    assert [index for index, _ in found.plans] == [0]
    assert found.chosen == {"ザカリチェンコ": "Zakari"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Then he came.", "he"),
        ("Then the one who came.", "the"),
        ("Then someone came.", ""),
        ("Then Zakarichenko’s men came.", "Zakarichenko’s"),
        ("Then Mr. Zakarichenko came.", "Mr. Zakarichenko"),
        ("ZAKARICHENKO came.", "ZAKARICHENKO"),
    ],
)
def test_a_pronoun_nothing_or_the_name_in_other_dress_is_no_other_rendering(
    text: str, said: str
) -> None:
    good = meet("So Zakarichenko came.", "Zakarichenko")
    assert agree([good, good, meet(text, said)]).plans == ()


def test_small_letters_are_no_name_and_flagged_segments_teach_nothing() -> None:
    plan, enforced = meet("Then Zaka came.", "Zaka")
    flagged = Enforced(enforced.text, (), enforced.alignment, flags=(Flag("loop", "x"),))
    assert agree([meet("Then toilets came.", "toilets"), (plan, flagged)]).chosen == {}


def test_a_loanword_is_left_alone() -> None:
    one = drafted("昨日カジノに入った。", "カジノ", "We went to a Kadino.", "Kadino")
    two = drafted("昨日カジノを出た。", "カジノ", "We left the casino.", "casino")
    assert agree([one, two]).chosen == {}


def test_a_term_of_the_glossary_is_none_of_its_business() -> None:
    entry = Entry("z", "ザカリチェンコ", (Target("Zakharchenko"),))
    match = TermMatch(3, 10, entry.source, MatchKind.EXACT, entry, "g", ("Zakharchenko",))
    _, enforced = meet("Then Zaka came.", "Zaka")
    plan = make_plan("昨日、ザカリチェンコが来た。", [match])
    assert agree([(plan, enforced)] * 2).chosen == {}


ODD = meet("Then Zaka came.", "Zaka")
GOOD = meet("So Zakarichenko came.", "Zakarichenko")


def again(text: str, outcome: Outcome = Outcome.KEPT, **values: object) -> Enforced:
    entry = Entry("z", "ザカリチェンコ", (Target("Zakarichenko"),))
    match = TermMatch(3, 10, entry.source, MatchKind.EXACT, entry, NAMES, ("Zakarichenko",))
    hit = TermOutcome(match, Span(3, 10), Span(5, 17), outcome, "annotate")
    return Enforced(text, (hit,), **{"score": -1.0, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("after", "text"),
    [
        (again("Then Zakarichenko came."), "Then Zakarichenko came."),
        (again("Nobody came.", Outcome.FAILED), "Then Zaka came."),
        (again("Then Zakarichenko.", flags=(Flag("loop", ""),)), "Then Zaka came."),
        (again("Then Zakarichenko came.", score=-2.0), "Then Zaka came."),
    ],
)
def test_what_comes_out_is_taken_where_nothing_is_worse(after: Enforced, text: str) -> None:
    calls: list[Sequence[Plan]] = []

    def translate(plans: list[Plan]) -> list[Enforced]:
        calls.append(plans)
        return [after] * len(plans)

    done = make_consistent([[GOOD, GOOD, ODD]], translate, together=False, known={})
    assert done.documents[0][2].text == text
    assert done.documents[0][2].hits == ()
    assert [len(plans) for plans in calls] == [1]


def test_a_choice_holds_for_later_documents_only_where_they_go_together() -> None:
    documents = [[GOOD], [ODD]]
    after = again("Then Zakarichenko came.")

    def texts(*, together: bool) -> list[str]:
        done = make_consistent(
            documents, lambda plans: [after] * len(plans), together=together, known={}
        )
        assert done.names == ({"ザカリチェンコ": "Zakarichenko"} if together else {})
        return [row[0].text for row in done.documents]

    assert texts(together=True) == ["So Zakarichenko came.", "Then Zakarichenko came."]
    assert texts(together=False) == ["So Zakarichenko came.", "Then Zaka came."]
