"""Files of every kind over the faces of other services: they come back as what they were."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import deepl
import docx
import polib
import pytest
from ebooklib import epub
from fakes.documents import book, catalogue, open_document, pdf, word_document
from flask import Flask
from odf import teletype
from odf.opendocument import load

from mtservice.settings import Settings

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def settings(folder: Path) -> Settings:
    return Settings(glossaries=("house",), glossary_dir=str(folder))


def words_of_docx(data: bytes) -> str:
    return "\n".join(item.text for item in docx.Document(io.BytesIO(data)).paragraphs)


def words_of_odt(data: bytes) -> str:
    return str(teletype.extractText(load(io.BytesIO(data)).text))


def words_of_epub(data: bytes) -> str:
    read = epub.read_epub(io.BytesIO(data))
    return "\n".join(item.get_content().decode() for item in read.get_items_of_type(9))


def words_of_po(data: bytes) -> str:
    return "\n".join(entry.msgstr for entry in polib.pofile(data.decode()))


PAGE = '<!DOCTYPE html><meta charset="Shift_JIS"><p>停戦</p>'
FILES: dict[str, tuple[bytes, str, str, Callable[[bytes], str]]] = {
    "a.docx": (word_document(), "a.docx", DOCX, words_of_docx),
    "a.odt": (open_document(), "a.odt", "application/vnd.oasis.opendocument.text", words_of_odt),
    "a.epub": (book(), "a.epub", "application/epub+zip", words_of_epub),
    "a.pdf": (pdf("停戦"), "a.pdf.txt", "text/plain; charset=utf-8", bytes.decode),
    "a.html": (
        PAGE.encode("cp932"),
        "a.html",
        "text/html; charset=Shift_JIS",
        lambda data: data.decode("cp932"),
    ),
    "a.srt": (
        "1\n00:00:01,000 --> 00:00:02,000\n停戦\n".encode(),
        "a.srt",
        "application/x-subrip",
        bytes.decode,
    ),
    "a.jsonl": ('{"text": "停戦"}\n'.encode(), "a.jsonl", "application/jsonl", bytes.decode),
    "a.tsv": ("id\ttext\n1\t停戦\n".encode(), "a.tsv", "text/tab-separated-values", bytes.decode),
    "a.po": (catalogue(停戦="").encode(), "a.po", "text/x-gettext-translation", words_of_po),
}


@pytest.mark.parametrize("name", FILES)
def test_over_deepl(
    name: str, client_of_deepl: deepl.DeepLClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause = threading.Event()
    monkeypatch.setattr(deepl.translator.time, "sleep", lambda _: pause.wait(0.02))
    data, _, _, words = FILES[name]
    out = io.BytesIO()
    status = client_of_deepl.translate_document(data, out, target_lang="EN-US", filename=name)
    assert status.done
    assert "truce" in words(out.getvalue()).lower()


@pytest.mark.parametrize("name", FILES)
def test_over_libretranslate(name: str, app: Flask) -> None:
    data, called, content_type, words = FILES[name]
    client = app.test_client()
    form: dict[str, Any] = {"file": (io.BytesIO(data), name), "source": "ja", "target": "en"}
    url = client.post("/translate_file", data=form).get_json()["translatedFileUrl"]
    fetched = client.get(url)
    assert fetched.content_type == content_type
    assert url.endswith(f".{called}")
    assert f"filename={called}" in fetched.headers["Content-Disposition"]
    assert "truce" in words(fetched.data).lower()


def test_a_damaged_file_is_refused_by_name(app: Flask, client_of_deepl: deepl.DeepLClient) -> None:
    damaged = word_document()[:-300]
    form = {"file": (io.BytesIO(damaged), "a.docx"), "source": "ja", "target": "en"}
    response = app.test_client().post("/translate_file", data=form)
    assert response.status_code == 422
    assert "a.docx" in response.get_json()["error"]
    with pytest.raises(deepl.DocumentTranslationException, match=r"a\.docx"):
        client_of_deepl.translate_document(
            damaged, io.BytesIO(), target_lang="EN-US", filename="a.docx"
        )
