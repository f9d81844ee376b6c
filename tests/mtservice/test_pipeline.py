"""The translator: documents through all stages, with engines whose behaviour is known exactly."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.engine import DictionaryEngine, FailingEngine, IdentityEngine
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.model import Entry, Target
from mtservice.documents import registry
from mtservice.engine.base import Engine
from mtservice.errors import EngineError
from mtservice.model import Outcome
from mtservice.pipeline import TranslateOptions, Translator
from mtservice.shelf import Shelf

TABLE = {
    "議会": "legislature",
    "は": "",
    "停戦": "truce",
    "を": "",
    "支持した": "supported",
    "首相": "premier",
    "求めた": "sought",
}
TERMS = (
    Entry("1", "議会", (Target("parliament"),)),
    Entry("2", "停戦", (Target("ceasefire"),)),
)
FORMATS = ("text", "pdf-text", "markdown", "wikitext")
MARKUP = "あ漢ア1a。！」「（）・ \n\r*#[]|{}'=<>`_-:~\u3000【】●e\u0301🙂"


def translator(engine: Engine, tmp_path: Path | None = None) -> Translator:
    return Translator(engine, Shelf({}))


def test_terms_are_met_and_every_hit_has_its_places() -> None:
    engine = DictionaryEngine(TABLE, strategy="annotate")
    document = registry.read("議会は停戦を支持した。首相は停戦を求めた。", name="a", format="text")
    result = translator(engine).translate([document], terms=TERMS)
    (translated,) = result.documents
    assert len(translated.segments) == 2
    for placed in translated.segments:
        assert placed.target.of(translated.text) == placed.result.text
        assert placed.source.of(document.text) == placed.result.segment.text
        for hit in placed.result.hits:
            assert hit.outcome is Outcome.KEPT
            assert hit.target is not None
            assert hit.target.of(placed.result.text).lower() == hit.match.preferred
            assert hit.source.of(placed.result.segment.text) == hit.match.text
    said = [hit.match.preferred for placed in translated.segments for hit in placed.result.hits]
    assert said == ["parliament", "ceasefire", "ceasefire"]


def test_the_signature_names_model_glossary_and_options() -> None:
    document = registry.read("議会", name="a", format="text")
    engine = IdentityEngine()
    plain = translator(engine).translate([document])
    other = translator(engine).translate([document], terms=TERMS)
    greedy = translator(engine).translate([document], options=TranslateOptions(beam_size=1))
    assert len({plain.signature, other.signature, greedy.signature}) == 3
    assert "model:identity@" in plain.signature
    assert "glossary:request@" in other.signature


def test_the_same_sentence_is_decoded_once() -> None:
    class Counting(IdentityEngine):
        seen = 0

        def translate(self, requests, options):  # type: ignore[no-untyped-def]
            Counting.seen += len(requests)
            return super().translate(requests, options)

    translator(Counting()).translate([registry.read("議会は開かれた。", name="one")])
    for_one, Counting.seen = Counting.seen, 0
    documents = [registry.read("議会は開かれた。\n" * 5, name=str(n)) for n in range(3)]
    result = translator(Counting()).translate(documents)
    assert sum(len(document.segments) for document in result.documents) == 15
    assert Counting.seen == for_one


def test_no_document_and_no_text_are_no_error() -> None:
    assert translator(IdentityEngine()).translate([]).documents == ()
    (empty,) = translator(IdentityEngine()).translate([registry.read("", name="e")]).documents
    assert (empty.text, empty.segments) == ("", ())


def test_an_engine_that_fails_says_so() -> None:
    with pytest.raises(EngineError):
        translator(FailingEngine()).translate([registry.read("議会", name="a")])


@pytest.mark.parametrize("name", FORMATS)
@given(text=st.text(MARKUP, max_size=120))
@settings(max_examples=60, deadline=None)
def test_an_identity_engine_changes_no_byte_of_any_format(name: str, text: str) -> None:
    document = registry.read(text, name="x", format=name)
    (result,) = translator(IdentityEngine()).translate([document]).documents
    assert result.text == document.text
    assert registry.encode(document, result.text) == text.encode()


@given(text=st.text("議会は停戦を求めた首相。\n「」、", max_size=80))
@settings(max_examples=80, deadline=None)
def test_every_required_term_has_an_outcome(text: str) -> None:
    engine = DictionaryEngine(TABLE, strategy="annotate", deaf=frozenset({"停戦"}))
    document = registry.read(text, name="x", format="text")
    (result,) = translator(engine).translate([document], terms=TERMS).documents
    for placed in result.segments:
        expected = translator(engine).matches(placed.result.segment.text, terms=TERMS)
        assert [hit.match for hit in placed.result.hits] == list(expected)
        for hit in placed.result.hits:
            assert hit.by
            if hit.outcome is Outcome.FAILED:
                assert hit.reason
                assert hit.target is None


@given(text=st.text("議会は停戦を求めた首相。\n", max_size=60))
@settings(max_examples=30, deadline=None)
def test_the_same_input_and_signature_give_the_same_output(text: str) -> None:
    document = registry.read(text, name="x", format="text")
    engine = DictionaryEngine(TABLE, strategy="annotate")
    one = translator(engine).translate([document], terms=TERMS)
    two = translator(engine).translate([document], terms=TERMS)
    assert one.signature == two.signature
    assert one.documents == two.documents


LONG = Entry(
    "3", "停戦", (Target("truce"),), first_mention="ceasefire agreement (truce)", inflect=False
)


@pytest.mark.parametrize("deaf", [frozenset(), frozenset({"停戦"})])
def test_a_term_is_said_in_full_where_a_document_says_it_first(deaf: frozenset[str]) -> None:
    engine = DictionaryEngine(TABLE, strategy="annotate", deaf=deaf)
    text = "議会は停戦を支持した。\n首相は停戦を求めた。\n議会は停戦を支持した。"
    documents = [registry.read(text, name="a"), registry.read("首相は停戦を求めた。", name="b")]
    one, two = translator(engine).translate(documents, terms=(LONG,)).documents
    said = [
        hit.target.of(p.result.text) for p in one.segments for hit in p.result.hits if hit.target
    ]
    assert said == ["ceasefire agreement (truce)", "truce", "truce"]
    assert "ceasefire agreement (truce)" in two.text


def test_a_terms_second_mention_in_a_sentence_is_short() -> None:
    engine = DictionaryEngine(TABLE, strategy="annotate")
    document = registry.read("停戦を支持した。停戦、停戦を求めた。", name="a")
    (result,) = translator(engine).translate([document], terms=(LONG,)).documents
    assert result.text.lower().count("ceasefire agreement") == 1
    hits = [hit for placed in result.segments for hit in placed.result.hits]
    assert len(hits) == 3
    assert all(hit.outcome is not Outcome.FAILED for hit in hits)
