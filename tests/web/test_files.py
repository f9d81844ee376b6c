"""Uploaded files come back as files of their own kind, through the real pipeline."""

from __future__ import annotations

import io

import docx
import pytest
from fakes.documents import pdf, word_document
from fakes.engine import DictionaryEngine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mtservice.documents import registry
from mtservice.pipeline import Translator
from mtservice.settings import Settings
from mtservice.shelf import Shelf
from mtservice.web import create_app

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def client() -> FlaskClient:
    engine = DictionaryEngine({"停戦": "ceasefire", "議会": "parliament"}, unknown="x")
    settings = Settings(max_unpacked_bytes=2_000_000, max_pages=2)
    return create_app(Translator(engine, Shelf({})), settings).test_client()


def send(client: FlaskClient, *files: tuple[bytes, str], **fields: str) -> TestResponse:
    form = {"file": [(io.BytesIO(data), name) for data, name in files], "glossaries": "", **fields}
    return client.post("/v1/translate", data=form, content_type="multipart/form-data")


def test_a_word_document_comes_back_as_one(client: FlaskClient) -> None:
    response = send(client, (word_document(), "報告.docx"), render="text")
    assert response.status_code == 200
    assert response.content_type == WORD
    assert "attachment" in response.headers["Content-Disposition"]
    assert "docx" in response.headers["Content-Disposition"]
    document = docx.Document(io.BytesIO(response.data))
    assert document.paragraphs[4].text == "Ceasefire"


def test_json_has_its_words_and_offsets(client: FlaskClient) -> None:
    (document,) = send(client, (word_document(), "a.docx")).get_json()["documents"]
    assert document["format"] == "docx"
    for segment in document["segments"]:
        place = segment["target"]
        assert document["text"][place["start"] : place["end"]]
    assert "Ceasefire" in document["text"]


def test_a_page_in_shift_jis_comes_back_in_shift_jis(client: FlaskClient) -> None:
    page = '<!DOCTYPE html><meta charset="Shift_JIS"><title>停戦</title><pre>議会</pre>'
    response = send(client, (page.encode("cp932"), "a.html"), render="text")
    assert response.data == page.replace("停戦", "Ceasefire").encode("cp932")
    assert "charset=Shift_JIS" in response.content_type


def test_the_text_of_a_pdf_comes_back_as_text(client: FlaskClient) -> None:
    response = send(client, (pdf("停戦"), "a.pdf"), render="text")
    assert response.data == b"Ceasefire"
    assert response.content_type == "text/plain; charset=utf-8"


def test_several_files_cannot_be_joined_to_one(client: FlaskClient) -> None:
    files = [(word_document(), "a.docx"), (b"x", "b.txt")]
    response = send(client, *files, render="text")
    assert response.status_code == 400
    assert "send one at a time" in response.get_json()["error"]["message"]
    assert send(client, *files).status_code == 200


REFUSED = (
    (word_document()[:-300], "a.docx", "damaged"),
    (pdf("議会", password="x"), "a.pdf", "encrypted with a password"),
    (pdf("一", "二", "三"), "a.pdf", "at most 2"),
)


@pytest.mark.parametrize(("data", "name", "words"), REFUSED)
def test_a_file_that_is_refused_is_named(
    client: FlaskClient, data: bytes, name: str, words: str
) -> None:
    response = send(client, (data, name))
    assert 400 <= response.status_code < 500
    assert words in response.get_json()["error"]["message"]
    assert name in response.get_json()["error"]["message"]


def test_a_format_of_files_is_none_of_texts(client: FlaskClient) -> None:
    response = client.post("/v1/translate", json={"text": "議会", "format": "docx"})
    assert response.status_code == 415
    assert "format of files" in response.get_json()["error"]["message"]


def test_fields_and_overwriting_are_said_in_the_form(client: FlaskClient) -> None:
    row = '{"a": "停戦", "b": "議会"}'.encode()
    response = send(client, (row, "a.jsonl"), render="text", field="b")
    assert response.get_json(force=True) == {"a": "停戦", "b": "Parliament"}
    po = 'msgid ""\nmsgstr ""\n\nmsgid "停戦"\nmsgstr "Old"\n'
    for said, expected in (("", "Old"), ("false", "Old"), ("true", "Ceasefire")):
        response = send(client, (po.encode(), "a.po"), render="text", overwrite=said)
        assert response.get_data(as_text=True).endswith(f'msgstr "{expected}"\n')
    refused = send(client, (po.encode(), "a.po"), overwrite="maybe")
    assert refused.status_code == 400
    assert refused.get_json()["error"]["fields"][0]["field"] == "overwrite"


def test_fields_are_said_in_json_too(client: FlaskClient) -> None:
    body = {"text": '{"a": "停戦"}', "format": "jsonl", "field": "a", "render": "text"}
    response = client.post("/v1/translate", json=body)
    assert response.get_json(force=True) == {"a": "Ceasefire"}


def test_the_description_names_every_format(client: FlaskClient) -> None:
    post = client.get("/openapi.json").get_json()["paths"]["/v1/translate"]["post"]
    properties = post["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
    for name in registry.formats():
        assert f"`{name}`" in properties["format"]["description"]
    for suffix in registry.suffixes():
        assert suffix in properties["file"]["description"]
    assert WORD in post["responses"]["200"]["content"]
    assert {"field", "overwrite"} <= set(properties)
