"""Workbooks: the contract, what a colleague's sheet holds, formulas, and bombs."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import random
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from contract.glossary_format_contract import GlossaryFormatContract, glossaries
from hypothesis import given, settings

from glossary import store
from glossary.errors import EntryError, FormatError
from glossary.formats import by_name, ooxml, xlsx
from glossary.model import Entry, Glossary, Target


def workbook(*rows: list[Any], title: str = "Terms") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(data: bytes) -> Glossary:
    return xlsx.read_bytes(data, name="made", path="file")


HEADINGS = ["source", "target"]


class TestXlsx(GlossaryFormatContract):
    name = "xlsx"
    good = workbook(HEADINGS, ["ミンスク", "Minsk"], [], ["大統領", "President"])  # type: ignore[assignment]
    blank = (b"", b"PK", workbook(), workbook(["a", "b"]))  # type: ignore[assignment]
    bad = (  # type: ignore[assignment]
        (workbook([*HEADINGS, "colour"], ["a", "b"]), 1, 3, "unknown column 'colour'; known"),
        (workbook(HEADINGS, ["a"]), 2, 2, "column 'target': is empty"),
        (workbook([None, *HEADINGS], [None, "a", "b"]), 1, 1, "a column without a name"),
        (workbook(HEADINGS, ["a", "b", "c"]), 2, 1, "the row has 3 cells, the header names 2"),
        (workbook([*HEADINGS, "type"], [], ["a", "b", "plaec"]), 3, 3, "'plaec' is unknown"),
        (workbook(HEADINGS, ["a", "=B1&C1"]), 2, 2, "the cell holds a formula without a stored v"),
        (workbook(HEADINGS, ["a", "#N/A"]), 2, 2, "the cell holds the error #N/A; put the text"),
        (workbook(HEADINGS, ["a", "b\nc"]), 2, 2, r"holds the control character U\+000A"),
    )
    several_bad = (workbook(HEADINGS, [None, "b"], ["a", "b"], ["c"]), (2, 4))  # type: ignore[assignment]

    def assert_place(self, error: FormatError, line: int, column: int) -> None:
        assert (error.path, error.line, error.column) == ("file", line, column)
        assert str(error).startswith(f"file:Terms!{'ABC'[column - 1]}{line}: ")

    def line_of(self, note: str) -> int:
        return int("".join(filter(str.isdigit, note.split(":")[1])))

    def test_marks_and_line_ends_do_not_matter(self) -> None:  # type: ignore[override]
        pytest.skip("a workbook has no lines")


def test_a_colleagues_sheet() -> None:
    day = dt.datetime(2026, 1, 31)  # noqa: DTZ001 - workbooks know no zones
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    book.active.append(["This workbook is kept by the desk."])
    sheet = book.create_sheet("Names")
    sheet.append(["Names of the desk"])
    sheet.append([])
    sheet.append(["ja", "EN", "Priority", "DNT", "modified", "note", "inflect"])
    sheet.append(["ミンスク ", "Minsk", 5.0, True, day, "two\nlines", 0])
    sheet.append([2024, "the year", None, None, day.replace(hour=9, minute=5), 1.5, None])
    found = read(saved(book)).entries
    assert [
        (e.source, e.preferred, e.priority, e.do_not_translate, e.modified, e.note, e.inflect)
        for e in found
    ] == [
        ("ミンスク", "Minsk", 5, True, "2026-01-31", "two\nlines", False),
        ("2024", "the year", 0, False, "2026-01-31T09:05:00", "1.5", True),
    ]


def test_further_sheets_are_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "house.xlsx"
    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.create_sheet("Names")
    path.write_bytes(saved(book))
    with pytest.raises(FormatError, match=r"the workbook has 2 sheets \(Sheet, Names\), of which"):
        store.save(store.load(path), path)
    del book["Names"]
    path.write_bytes(saved(book))
    store.save(store.load(path), path)


def test_the_stored_value_of_a_formula_is_read() -> None:
    data = edited(
        workbook(HEADINGS, ["a", "=1&2"]), "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>12</v>"
    )
    data = edited(data, "xl/worksheets/sheet1.xml", b"<v/>", b"<v>12</v>")
    assert [entry.preferred for entry in read(data).entries] == ["12"]


@settings(max_examples=20, deadline=None)
@given(glossary=glossaries(min_size=1))
def test_no_cell_is_a_formula(glossary: Glossary) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.write_bytes(glossary)))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type not in ("s", "n")]
    assert all(
        cell.quotePrefix
        for cell in cells
        if str(cell.value).startswith(tuple("=+-@＝＋－＠")) and cell.data_type == "s"
    )


def test_a_cell_holds_so_many_characters() -> None:
    entry = Entry("x", "a", (Target("b"),), note="n" * 32_768)
    with pytest.raises(EntryError, match="note is longer than the 32,767 characters that a cell"):
        xlsx.write_bytes(Glossary("made", (entry,)))


def test_the_same_glossary_gives_the_same_bytes() -> None:
    glossary = Glossary("made", (Entry("x", "a", (Target("b"),)),))
    assert xlsx.write_bytes(glossary) == xlsx.write_bytes(glossary)


@pytest.mark.parametrize("text", ["_x0041_", "_x005F_x0041_", "a_x000D_b", " _x0000_"])
def test_what_looks_like_an_escape_of_excel_comes_back(text: str) -> None:
    glossary = Glossary("made", (Entry("x", "a", (Target(text.strip()),), note=text.strip()),))
    assert read(xlsx.write_bytes(glossary)) == glossary


def edited(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with one part changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(file, "w") as archive:
        for name in parts.namelist():
            content = parts.read(name)
            archive.writestr(name, content.replace(old, new) if name == part else content)
    return file.getvalue()


class TestDangers:
    def refused(self, data: bytes, message: str) -> None:
        with pytest.raises(FormatError, match=message) as caught:
            read(data)
        assert "\n" not in str(caught.value)
        assert caught.value.line

    def test_a_zip_bomb(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
        self.refused(file.getvalue(), "would unpack from .* to 40,000,008 bytes .*; it is refused")

    def test_very_many_parts(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            for number in range(ooxml.MAX_MEMBERS + 1):
                archive.writestr(f"{number}", "")
        self.refused(file.getvalue(), "in 2,001 parts, as zip bombs do; it is refused")

    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"])
    def test_entities_in_a_part(self, part: str) -> None:
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><'
        data = workbook(HEADINGS, ["a", "b"])
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            content = parts.read(part)
        start = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
        first = content[: start + content[start:].index(b"<") + 1]
        bombed = edited(data, part, first, first[:-1] + bomb)
        self.refused(bombed, f"in the part {part}: the file brings a DTD or entities of its own")

    def test_a_cell_far_to_the_right(self) -> None:
        book = openpyxl.Workbook()
        book.active["XFD1"] = "x"
        self.refused(saved(book), "Sheet!A1: the row has 16,384 cells; a glossary has 256 at most")

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"PK\x03\x04 and no more", "this is not a workbook"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", r"an old \(.xls\) or a locked workbook; save"),
            (b"source,target\n", "this is not a workbook"),
        ],
    )
    def test_what_is_no_workbook(self, data: bytes, message: str) -> None:
        self.refused(data, message)

    def test_garbled_bytes_are_refused_or_do_no_harm(self) -> None:
        data = workbook(HEADINGS, ["a", "b"])
        choose = random.Random(1)
        for _ in range(300):
            garbled = bytearray(data)
            for _ in range(choose.choice((1, 3, 20))):
                garbled[choose.randrange(len(data))] = choose.randrange(256)
            cut = choose.choice((len(data), choose.randrange(len(data))))
            with contextlib.suppress(FormatError):
                read(bytes(garbled[:cut]))

    def test_a_damaged_one(self) -> None:
        data = workbook(HEADINGS, ["a", "b"])
        self.refused(edited(data, "xl/workbook.xml", b"<sheets>", b"<shee"), "damaged|not well")
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = [name for name in parts.namelist() if name != "xl/workbook.xml"]
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w") as archive:
                for name in names:
                    archive.writestr(name, parts.read(name))
        self.refused(file.getvalue(), "the workbook is damaged .* open it and save it again")


def test_the_name_tells_nothing_of_a_workbook() -> None:
    assert not by_name("xlsx").is_text
    with pytest.raises(FormatError, match="xlsx is no text"):
        by_name("xlsx").read("a", name="x")
