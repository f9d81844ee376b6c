"""`POST /v1/translate`: what goes to the translator, and every form of the answer."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from glossary.model import CaseRule, Entry, EntryType, Target, TargetStatus
from mtservice.outputs.html import content_policy
from mtservice.pipeline import TranslateOptions

TEXT = "ルカシェンコ大統領はミンスクで会見した。"
ENGLISH = "President Lukashenko spoke in Minsk."

Post = Callable[..., TestResponse]


def test_one_string_is_one_document(post: Post) -> None:
    response = post(text=TEXT)
    assert response.status_code == 200
    assert response.mimetype == "application/json"
    body = response.get_json()
    assert list(body) == ["model", "glossaries", "signature", "documents"]
    (document,) = body["documents"]
    assert document["text"] == ENGLISH + "\n"
    (segment,) = document["segments"]
    assert segment["source"] == {"text": TEXT, "start": 0, "end": 20}
    assert [hit["outcome"] for hit in segment["hits"]] == ["kept", "kept"]
    assert segment["hits"][0]["target"] == {"text": "Lukashenko", "start": 10, "end": 20}


def test_each_string_of_a_list_is_a_document_in_order(post: Post) -> None:
    documents = post(text=["国営通信が伝えた。", "", TEXT]).get_json()["documents"]
    assert [document["id"] for document in documents] == [0, 1, 2]
    assert [document["text"] for document in documents] == [
        "The agency reported it.\n",
        "",
        ENGLISH + "\n",
    ]


def test_japanese_is_sent_as_it_is(post: Post) -> None:
    assert "ルカシェンコ" in post(text=TEXT).get_data(as_text=True)


@pytest.mark.parametrize(
    ("sent", "given"),
    [({}, None), ({"glossaries": []}, ()), ({"glossaries": ["press", "east"]}, ("press", "east"))],
)
def test_absent_glossaries_are_not_an_empty_list(
    post: Post, translator: Any, sent: dict[str, Any], given: object
) -> None:
    assert post(text=TEXT, **sent).status_code == 200
    assert translator.calls[0]["glossaries"] == given


def test_terms_become_entries(post: Post, translator: Any) -> None:
    term = {
        "source": "国民議会",
        "target": "National Assembly",
        "variants": ["国会"],
        "admitted": ["Assembly"],
        "forbidden": ["Parliament"],
        "type": "organisation",
        "case": "sentence",
        "inflect": False,
    }
    assert (
        post(text=TEXT, terms=[term, {"source": "首相", "target": "Prime Minister"}]).status_code
        == 200
    )
    assert translator.calls[0]["terms"] == (
        Entry(
            "request-0",
            "国民議会",
            (
                Target("National Assembly"),
                Target("Assembly", TargetStatus.ADMITTED),
                Target("Parliament", TargetStatus.FORBIDDEN),
            ),
            EntryType.ORGANISATION,
            ("国会",),
            case=CaseRule.SENTENCE,
            inflect=False,
        ),
        Entry("request-1", "首相", (Target("Prime Minister"),)),
    )


def test_options_reach_the_translator(post: Post, translator: Any) -> None:
    options = {
        "beam_size": 1,
        "repair": False,
        "every_mention": True,
        "fuzzy": True,
        "numbers": False,
    }
    post(text=TEXT, options=options)
    assert translator.calls[0]["options"] == TranslateOptions(**options)


def test_options_left_out_are_the_server_s(post: Post, translator: Any, settings: Any) -> None:
    post(text=TEXT, options={"fuzzy": True, "repair": None})
    expected = TranslateOptions(beam_size=settings.beam_size, fuzzy=True)
    assert translator.calls[0]["options"] == expected


def test_alignment_on_request(post: Post) -> None:
    segment = post(text=TEXT, options={"alignment": True}).get_json()["documents"][0]["segments"][0]
    assert segment["alignment_exact"] is True
    assert segment["alignment"][0]["weight"] == 0.5
    assert "alignment" not in post(text=TEXT).get_json()["documents"][0]["segments"][0]


@pytest.mark.parametrize(
    ("accept", "media_type", "begins"),
    [
        ("application/json", "application/json", "{"),
        ("*/*", "application/json", "{"),
        ("image/png", "application/json", "{"),
        ("text/html", "text/html", '<div class="overview">'),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", '<div class="overview">'),
        ("text/plain", "text/plain", ENGLISH),
        ("text/tab-separated-values", "text/tab-separated-values", "source\ttarget"),
        ("application/x-tmx+xml", "application/x-tmx+xml", "<?xml"),
    ],
)
def test_the_accept_header_chooses_the_form(
    client: FlaskClient, accept: str, media_type: str, begins: str
) -> None:
    response = client.post("/v1/translate", json={"text": TEXT}, headers={"Accept": accept})
    assert response.mimetype == media_type
    assert response.get_data(as_text=True).startswith(begins)
    assert "Accept" in response.headers["Vary"]


def test_render_wins_over_the_accept_header(client: FlaskClient) -> None:
    body = {"text": TEXT, "render": "html"}
    response = client.post("/v1/translate", json=body, headers={"Accept": "application/json"})
    assert response.mimetype == "text/html"
    assert '<mark class="hit kept" id="d0s0h0-source">' in response.get_data(as_text=True)


def test_a_report_may_run_its_own_script_and_nothing_else(post: Post) -> None:
    response = post(text=TEXT, render="report")
    assert response.headers["Content-Security-Policy"] == content_policy()
    assert response.get_data(as_text=True).startswith("<!doctype html>")


def test_a_list_of_forms_comes_beside_the_json(post: Post) -> None:
    body = post(text=TEXT, render=["json", "html", "tsv", "tmx", "text", "report"]).get_json()
    assert list(body["renderings"]) == ["html", "tsv", "tmx", "text", "report"]
    assert body["renderings"]["text"] == ENGLISH + "\n"
    assert body["documents"][0]["segments"]


def test_user_text_is_escaped_in_html(post: Post) -> None:
    page = post(text="<script>alert('赤')</script>", render="html").get_data(as_text=True)
    assert "<script" not in page
    assert "&lt;script&gt;alert(&#x27;赤&#x27;)&lt;/script&gt;" in page


def test_an_uploaded_file_and_form_fields(client: FlaskClient, translator: Any) -> None:
    form = {
        "file": (io.BytesIO(TEXT.encode()), "news.txt"),
        "glossaries": ["east", "press"],
        "terms": json.dumps([{"source": "会見", "target": "news conference"}]),
        "options": json.dumps({"beam_size": 2}),
    }
    response = client.post("/v1/translate", data=form, content_type="multipart/form-data")
    (document,) = response.get_json()["documents"]
    assert (document["name"], document["text"]) == ("news.txt", ENGLISH + "\n")
    (call,) = translator.calls
    assert call["glossaries"] == ("east", "press")
    assert call["terms"][0].source == "会見"
    assert call["options"].beam_size == 2


def test_several_files_are_several_documents(client: FlaskClient) -> None:
    files = [(io.BytesIO(TEXT.encode()), "a.txt"), (io.BytesIO("会見".encode()), "b.txt")]
    response = client.post("/v1/translate", data={"file": files})
    assert [document["name"] for document in response.get_json()["documents"]] == ["a.txt", "b.txt"]


def test_a_form_without_a_file_sends_text(client: FlaskClient, translator: Any) -> None:
    form = {"text": TEXT, "file": (io.BytesIO(b""), ""), "glossaries": "", "render": "text"}
    response = client.post("/v1/translate", data=form, content_type="multipart/form-data")
    assert response.get_data(as_text=True) == ENGLISH + "\n"
    assert translator.calls[0]["glossaries"] == ()


def test_a_plain_form_works_too(client: FlaskClient) -> None:
    response = client.post("/v1/translate", data={"text": TEXT, "render": "text"})
    assert response.get_data(as_text=True) == ENGLISH + "\n"


def test_a_text_may_be_of_any_format(post: Post) -> None:
    document = post(text=f"【見出し】\n\n{TEXT}", format="pdf-text").get_json()["documents"][0]
    assert document["format"] == "pdf-text"
    assert post(text=TEXT).get_json()["documents"][0]["format"] == "text"
    assert post(text=TEXT, format="auto").get_json()["documents"][0]["format"] == "text"


def test_the_time_it_took_is_in_a_header(post: Post) -> None:
    assert post(text=TEXT).headers["Server-Timing"] == "translate;dur=250"
