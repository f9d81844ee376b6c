from __future__ import annotations

from collections.abc import Callable

import pytest

from mtservice.constraints.detect import detect, has_japanese, repeated
from mtservice.constraints.plan import Plan
from mtservice.constraints.verify import verify

PlanOf = Callable[..., Plan]


def names(plan: Plan, text: str, *, truncated: bool = False) -> list[str]:
    return [flag.name for flag in detect(plan, text, verify(plan, text), truncated=truncated)]


SOURCE = "きのう首相は国会で来年の予算について長い演説をした。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yesterday the prime minister made a long speech on the budget.", []),
        ("", ["empty"]),
        ("...", ["empty"]),
        ("Yesterday 首相 made a long speech in parliament.", ["leftover"]),
        ("Yesterday he spoke ｶﾅ and then went home at once.", ["leftover"]),
        ("He had had enough; he said that that was so so long.", []),
        ("Yesterday the the prime minister made a long speech.", ["doubled"]),
        ("He spoke and spoke and spoke and spoke in parliament.", ["loop"]),
        ("He went to parliament, he went to parliament, and he left.", ["loop"]),
        ("He said nooooooooooooooooo in parliament yesterday.", ["loop"]),
        ("Speech.", ["short"]),
        ("The ⟦prime minister⟧ made a long speech.", ["stray", "stray"]),
        ("The prime minister made a <unk> speech.", ["stray"]),
        ("He counted 10 10 10 and sat down in parliament.", []),
        ("He paused ........ and sat down in parliament.", []),
        ("Long. " * 60, ["loop", "long"]),
    ],
)
def test_detectors(plan_of: PlanOf, text: str, expected: list[str]) -> None:
    assert names(plan_of(SOURCE), text) == expected


def test_truncation_is_flagged(plan_of: PlanOf) -> None:
    text = "Yesterday the prime minister made a long speech."
    assert names(plan_of(SOURCE), text, truncated=True) == ["truncated"]


def test_a_long_source_with_little_english_is_short(plan_of: PlanOf) -> None:
    assert names(plan_of(SOURCE * 2), "He made a long speech.") == ["short"]


def test_strings_of_the_source_are_not_stray_or_loops(plan_of: PlanOf) -> None:
    plan = plan_of("記号⟦は何か。ああああああああああ。")
    assert names(plan, "What is ⟦ for?") == []


def test_japanese_of_a_term_that_is_kept_is_no_leftover(plan_of: PlanOf) -> None:
    plan = plan_of("「さくら」を読んだ。", ("さくら", "さくら"))
    assert names(plan, "I read さくら.") == []
    assert names(plan, "I read さくら 読んだ.") == ["leftover"]


def test_spans_point_at_what_is_wrong(plan_of: PlanOf) -> None:
    plan = plan_of(SOURCE)
    text = "Yesterday the the 首相 spoke."
    flags = detect(plan, text, verify(plan, text))
    assert [flag.target.of(text) for flag in flags if flag.target] == ["首相", "the the"]


def test_a_term_is_doubled_in_a_row_or_by_surplus(plan_of: PlanOf) -> None:
    plan = plan_of("国連安保理は会合した。", ("国連安保理", "Security Council"))
    assert names(plan, "The Security Council Security Council met.") == ["doubled"]
    two = "The Security Council met; the Security Council is large."
    assert names(plan, two) == []
    three = f"{two} It is the Security Council."
    assert names(plan, three) == ["doubled"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a b c d", None),
        ("day by day by day", None),
        ("no no no", "no no no"),
        ("in Minsk in Minsk in Minsk", "in Minsk in Minsk in Minsk"),
        ("one two three, one two three", "one two three, one two three"),
        ("1 2 3 1 2 3", None),
    ],
)
def test_repeated(text: str, expected: str | None) -> None:
    span = repeated(text)
    assert (span.of(text) if span else None) == expected


@pytest.mark.parametrize("text", ["あ", "漢", "ｶ", "々", "ー"])
def test_japanese(text: str) -> None:
    assert has_japanese(text)


@pytest.mark.parametrize("text", ["", "abc", "ＡＢＣ", "。、「」・", "１２３", "→"])
def test_not_japanese(text: str) -> None:
    assert not has_japanese(text)
