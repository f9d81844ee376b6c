"""Formats found out from names and content, and files written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary import exchange, store
from glossary.errors import FormatError, UnknownEntryError
from glossary.formats import FORMATS, by_name
from glossary.model import Entry, Glossary, Target, TargetStatus

MADE = Glossary(
    "made",
    (
        Entry("minsk", "ミンスク", (Target("Minsk"),)),
        Entry("dai", "大統領", (Target("President"), Target("boss", TargetStatus.FORBIDDEN))),
    ),
)
UNMISTAKABLE = ["xlsx", "tbx", "tbx-v2", "utx", "tmx", "xliff"]


@pytest.mark.parametrize("name", UNMISTAKABLE)
@pytest.mark.parametrize("called", ["file", "file.xml", "file.csv", "file.tsv", "file.txt"])
def test_content_that_cannot_be_mistaken_wins(name: str, called: str, tmp_path: Path) -> None:
    path = tmp_path / called
    path.write_bytes(by_name(name).write_bytes(MADE))
    found = exchange.read_file(path)
    assert found.kind == name
    assert [entry.source for entry in found.glossary.entries] == ["ミンスク", "大統領"]


@pytest.mark.parametrize(
    ("called", "text", "name"),
    [
        ("-", '[{"source": "a", "target": "b"}]', "json"),
        ("-", "source\ttarget\na\tb\n", "tsv"),
        ("-", "ja,en\na,b\n", "csv"),
        ("names.txt", "source\ttarget\na\tb\n", "tsv"),
        ("names.CSV", "ja,en\na,b\n", "csv"),
        ("names.csv", "a,b,JA,EN\n", "csv"),
        ("names.json", '[{"source": "a", "target": "b"}]', "json"),
    ],
)
def test_else_the_name_tells(called: str, text: str, name: str) -> None:
    found = exchange.read_bytes(text.encode(), name="x", path=called)
    assert found.kind == name
    assert [entry.preferred for entry in found.glossary.entries] == ["b"]


@pytest.mark.parametrize(
    ("called", "data", "message"),
    [
        ("x.xml", b"<html/>", "the root element <html> is that of no glossary; known: <tbx>, <mar"),
        ("x.pdf", b"%PDF", r"the suffix '.pdf' is not that of a glossary; known: .tsv, "),
        ("x.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><tmx/>", "brings a DTD or entities of its own"),
        ("x.tbx", b"<tbx", "x.tbx:1:1: not well-formed XML: unclosed token"),
        ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"an old \(.xls\) or a locked workbook"),
    ],
)
def test_what_is_no_glossary(called: str, data: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        exchange.read_bytes(data, name="x", path=called)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnknownEntryError, match="there is no glossary file"):
        exchange.read_file(tmp_path / "none.tbx")


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_every_format_can_be_asked_for(format_: object, tmp_path: Path) -> None:
    name = format_.name  # type: ignore[attr-defined]
    chosen = exchange.target_format("out", name)
    path = tmp_path / "file"
    store.write_bytes(chosen.write_bytes(MADE), path)
    found = exchange.read_file(path, name)
    assert found.glossary.entries == chosen.held(MADE).entries
    assert found.left_out == ()


class TestSaving:
    """A glossary that is kept in a format of somebody else is not changed at a loss."""

    def test_what_utx_cannot_hold_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "house.utx"
        store.save(MADE, path)
        before = path.read_bytes()
        entry = Entry("x", "ア", (Target("a"),), priority=3)
        with pytest.raises(FormatError, match="saving as utx would lose priority of 1 entry; keep"):
            store.save(Glossary("house", (*MADE.entries, entry)), path)
        assert path.read_bytes() == before

    def test_what_a_glossary_cannot_hold_is_not_dropped_from_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "base.tbx"
        text = by_name("tbx").write(MADE)
        path.write_text(text.replace("<note>", "<xref type='xGraphic'>p</xref><note>"), "utf-8")
        store.save(store.load(path), path)
        path.write_text(
            text.replace(
                '<langSec xml:lang="ja">',
                "<xref type='xGraphic'>p</xref><langSec xml:lang=\"ja\">",
                1,
            ),
            "utf-8",
        )
        with pytest.raises(FormatError, match="would lose 1 `xGraphic` field"):
            store.save(store.load(path), path)

    @pytest.mark.parametrize("suffix", [".tbx", ".tmx", ".xlf", ".xlsx"])
    def test_the_others_hold_everything(self, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"house{suffix}"
        for _ in range(2):
            store.save(MADE, path)
        assert store.load(path).entries == MADE.entries
