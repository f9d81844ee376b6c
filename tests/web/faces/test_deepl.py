"""DeepL's API, asked by its own client: every call works or gets the documented error."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import deepl
import pytest

from mtservice.errors import BusyError
from mtservice.web.gate import Gate

Ask = Callable[..., tuple[int, Any]]
Client = deepl.DeepLClient
TEXT = "首相は停戦を求めた。"
ENGLISH = "Prime Minister truce sought"
FORM = "application/x-www-form-urlencoded"


def test_a_text_and_a_list_of_texts(client_of_deepl: Client) -> None:
    one = client_of_deepl.translate_text(TEXT, target_lang="EN-US")
    assert one.text.strip(".") == ENGLISH
    assert one.detected_source_lang == "JA"
    assert one.billed_characters == len(TEXT)
    many = client_of_deepl.translate_text([TEXT, "English.", ""], target_lang="en-gb")
    assert [item.text for item in many] == [one.text, "English.", ""]
    assert [item.detected_source_lang for item in many] == ["JA", "EN", "EN"]


def test_segments_and_hits_are_an_extra_key(ask: Ask) -> None:
    status, answer = ask("POST", "/v2/translate", {"text": [TEXT], "target_lang": "EN"})
    assert status == 200
    (translation,) = answer["translations"]
    assert list(translation)[:3] == ["detected_source_language", "text", "billed_characters"]
    assert translation["segments"][0]["hits"][0]["wanted"] == "Prime Minister"
    assert "model_type_used" not in translation


def test_options_that_change_nothing_here_are_taken(client_of_deepl: Client) -> None:
    answer = client_of_deepl.translate_text(
        TEXT,
        source_lang="JA",
        target_lang="EN-US",
        context="外交の記事",
        formality=deepl.Formality.PREFER_MORE,
        preserve_formatting=True,
        split_sentences=deepl.SplitSentences.ALL,
        model_type=deepl.ModelType.PREFER_QUALITY_OPTIMIZED,
        extra_body_parameters={"a_new_parameter": {"of": "DeepL"}},
    )
    assert answer.text.strip(".") == ENGLISH
    assert answer.model_type_used == "quality_optimized"


@pytest.mark.parametrize(
    ("text", "expected", "options"),
    [
        (
            "<p>首相は<b>停戦</b>を求めた</p>",
            "<p>Prime Minister <b>truce</b> sought</p>",
            {"tag_handling": "xml"},
        ),
        ("首相は<br>停戦", "Prime Minister<br>truce", {"tag_handling": "html"}),
        ("<r>首相</r><r>停戦</r>", "<r>Prime Minister</r><r>Truce</r>", {"tag_handling": "xml"}),
        (
            "<r>首相</r><r>停戦</r>",
            "<r>Prime Minister</r> <r>truce</r>",
            {"tag_handling": "xml", "outline_detection": False},
        ),
        (
            "首相は<x>停戦</x>を",
            "Prime Minister <x>停戦</x>",
            {"tag_handling": "xml", "ignore_tags": "x,y"},
        ),
        (
            "首相<s/>停戦",
            "Prime Minister<s/>Truce",
            {"tag_handling": "xml", "splitting_tags": ["s"], "non_splitting_tags": ["t"]},
        ),
    ],
)
def test_tags(text: str, expected: str, options: dict[str, Any], client_of_deepl: Client) -> None:
    answer = client_of_deepl.translate_text(text, target_lang="EN-US", **options)
    assert answer.text.lower() == expected.lower()


@pytest.mark.parametrize(("split", "segments"), [(None, 2), ("1", 2), ("nonewlines", 1), ("0", 1)])
def test_line_breaks(split: str | None, segments: int, ask: Ask) -> None:
    body = {"text": ["首相は\n停戦"], "target_lang": "EN-US", "split_sentences": split}
    _, answer = ask("POST", "/v2/translate", body)
    assert len(answer["translations"][0]["segments"]) == segments


def test_forms_and_queries_do_as_well(ask: Ask) -> None:
    fields = [("text", "首相"), ("text", "停戦"), ("target_lang", "EN"), ("ignore_tags", "a,b")]
    encoded = urlencode([*fields, ("tag_handling", "xml")])
    status, sent = ask("POST", "/v2/translate", encoded.encode(), Content_Type=FORM)
    assert status == 200
    assert [item["text"].lower() for item in sent["translations"]] == ["prime minister", "truce"]
    assert ask("GET", f"/v2/translate?{encoded}") == (200, sent)


def test_languages(client_of_deepl: Client, ask: Ask) -> None:
    sources, targets = (
        client_of_deepl.get_source_languages(),
        client_of_deepl.get_target_languages(),
    )
    assert [(item.code, item.name) for item in sources] == [("JA", "Japanese")]
    assert [(item.code, item.supports_formality) for item in targets] == [
        ("EN-GB", False),
        ("EN-US", False),
    ]
    (pair,) = client_of_deepl.get_glossary_languages()
    assert (pair.source_lang, pair.target_lang) == ("ja", "en")
    _, listed = ask("GET", "/v2/languages?type=target")
    assert [item["language"] for item in listed] == ["EN-GB", "EN-US"]
    assert ask("GET", "/v2/languages?type=other")[0] == 400


def test_usage_counts_and_has_no_limit(client_of_deepl: Client) -> None:
    assert client_of_deepl.get_usage().character.count == 0
    client_of_deepl.translate_text([TEXT, "A"], target_lang="EN-US")
    usage = client_of_deepl.get_usage()
    assert usage.character.count == len(TEXT) + 1
    assert not usage.any_limit_reached


BAD: dict[str, tuple[dict[str, object], str]] = {
    "no text": ({"text": None}, "Parameter 'text' not specified"),
    "no texts": ({"text": []}, "Parameter 'text' not specified"),
    "a number": ({"text": [3]}, "Value for 'text' not supported."),
    "half a pair": ({"text": ["\ud800"]}, "Value for 'text' not supported."),
    "no target": ({"target_lang": ""}, "Parameter 'target_lang' not specified"),
    "another target": ({"target_lang": "DE"}, "Value for 'target_lang' not supported."),
    "another source": ({"source_lang": "FR"}, "Value for 'source_lang' not supported."),
    "formality": ({"formality": "more"}, "'formality' is not supported for given 'target_lang'."),
    "no formality": ({"formality": "rude"}, "Value for 'formality' not supported."),
    "tags": ({"tag_handling": "pdf"}, "Value for 'tag_handling' not supported."),
    "sentences": ({"split_sentences": "2"}, "Value for 'split_sentences' not supported."),
    "outline": (
        {"tag_handling": "xml", "outline_detection": "maybe"},
        "Value for 'outline_detection' not supported.",
    ),
    "model": ({"model_type": "best"}, "Value for 'model_type' not supported."),
    "style": ({"style_id": "x"}, "Value for 'style_id' not supported."),
    "instructions": (
        {"custom_instructions": ["kindly"]},
        "Value for 'custom_instructions' not supported.",
    ),
    "memory": ({"translation_memory_id": "x"}, "Value for 'translation_memory_id' not supported."),
    "glossary without source": (
        {"glossary_id": "x"},
        "Use of a glossary requires the source_lang parameter to be specified",
    ),
    "no glossary": (
        {"glossary_id": "x", "source_lang": "JA"},
        "Value for 'glossary_id' not supported.",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_request_gets_its_error(case: str, ask: Ask) -> None:
    change, message = BAD[case]
    status, answer = ask("POST", "/v2/translate", {"text": [TEXT], "target_lang": "EN"} | change)
    assert status == 400
    assert answer["message"] == message
    assert set(answer) <= {"message", "detail"}


def test_its_client_tells_what_is_wrong(client_of_deepl: Client) -> None:
    with pytest.raises(deepl.DeepLException, match="Value for 'target_lang' not supported"):
        client_of_deepl.translate_text(TEXT, target_lang="DE")
    with pytest.raises(deepl.DeepLException, match="'formality' is not supported"):
        client_of_deepl.translate_text(TEXT, target_lang="EN-US", formality="less")


def test_too_much_to_do_is_tried_again_later(
    client_of_deepl: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise BusyError("64 are waiting")

    monkeypatch.setattr(Gate, "_enter", full)
    with pytest.raises(deepl.TooManyRequestsException, match="64 are waiting"):
        client_of_deepl.translate_text(TEXT, target_lang="EN-US")


def test_too_large_and_broken_bodies(ask: Ask) -> None:
    status, answer = ask("POST", "/v2/translate", {"text": ["あ" * 1001], "target_lang": "EN"})
    assert status == 413
    assert "1,001 characters" in answer["message"]
    assert ask("POST", "/v2/translate", {"text": ["あ" * 30_000], "target_lang": "EN"})[0] == 413
    status, answer = ask("POST", "/v2/translate", b"[")
    assert (status, list(answer)) == (400, ["message"])


WORK = {
    "translate_text",
    "translate_text_with_glossary",
    "translate_document",
    "translate_document_from_filepath",
    "translate_document_upload",
    "translate_document_get_status",
    "translate_document_wait_until_done",
    "translate_document_download",
    "get_source_languages",
    "get_target_languages",
    "get_glossary_languages",
    "get_usage",
    "create_glossary",
    "create_glossary_from_csv",
    "get_glossary",
    "list_glossaries",
    "get_glossary_entries",
    "delete_glossary",
    "create_multilingual_glossary",
    "create_multilingual_glossary_from_csv",
    "update_multilingual_glossary_name",
    "update_multilingual_glossary_dictionary",
    "update_multilingual_glossary_dictionary_from_csv",
    "replace_multilingual_glossary_dictionary",
    "replace_multilingual_glossary_dictionary_from_csv",
    "get_multilingual_glossary",
    "list_multilingual_glossaries",
    "get_multilingual_glossary_entries",
    "delete_multilingual_glossary",
    "delete_multilingual_glossary_dictionary",
}
"""Calls that this folder's tests make; the rest must be refused."""
LOCAL = {"close", "set_app_info"}

REFUSED: dict[str, Callable[[Client], object]] = {
    "rephrase_text": lambda client: client.rephrase_text("a"),
    "correct_text": lambda client: client.correct_text("a"),
    "get_all_style_rules": lambda client: client.get_all_style_rules(),
    "create_style_rule": lambda client: client.create_style_rule("a", "en"),
    "get_style_rule": lambda client: client.get_style_rule("a"),
    "update_style_rule_name": lambda client: client.update_style_rule_name("a", "b"),
    "delete_style_rule": lambda client: client.delete_style_rule("a"),
    "update_style_rule_configured_rules": lambda client: client.update_style_rule_configured_rules(
        "a", {"b": {}}
    ),
    "create_style_rule_custom_instruction": lambda client: (
        client.create_style_rule_custom_instruction("a", "b", "c")
    ),
    "get_style_rule_custom_instruction": lambda client: client.get_style_rule_custom_instruction(
        "a", "b"
    ),
    "update_style_rule_custom_instruction": lambda client: (
        client.update_style_rule_custom_instruction("a", "b", "c", "d")
    ),
    "delete_style_rule_custom_instruction": lambda client: (
        client.delete_style_rule_custom_instruction("a", "b")
    ),
    "list_translation_memories": lambda client: client.list_translation_memories(),
    "get_translation_memory": lambda client: client.get_translation_memory("a"),
    "list_translation_memory_segments": lambda client: client.list_translation_memory_segments("a"),
    "delete_translation_memory": lambda client: client.delete_translation_memory("a"),
    "create_translation_memory_import": lambda client: client.create_translation_memory_import(
        "a.tmx", 9
    ),
    "create_translation_memory_export": lambda client: client.create_translation_memory_export("a"),
    "get_translation_memory_job": lambda client: client.get_translation_memory_job("a"),
    "wait_until_translation_memory_job_done": lambda client: (
        client.wait_until_translation_memory_job_done("a")
    ),
}


def test_every_call_of_its_client_is_accounted_for() -> None:
    offered = {
        name
        for name, value in inspect.getmembers(Client, inspect.isfunction)
        if not name.startswith("_")
    }
    memories = {name for name in offered if "translation_memory" in name}
    assert offered - WORK - LOCAL - memories == set(REFUSED) - memories
    assert offered >= WORK


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_offered_is_refused(name: str, client_of_deepl: Client) -> None:
    with pytest.raises(
        deepl.DeepLException, match="This server does not offer that call"
    ) as caught:
        REFUSED[name](client_of_deepl)
    assert caught.value.http_status_code == 404
