from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mtservice.constraints.enforce import RUNGS, Enforced, EnforceOptions, Enforcer
from mtservice.constraints.plan import Plan
from mtservice.engine.base import EngineInfo, TermMarks
from mtservice.model import Link, Outcome, Span

PlanOf = Callable[..., Plan]
TableEngine = Callable[..., Any]

TEXT = "ルカシェンコは来た。"
NAME = ("ルカシェンコ", "Lukashenko")


def run(engine: object, *plans: Plan, **options: object) -> list[Enforced]:
    return Enforcer(engine).run(plans, EnforceOptions(**options))  # type: ignore[arg-type]


def test_nothing_in_nothing_out(table_engine: TableEngine) -> None:
    engine = table_engine()
    assert run(engine) == []
    assert engine.calls == []


def test_a_kept_term_costs_one_decoding_and_no_scoring(
    plan_of: PlanOf, table_engine: TableEngine
) -> None:
    engine = table_engine({TEXT: "Lukashenko came."})
    (result,) = run(engine, plan_of(TEXT, NAME))
    assert result.hits[0].outcome is Outcome.KEPT
    assert result.hits[0].by == "model"
    assert result.score == -0.5
    assert len(engine.calls) == 1
    assert engine.scored == []
    assert [(step.rung, step.met, step.required, step.taken) for step in result.trace] == [
        ("model", 1, 1, True)
    ]


def test_equal_segments_are_decoded_once_and_all_answered(
    plan_of: PlanOf, table_engine: TableEngine
) -> None:
    engine = table_engine({TEXT: "Lukashenko came.", "犬だ。": "It is a dog."})
    results = run(engine, plan_of(TEXT, NAME), plan_of("犬だ。"), plan_of(TEXT, NAME))
    assert [item.text for item in results] == [
        "Lukashenko came.",
        "It is a dog.",
        "Lukashenko came.",
    ]
    assert [request.text for request in engine.calls[0]] == [TEXT, "犬だ。"]


def test_the_strategy_of_the_model_decides_the_input(
    plan_of: PlanOf, table_engine: TableEngine, marks: TermMarks
) -> None:
    annotated = "⟦ルカシェンコ⟶Lukashenko⟧は来た。"
    engine = table_engine({annotated: "Lukashenko came."}, EngineInfo("t", "0", "annotate", marks))
    (result,) = run(engine, plan_of(TEXT, NAME))
    assert result.hits[0].by == "annotate"
    assert result.trace[0].input == annotated
    # The draft came out as the model wrote it, so its own score stands.
    assert engine.scored == []
    assert result.score == -0.5


def test_annotation_without_marks_is_plain(plan_of: PlanOf, table_engine: TableEngine) -> None:
    engine = table_engine({TEXT: "Lukashenko came."}, EngineInfo("t", "0", "annotate"))
    assert run(engine, plan_of(TEXT, NAME))[0].hits[0].by == "model"


def test_all_failing_segments_share_a_call_for_each_rung(
    plan_of: PlanOf, table_engine: TableEngine
) -> None:
    other = "ルカシェンコは帰った。"
    engine = table_engine(
        {
            TEXT: "The man came yesterday.",
            other: "The man left yesterday.",
            f"{TEXT}|Lukashenko": "Lukashenko came yesterday.",
            f"{other}|Lukashenko": "Lukashenko left yesterday.",
        },
        looks={"man": "ルカシェンコ"},
    )
    results = run(engine, plan_of(TEXT, NAME), plan_of(other, NAME), rungs=("prefix",))
    assert [item.hits[0].by for item in results] == ["prefix", "prefix"]
    assert len(engine.calls) == 2
    assert {request.text for request in engine.calls[1]} == {TEXT, other}
    assert "Lukashenko" in {request.prefix for request in engine.calls[1]}


def test_repair_can_be_turned_off(plan_of: PlanOf, table_engine: TableEngine) -> None:
    engine = table_engine({TEXT: "The man came."})
    (result,) = run(engine, plan_of(TEXT, NAME), repair=False)
    assert result.text == "The man came."
    assert result.hits[0].outcome is Outcome.FAILED
    assert result.hits[0].target is None
    assert "repair is off" in result.hits[0].reason
    assert len(engine.calls) == 1


def test_a_failure_says_what_was_tried(plan_of: PlanOf, table_engine: TableEngine) -> None:
    engine = table_engine(
        {
            TEXT: "The man came.",
            f"{TEXT}|Lukashenko": "Lukashenko 来 came.",
            f"{TEXT}|The Lukashenko": "The Lukashenko 来 came.",
        },
        looks={"man": "ルカシェンコ"},
    )
    (result,) = run(engine, plan_of(TEXT, NAME), rungs=("prefix",))
    assert result.hits[0].outcome is Outcome.FAILED
    assert "prefix: it would leave the alarm “leftover”" in result.hits[0].reason
    refused = [step for step in result.trace if not step.taken]
    assert refused
    assert all(step.note for step in refused)


def test_without_allowed_rungs_the_reason_is_plain(
    plan_of: PlanOf, table_engine: TableEngine
) -> None:
    engine = table_engine({TEXT: "The man came."})
    (result,) = run(engine, plan_of(TEXT, NAME), rungs=())
    assert "no rung that was allowed" in result.hits[0].reason


def test_offsets_hold_after_a_substitution(plan_of: PlanOf, table_engine: TableEngine) -> None:
    engine = table_engine(
        {TEXT: "Yesterday the man came ."}, looks={"man": "ルカシェンコ", "came": "来た"}
    )
    (result,) = run(engine, plan_of(TEXT, NAME, type="person"), rungs=("substitution",))
    assert result.text == "Yesterday Lukashenko came."
    assert result.hits[0].target == Span(10, 20)
    links = {(link.source.of(TEXT), link.target.of(result.text)) for link in result.alignment.links}
    assert links == {("ルカシェンコ", "Lukashenko"), ("来た", "came")}


def test_a_mention_names_the_other(plan_of: PlanOf, table_engine: TableEngine) -> None:
    text = "ルカシェンコはルカシェンコの家に。"
    engine = table_engine({text: "Lukashenko went home."})
    (result,) = run(engine, plan_of(text, NAME))
    assert [hit.by for hit in result.hits] == ["model", "mention"]
    assert "“Lukashenko” at 0–10" in result.hits[1].reason
    assert result.hits[1].target is None


def test_segments_without_japanese_never_reach_the_engine(
    plan_of: PlanOf, table_engine: TableEngine
) -> None:
    engine = table_engine()
    results = run(engine, plan_of("500 km"), plan_of(""), plan_of("ＡＢＣ１２３、。"))
    assert [item.text for item in results] == ["500 km", "", "ＡＢＣ１２３、。"]
    assert results[0].alignment.links == (
        Link(Span(0, 3), Span(0, 3)),
        Link(Span(4, 6), Span(4, 6)),
    )
    assert all(item.alignment.exact and not item.flags for item in results)
    assert engine.calls == []


def test_terms_alone_are_linked_exactly(plan_of: PlanOf, table_engine: TableEngine) -> None:
    text = "ロシア、ベラルーシ"
    engine = table_engine()
    (result,) = run(engine, plan_of(text, ("ロシア", "Russia"), ("ベラルーシ", "Belarus")))
    assert result.text == "Russia, Belarus"
    assert [hit.by for hit in result.hits] == ["direct", "direct"]
    assert result.alignment.links == (
        Link(Span(0, 3), Span(0, 6)),
        Link(Span(4, 9), Span(8, 15)),
    )
    assert engine.calls == []


def test_an_empty_draft_is_tried_again_and_else_flagged(
    plan_of: PlanOf, table_engine: TableEngine
) -> None:
    engine = table_engine({"犬だ。": ""})
    (result,) = run(engine, plan_of("犬だ。"))
    assert len(engine.calls) == 2
    assert engine.options[1].no_repeat_ngram_size == 3
    assert [flag.name for flag in result.flags] == ["empty"]
    assert result.text == ""


def test_options_reach_the_engine(plan_of: PlanOf, table_engine: TableEngine) -> None:
    engine = table_engine({TEXT: "The man came."})
    run(engine, plan_of(TEXT, NAME), beam_size=2, hypotheses=7, rungs=("n-best",))
    run(engine, plan_of(TEXT), beam_size=6, hypotheses=4)
    run(engine, plan_of(TEXT, NAME), beam_size=6, hypotheses=4, rungs=("n-best",))
    # Never more hypotheses than the beam holds, and only where there are terms.
    asked = [(options.beam_size, options.hypotheses) for options in engine.options]
    assert asked == [(2, 2), (6, 1), (6, 4)]


def test_an_unknown_rung_or_strategy_is_refused(plan_of: PlanOf, table_engine: TableEngine) -> None:
    with pytest.raises(ValueError, match=r"unknown rung 'pray': the rungs are again, respell"):
        run(table_engine(), plan_of(TEXT), rungs=("pray",))
    with pytest.raises(ValueError, match=r"unknown strategy 'shout': use annotate"):
        run(table_engine(), plan_of(TEXT), strategy="shout")


def test_the_order_of_the_rungs() -> None:
    assert RUNGS == (
        "again",
        "respell",
        "n-best",
        "substitution",
        "inputs",
        "prefix",
        "insertion",
    )
