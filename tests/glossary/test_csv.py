"""Comma-separated values: the contract, quoting, formulas, and DeepL's files recognised."""

from __future__ import annotations

import csv
import io

import pytest
from contract.glossary_format_contract import GlossaryFormatContract, glossaries
from hypothesis import given, settings

from glossary.errors import FormatError
from glossary.formats import by_name
from glossary.formats import csv as glossary_csv
from glossary.formats.notices import Notices
from glossary.model import Entry, EntryStatus, Glossary, Target


class TestCsv(GlossaryFormatContract):
    name = "csv"
    good = "source,target\nミンスク,Minsk\n\n大統領,President\n"
    bad = (
        ("ミンスク,Minsk\n", 1, 1, "not a header row"),
        ("source\ttarget\n", 1, 1, "separated by tabs, not commas"),
        ("source;target\n", 1, 1, "separated by semicolons, not commas"),
        ("source,target,colour\n", 1, 15, "unknown column 'colour'"),
        ('source,target\nミンスク,"Minsk\n', 2, 6, "a quotation mark is never closed"),
        ('source,target\nミンスク,"Min"sk\n', 2, 6, "or text follows it"),
        ('source,target\nミンスク,Min"sk\n', 2, 6, "a quotation mark inside a bare cell"),
        ('source,target,type\n"a",b,\n"c","d, e",plaec\n', 3, 12, "'plaec' is unknown"),
        ('source,target,note,type\na,b,"x\n\ny",plaec\n', 4, 4, "'plaec' is unknown"),
        ("source,target\na\n", 2, 1, "the row has 1 cell, the header names 2 columns"),
        ('source,target\n"a\nb",c\n', 2, 1, r"holds the control character U\+000A"),
        ("source,target\na,\n", 2, 3, "column 'target': is empty"),
    )
    several_bad = ('source,target,note\n,b,"x\ny"\n\na,,\na,b,c,d\n', (2, 5, 6))


def read(text: str) -> Glossary:
    return glossary_csv.read(text, name="made")


def test_quotes_commas_and_line_breaks_in_cells() -> None:
    text = 'target,source,note\r\n"Minsk, ""the hero""",ミンスク,"one\r\ntwo"\r\n'
    (entry,) = read(text).entries
    assert (entry.source, entry.preferred) == ("ミンスク", 'Minsk, "the hero"')
    assert entry.note == "one\r\ntwo"


@settings(max_examples=30, deadline=None)
@given(glossary=glossaries(min_size=1))
def test_no_cell_is_a_formula_and_the_standard_reader_agrees(glossary: Glossary) -> None:
    rows = list(csv.reader(io.StringIO(glossary_csv.write(glossary), newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [
        cell
        for row in rows
        for heading, cell in zip(rows[0], row, strict=True)
        if heading != "priority"
    ]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠"))]


@pytest.mark.parametrize("term", ["=1+1", "+x", "-x", "@x", "＝x", "'=x", "''=x", "'x", "=", "-5"])
def test_formulas_are_made_harmless_and_come_back(term: str) -> None:
    glossary = Glossary("made", (Entry("x", "ミンスク", (Target(term),)),))
    text = glossary_csv.write(glossary)
    assert read(text) == glossary
    assert f"ミンスク,{term}," not in text or term == "'x"


def test_a_negative_priority_stays_a_number() -> None:
    text = glossary_csv.write(Glossary("made", (Entry("x", "a", (Target("b"),), priority=-5),)))
    assert ",-5" in text


def test_the_mark_that_excel_needs_is_kept() -> None:
    glossary = read("\ufeffsource,target\nミンスク,Minsk\n")
    assert glossary_csv.write(glossary, over="\ufeffx").startswith("\ufeffsource")
    assert glossary_csv.write(glossary).startswith("source")


class TestDeepL:
    def test_rows_with_languages_are_recognised(self) -> None:
        found = read("ミンスク,Minsk,JA,EN\n大統領,President,ja,en-GB\n").entries
        assert [(entry.source, entry.preferred) for entry in found] == [
            ("ミンスク", "Minsk"),
            ("大統領", "President"),
        ]

    @pytest.mark.parametrize(
        ("text", "line", "column", "message"),
        [
            ("a,b,JA,EN\nミンスク,Minsk,EN,DE\n", 2, 12, "the row is for EN→DE, not JA→EN; remove"),
            ("a,b,JA,EN\nミンスク,Minsk,JA\n", 2, 1, "the row has 3 cells; DeepL's has source"),
            ("a,b,JA,EN\n ,b,JA,EN\n", 2, 1, "column 'source': is empty"),
        ],
    )
    def test_bad_rows_are_named(self, text: str, line: int, column: int, message: str) -> None:
        with pytest.raises(FormatError, match=message) as caught:
            read(text)
        assert (caught.value.line, caught.value.column) == (line, column)


class PairsContract(GlossaryFormatContract):
    """What keeps pairs of source and target only; `lost` says so."""

    expressed = frozenset({"variants", "status", "priority", "dnt"})

    def counterpart(self, entry: Entry, held: Glossary) -> Entry | None:
        if entry.status is not EntryStatus.APPROVED:
            return None
        return next((other for other in held.entries if other.source == entry.source), None)

    def test_one_pair_for_each_source_and_variant(self) -> None:
        glossary = by_name("tsv").read(
            "source\ttarget\tvariants\tstatus\tpriority\tdnt\n"
            "ミンスク\tMinsk\t明斯克\t\t\t\n大統領\tPresident\t\t\t\t\n大統領\tHead\t\t\t1\t\n"
            "首相\tPremier\t\tproposed\t\t\nNHK\t\t\t\t\tyes\n",
            name="made",
        )
        found = self.read(self.format.write_bytes(glossary)).entries
        assert {entry.source: entry.preferred for entry in found} == {
            "大統領": "Head",
            "ミンスク": "Minsk",
            "明斯克": "Minsk",
            "NHK": "NHK",
        }
        assert self.format.lost(glossary) == (
            "id of 2 entries",
            "1 entry that are not approved",
            "1 repeated source terms (the first of the highest priority stays)",
        )

    def test_what_is_lost_is_counted(self) -> None:
        glossary = by_name("tsv").read(
            "source\ttarget\ttype\tadmitted\tnote\na\tb\tplace\tc\tn\nd\te\tplace\t\t\n", name="x"
        )
        assert self.format.lost(glossary) == (
            "type of 2 entries",
            "admitted of 1 entry",
            *(["note of 1 entry"] if "note" not in self.expressed else []),
        )


class TestDeepLTsv(PairsContract):
    name = "deepl-tsv"
    good = "ミンスク\tMinsk\n\n大統領\tPresident\n"
    bad = (
        ("source\ttarget\na\tb\n", 1, 1, "begins with a header, which DeepL's have not"),
        ("a\tb\nミンスク\n", 2, 1, "the row has 1 cells; DeepL's has source and target"),
        ("a\tb\n\tMinsk\n", 2, 1, "column 'source': is empty"),
        ("a\tb\nab\t\x01c\n", 2, 4, r"holds the control character U\+0001"),
    )
    several_bad = ("a\tb\n\tc\nd\n", (2, 3))


class TestDeepLCsv(PairsContract):
    name = "deepl-csv"
    good = "ミンスク,Minsk\n\n大統領,President\n"
    bad = (
        ("source,target\na,b\n", 1, 1, "begins with a header"),
        ("a,b\nミンスク\n", 2, 1, "the row has 1 cells"),
    )
    several_bad = ("a,b\n,c\nd\n", (2, 3))


class TestGoogleCsv(PairsContract):
    name = "google-csv"
    good = "ja,en\nミンスク,Minsk\n\n大統領,President\n"
    bad = (
        ("ja,fr\na,b\n", 1, 1, "not a header of languages; the first row must name `ja` and `en`"),
        ("ja,en\na,\n", 2, 3, "column 'target': is empty"),
        ("ja,en\na,b,c,d\n", 2, 1, "the row has 4 cells, the header names 2 columns; quote a cell"),
        ('ja,en\n"a\nb",c\n', 2, 1, r"holds the control character U\+000A"),
        ("ja,en,description\na,b,\x01\n", 2, 5, r"holds the control character U\+0001"),
    )
    several_bad = ("ja,en\na,\n,b\nc,d\n", (2, 3))
    expressed = PairsContract.expressed | {"note"}

    def test_languages_in_any_order_with_regions_and_others_beside(self) -> None:
        notices = Notices()
        text = (
            "fr,en-US,ja_JP,pos,description\nMinsk,Minsk,ミンスク,noun,capital\n,run,走る,verb,\n"
        )
        found = by_name("csv").read_bytes(text.encode(), name="x", notices=notices).entries
        assert [(entry.source, entry.preferred, entry.note) for entry in found] == [
            ("ミンスク", "Minsk", "capital"),
            ("走る", "run", "part of speech: verb"),
        ]
        assert notices.sentences() == ("1 term in languages other than Japanese and English",)

    def test_columns_of_the_house_format_are_no_languages(self) -> None:
        (entry,) = read("ja,en,alt,id\na|b,c|d,e|f,x\n").entries
        assert (entry.id, entry.accepted) == ("x", ("c", "d", "e", "f"))

    def test_description_and_part_of_speech_are_written_where_there_are_some(self) -> None:
        entry = Entry("x", "走る", (Target("run"),), note="fast\npart of speech: verb")
        text = self.format.write(Glossary("made", (entry,)))
        assert text == "ja,en,pos,description\r\n走る,run,verb,fast\r\n"


class TestAmazonCsv(PairsContract):
    name = "amazon-csv"
    good = "ja,en\nミンスク,Minsk\n\n大統領,President\n"
    bad = (("source,target\na,b\n", 1, 1, "not a header of languages"),)
    several_bad = ("ja,en\na,\n,b\nc,d\n", (2, 3))

    def test_a_file_that_is_too_large_for_the_service_is_told(self) -> None:
        large = tuple(Entry(f"x{n}", f"語{n}", (Target("t" * 1000),)) for n in range(11_000))
        assert self.format.warnings(Glossary("made", large)) == (
            "the file is over the 10,485,760 bytes that Amazon takes: split it",
        )

    def test_text_stands_as_it_is(self) -> None:
        assert self.read("ja,en\na|b,c\\d\n").entries[0].sources == ("a|b",)


@pytest.mark.parametrize("name", ["deepl-csv", "deepl-tsv", "google-csv", "amazon-csv"])
def test_formulas_are_written_for_machines_with_a_warning(name: str) -> None:
    glossary = Glossary("made", (Entry("x", "=1+1", (Target("b"),)),))
    assert "=1+1" in by_name(name).write(glossary).replace("'", "?")
    (warning,) = by_name(name).warnings(glossary)
    assert warning == (
        "1 term begins like a formula: give the file to the service, not to a spreadsheet"
    )
