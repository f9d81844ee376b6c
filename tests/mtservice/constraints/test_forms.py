from __future__ import annotations

import pytest

from glossary.model import CaseRule
from mtservice.constraints.forms import begins_sentence, loose, surface


def said(rendering: str, text: str, **fields: object) -> list[str]:
    return [item.span.of(text) for item in surface((rendering,), **fields).find(text)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Minsk", ["Minsk"]),
        ("in Minsk.", ["Minsk"]),
        ("Minsk's mayor", ["Minsk"]),
        ("Minsk’s mayor", ["Minsk"]),
        ("Minsk-based", ["Minsk"]),
        ("(Minsk)", ["Minsk"]),
        ("Minsks", ["Minsks"]),
        ("Minskaya", []),
        ("NewMinsk", []),
        ("Minsk2", []),
        ("minsk", []),
        ("MINSK", []),
        ("Minskö", []),
        ("ミンスクMinskで", ["Minsk"]),
        ("Minsk, Minsk", ["Minsk", "Minsk"]),
    ],
)
def test_exact_case(text: str, expected: list[str]) -> None:
    assert said("Minsk", text) == expected


def test_without_inflection_neither_plural_nor_possessive() -> None:
    text = "Minsk Minsks Minsk's Minsk’ Minsk' it"
    found = surface(("Minsk",), inflect=False).find(text)
    assert [item.span.start for item in found] == [0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the prime minister", True),
        ("Prime Minister", True),
        ("The Prime minister", True),
        ("prime-minister", True),
        ("PRIME MINISTER", False),
        ("primeminister", False),
    ],
)
def test_as_in_a_sentence(text: str, expected: bool) -> None:
    assert bool(said("prime minister", text, case=CaseRule.SENTENCE)) is expected


def test_an_acronym_keeps_its_capitals_in_a_sentence() -> None:
    assert said("UN envoy", "a UN Envoy", case=CaseRule.SENTENCE) == ["UN Envoy"]
    assert said("UN envoy", "a uN envoy", case=CaseRule.SENTENCE) == []


def test_the_longest_form_at_each_place() -> None:
    found = surface(("Union", "Union State")).find("the Union State and the Union")
    assert [item.form.text for item in found] == ["Union State", "Union"]


def test_tiers_say_how_far_a_form_is_from_what_was_wanted() -> None:
    forms = {form.text: form.tier for form in surface(("Belarus", "Belarusian")).forms}
    assert forms["Belarus"] == "wanted"
    assert forms["Belarusian"] == "admitted"
    assert forms["Belarusians"] == "admitted, inflected"
    costs = [form.cost for form in surface(("city", "town")).forms]
    assert sorted(costs) == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "position", "expected"),
    [
        ("word", 0, True),
        ("“word", 1, True),
        ("End. word", 5, True),
        ("He said: “word", 10, True),
        ("End.” word", 6, True),
        ("one word", 4, False),
        ("one, word", 5, False),
        ("one (word", 5, False),
        ("line\nword", 5, False),
    ],
)
def test_begins_sentence(text: str, position: int, expected: bool) -> None:
    assert begins_sentence(text, position) is expected


def test_a_loose_pattern_ignores_letter_case_but_not_word_bounds() -> None:
    assert loose("White Russia").search("WHITE-RUSSIA")
    assert not loose("White Russia").search("White Russian")


def test_characters_of_a_rendering_are_taken_literally() -> None:
    assert said("U.S. (State)", "the U.S. (State) Dept.") == ["U.S. (State)"]
    assert said("A+B", "AAB A+B") == ["A+B"]
