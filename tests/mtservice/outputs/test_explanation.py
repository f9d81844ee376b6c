"""What `explain` shows is what was done: every candidate, the taken ones, the outcome."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.engine import DictionaryEngine
from rich.console import Console

from glossary.model import Entry, Target
from mtservice.constraints.ladder import Step
from mtservice.documents import registry
from mtservice.outputs.explanation import SHOWN, as_values, print_explanation
from mtservice.pipeline import TranslateOptions, Translator
from mtservice.shelf import Shelf

if TYPE_CHECKING:
    from mtservice.pipeline import Explained

TABLE = {"議会": "legislature", "は": "", "停戦": "truce", "を": "", "支持した": "supported"}
TERMS = (Entry("1", "議会", (Target("parliament"),)), Entry("2", "停戦", (Target("ceasefire"),)))
TEXT = "議会は停戦を支持した。"
OPTIONS = TranslateOptions(rungs=("prefix", "substitution"))


@pytest.fixture
def translator() -> Translator:
    return Translator(DictionaryEngine(TABLE), Shelf({}))


@pytest.fixture
def found(translator: Translator) -> tuple[Explained, ...]:
    return translator.explain(registry.read(TEXT), terms=TERMS, options=OPTIONS)


def test_it_explains_the_translation_that_is_given(
    translator: Translator, found: tuple[Explained, ...]
) -> None:
    whole = translator.translate([registry.read(TEXT)], terms=TERMS, options=OPTIONS)
    (result,) = (placed.result for one in whole.documents for placed in one.segments)
    (item,) = found
    assert item.enforced.text == result.text
    assert item.enforced.hits == result.hits
    assert item.flags == result.flags


def test_values_name_each_term_and_each_candidate(found: tuple[Explained, ...]) -> None:
    (value,) = as_values(found)
    assert [one["wanted"] for one in value["asked"]] == ["parliament", "ceasefire"]
    first, *rest = value["tried"]
    assert (first["rung"], first["read"], first["met"], first["of"]) == ("model", TEXT, 0, 2)
    assert rest
    assert all(step["note"] for step in rest if not step["taken"] and step["met"] < 2)
    last = [step for step in value["tried"] if step["taken"]][-1]
    assert last["text"] == value["text"]
    for hit in value["hits"]:
        start, end = hit["target"]
        assert value["text"][start:end].lower() in {"parliament", "ceasefire"}


def printed(found: tuple[Explained, ...], *, every: bool) -> str:
    out = io.StringIO()
    print_explanation(found, Console(file=out, width=100), every=every)
    return out.getvalue()


def test_the_terminal_shows_what_was_taken_and_the_first_of_the_others(
    found: tuple[Explained, ...],
) -> None:
    note = "it meets no more than before"
    refused = [
        Step("n-best", "", "", f"No. {i}", -1.0, 0, 2, taken=False, note=note) for i in range(9)
    ]
    trace = (found[0].enforced.trace[0], *refused, *found[0].enforced.trace[1:])
    item = replace(found[0], enforced=replace(found[0].enforced, trace=trace))
    short, whole = printed((item,), every=False), printed((item,), every=True)
    assert short.count("✓") == whole.count("✓") == len(found[0].enforced.trace)
    assert (short.count("·"), whole.count("·")) == (SHOWN, len(refused))
    assert f"and {len(refused) - SHOWN} more not taken" in short
    assert f"not taken: {note}" in short
    assert "議会 → parliament" in short
    assert "repaired by prefix" in short
