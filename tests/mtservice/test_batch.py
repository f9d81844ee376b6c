"""A folder of mixed documents: outputs whole, refusals reported, the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes.documents import (
    book,
    open_document,
    pdf,
    scanned_pdf,
    subtitles,
    word_document,
)
from fakes.engine import IdentityEngine

from mtservice.batch import translate_folder
from mtservice.documents.base import ReadOptions
from mtservice.pipeline import Translator
from mtservice.shelf import Shelf

TEXTS = {
    "news.txt": "議会は停戦を支持した。\n首相は会談した。\n",
    "deep/letter.md": "# 停戦\n\n議会は**停戦**を支持した。\n",
    "article.wiki": "== 議会 ==\n[[首相]]は会談した。<ref>注</ref>\n",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def identity() -> Translator:
    return Translator(IdentityEngine(), Shelf({}))


def test_every_document_comes_out_in_its_own_format(
    source: Path, tmp_path: Path, identity: Translator
) -> None:
    out = tmp_path / "out"
    done = translate_folder(identity, source, out, title="t")
    assert done.refused == ()
    for name, text in TEXTS.items():
        assert (out / "documents" / name).read_text("utf-8") == text
    names = {
        document["name"]
        for document in json.loads((out / "translation.json").read_text())["documents"]
    }
    assert names == set(TEXTS)
    assert "<mark" in (out / "report.html").read_text("utf-8") or "<title>t" in (
        out / "report.html"
    ).read_text("utf-8")
    assert not list(out.rglob("*.partial"))


def test_a_document_that_cannot_be_read_does_not_stop_the_others(
    source: Path, tmp_path: Path, identity: Translator
) -> None:
    (source / "broken.txt").write_bytes("議会".encode("shift_jis"))
    (source / "nul.txt").write_bytes(b"a\0b")
    done = translate_folder(identity, source, tmp_path / "out", title="t")
    assert [name for name, _ in done.refused] == ["broken.txt", "nul.txt"]
    assert all(reason for _, reason in done.refused)
    assert done.result is not None
    assert len(done.result.documents) == len(TEXTS)


def test_documents_of_all_kinds_come_out_in_their_own(tmp_path: Path, identity: Translator) -> None:
    files = {
        "a.docx": word_document(),
        "b.odt": open_document(),
        "c.epub": book(),
        "d.pdf": pdf("議会は停戦を支持した。"),
        "e.srt": subtitles("議会").encode("cp932"),
        "f.jsonl": '{"body": "議会"}\n'.encode(),
        "g.docx": word_document()[:500],
        "h.pdf": scanned_pdf(),
    }
    (tmp_path / "in").mkdir()
    for name, data in files.items():
        (tmp_path / "in" / name).write_bytes(data)
    options = ReadOptions(fields=("body",))
    done = translate_folder(identity, tmp_path / "in", tmp_path / "out", title="t", reading=options)
    assert [name for name, _ in done.refused] == ["g.docx", "h.pdf"]
    out = tmp_path / "out" / "documents"
    for name in ("a.docx", "b.odt", "c.epub", "e.srt", "f.jsonl"):
        assert (out / name).read_bytes() == files[name]
    assert "議会は停戦を支持した。" in (out / "d.pdf.txt").read_text("utf-8")


def test_the_format_of_all_documents_can_be_said(tmp_path: Path, identity: Translator) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "strings").write_text('msgid "議会"\nmsgstr ""\n', "utf-8")
    done = translate_folder(identity, tmp_path / "in", tmp_path / "out", title="t", form="po")
    assert done.result is not None
    assert done.result.documents[0].document.format == "po"


def test_progress_ends_where_it_said(source: Path, tmp_path: Path, identity: Translator) -> None:
    seen: list[tuple[int, int]] = []
    translate_folder(
        identity, source, tmp_path / "out", title="t", progress=lambda *pair: seen.append(pair)
    )
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1] == sum(map(len, TEXTS.values()))


def test_an_empty_folder_is_nothing_to_do(tmp_path: Path, identity: Translator) -> None:
    (tmp_path / "in").mkdir()
    done = translate_folder(identity, tmp_path / "in", tmp_path / "out", title="t")
    assert done.result is None
    assert not (tmp_path / "out").exists()
