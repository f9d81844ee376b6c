"""The house format: the contract, its layout kept on saving, and what only it accepts."""

from __future__ import annotations

import dataclasses

import pytest
from contract.glossary_format_contract import GlossaryFormatContract, glossaries
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.errors import EntryError, FormatError
from glossary.formats import tsv
from glossary.model import Entry, Glossary, Target, TargetStatus

KEPT = """\
# Names of the house. Ask Anna before you change one.

source\ttarget\tvariants\ttype\tnote
# places
ミンスク\tMinsk\t明斯克 | ムィンスク\tplace\t
フロドナ\tHrodna\tグロドノ\tplace\tGrodno in Russian

# titles
大統領\tPresident\t\ttitle\t
# the end
"""


class TestTsv(GlossaryFormatContract):
    name = "tsv"
    good = "# house\n\nsource\ttarget\nミンスク\tMinsk\n# more\n大統領\tPresident\n"
    bad = (
        ("ミンスク\tMinsk\n", 1, 1, "not a header row; the first row must name the columns"),
        ("source,target\nミンスク,Minsk\n", 1, 1, "separated by commas, not tabs; name the file"),
        ("# x\n\nsource\ttarget\tcolour\n", 3, 15, "unknown column 'colour'; known columns: sou"),
        ("source\t\ttarget\n", 1, 8, "a column without a name"),
        ("source\ttarget\ten\n", 1, 15, "column 'target' is named twice"),
        ("source\tvariants\n", 1, 1, "the header has no column 'target'; add it"),
        ("target\n", 1, 1, "the header has no column 'source'; add it"),
        ("source\ttarget\tnote\na\tb\n", 2, 1, "the row has 2 cells, the header names 3 columns"),
        ("source\ttarget\na\n", 2, 1, "the row has 1 cell, the header names 2 columns; fill"),
        ("source\ttarget\na\tb\tc\n", 2, 1, "the row has 3 cells, .* 2 columns; remove what is"),
        ("source\ttarget\r\na\tb\r\n \tb\r\n", 3, 1, "column 'source': is empty; write the Japan"),
        ("source\ttarget\nab\t\n", 2, 4, "column 'target': is empty; write the English"),
        ("source\ttarget\nab\t|\n", 2, 4, "column 'target': is empty"),
        ("source\ttarget\ttype\nab\tb\tplaec\n", 2, 6, "'plaec' is unknown; write one of person"),
        ("source\ttarget\tstatus\na\tb\tok\n", 2, 5, "'ok' is unknown; write one of proposed, a"),
        ("source\ttarget\tcase\na\tb\tupper\n", 2, 5, "write one of exact, sentence"),
        ("source\ttarget\tdnt\na\tb\tmaybe\n", 2, 5, "'maybe' is neither yes nor no"),
        ("source\ttarget\tinflect\na\tb\tx\n", 2, 5, "'x' is neither yes nor no"),
        ("source\ttarget\tpriority\na\tb\t1.5\n", 2, 5, "'1.5' is not a whole number"),
        ("source\ttarget\tpriority\na\tb\t９\n", 2, 5, "'９' is not a whole number"),
        ("source\ttarget\tmodified\na\tb\t1/2/26\n", 2, 5, "not a date; write it like 2026-01-31"),
        ("source\ttarget\tid\na\tb\tx y\n", 2, 5, "'x y' holds a space; write an id as one word"),
        ("source\ttarget\tid\na\tb\tx\nc\td\tx\n", 3, 5, "id 'x' is already used in line 2; ch"),
        ("source\ttarget\na\tb\x00\n", 2, 3, r"column 'target': holds the control character U\+0"),
        ("source\ttarget\na\u2028z\tb\n", 2, 1, r"holds the control character U\+2028; remove"),
        ("source\ttarget\na\tb\\x\n", 2, 3, r"`\\x` is no escape; write `\\\\` for a backslash"),
        ("source\ttarget\na\tb\\\n", 2, 3, r"`\\` is no escape"),
        ("source\ttarget\na\\n b\tb\n", 2, 1, r"column 'source': holds the control character U\+"),
    )
    several_bad = (
        "source\ttarget\ttype\tid\na\tb\tplaec\t1\n# fine\na\tb\t\t2\n\tb\t\t3\na\nc\td\t\t2\n",
        (2, 5, 6, 7),
    )


def read(text: str) -> Glossary:
    return tsv.read(text, name="made")


def test_every_column_is_read() -> None:
    text = (
        "\t".join(
            "source target id type variants admitted deprecated forbidden adjective first_mention "
            "status dnt case inflect priority domain note provenance author modified".split()
        )
        + "\nベラルーシ\tBelarus\tby\tPlace\t白露西亜|ベラルシ\tRepublic of Belarus\tByelorussia\t"
        "White Russia\tBelarusian\tthe Republic of Belarus (Belarus)\tproposed\tno\tsentence\tfalse"
        "\t-7\tcountries\ta\\nb \\\\ c|d\tISO 3166\tanna\t2026-11-26\n"
    )
    (entry,) = read(text).entries
    assert entry == Entry(
        id="by",
        source="ベラルーシ",
        targets=(
            Target("Belarus"),
            Target("Republic of Belarus", TargetStatus.ADMITTED),
            Target("Byelorussia", TargetStatus.DEPRECATED),
            Target("White Russia", TargetStatus.FORBIDDEN),
        ),
        type="place",  # type: ignore[arg-type]
        variants=("白露西亜", "ベラルシ"),
        status="proposed",  # type: ignore[arg-type]
        case="sentence",  # type: ignore[arg-type]
        inflect=False,
        adjective="Belarusian",
        first_mention="the Republic of Belarus (Belarus)",
        priority=-7,
        domain="countries",
        note="a\nb \\ c|d",
        provenance="ISO 3166",
        author="anna",
        modified="2026-11-26",
    )


@pytest.mark.parametrize("header", ["ja\ten", "src\ttgt", "Source\tTARGET", " source \ttarget\t\t"])
def test_headings_have_other_names(header: str) -> None:
    assert [entry.preferred for entry in read(f"{header}\nミンスク\tMinsk\n").entries] == ["Minsk"]


def test_alt_are_admitted_renderings() -> None:
    (entry,) = read("ja\ten\talt\n大統領\tPresident\tPres.|Head of State\n").entries
    assert entry.accepted == ("President", "Pres.", "Head of State")


def test_empty_columns_that_spreadsheets_leave_are_passed_over() -> None:
    found = read("source\ttarget\t\t\nミンスク\tMinsk\t\t\t\t\n\t\t\t\n大統領\tPresident\n")
    assert [entry.preferred for entry in found.entries] == ["Minsk", "President"]


def test_a_list_may_hold_a_bar_and_a_text_needs_no_escape() -> None:
    text = "source\ttarget\tadmitted\tnote\nA|B\tx\\|y\tp\\|q | r\\\\\ts|t\n"
    (entry,) = read(text).entries
    assert (entry.source, entry.accepted, entry.note) == ("A|B", ("x|y", "p|q", "r\\"), "s|t")


def test_a_source_may_begin_with_the_sign_of_a_comment() -> None:
    entry = Entry("hash", "#1", (Target("No. 1"),))
    text = tsv.write(Glossary("made", (entry,)))
    assert "\\#1\tNo. 1" in text
    assert read(text).entries == (entry,)


def test_do_not_translate_needs_no_target() -> None:
    (entry,) = read("source\ttarget\tdnt\nNHK\t\tyes\n").entries
    assert (entry.preferred, entry.do_not_translate) == ("NHK", True)


def test_at_most_twenty_further_places_are_listed() -> None:
    with pytest.raises(FormatError, match=r"\(and 99 more bad places\)") as caught:
        read("source\ttarget\n" + "x\n" * 100)
    assert len(caught.value.__notes__) == 20


class TestIds:
    def test_they_depend_on_source_and_type_alone(self) -> None:
        one = read("source\ttarget\ttype\nミンスク\tMinsk\tplace\n").entries[0]
        other = read("type\ten\tja\tnote\nplace\tMensk\tミンスク\tnew\n").entries[0]
        assert one.id == other.id == "place-4a3100675a96"
        assert read("source\ttarget\nミンスク\tMinsk\n").entries[0].id != one.id

    def test_homographs_get_their_own_whatever_their_order(self) -> None:
        rows = ["ワシントン\tWashington", "ワシントン\tGeorge Washington", "ワシントン\tWashington"]
        found = read("source\ttarget\n" + "\n".join(rows)).entries
        turned = read("source\ttarget\n" + "\n".join(reversed(rows))).entries
        assert len({entry.id for entry in found}) == 3
        assert {(entry.id, entry.preferred) for entry in found} == {
            (entry.id, entry.preferred) for entry in turned
        }

    def test_a_derived_one_makes_way_for_a_given_one(self) -> None:
        taken = read("source\ttarget\nア\ta\n").entries[0].id
        found = read(f"source\ttarget\tid\nア\ta\t\nイ\tb\t{taken}\n").entries
        assert found[1].id == taken
        assert found[0].id != taken


class TestWriting:
    def test_only_columns_that_say_something(self) -> None:
        glossary = read("source\ttarget\tnote\tadmitted\nミンスク\tMinsk\t\tMensk\n")
        assert tsv.write(glossary) == "source\ttarget\ttype\tadmitted\nミンスク\tMinsk\t\tMensk\n"

    def test_an_entry_that_no_file_can_hold_is_refused(self) -> None:
        entry = Entry("x", "ミンスク", (Target("Min\0sk"),))
        with pytest.raises(
            EntryError, match=r"'x' \('ミンスク'\) holds the control character U\+0000"
        ):
            tsv.write(Glossary("made", (entry,)))
        with pytest.raises(EntryError, match=r"entry 'x' \(ミンスク\) has no target"):
            tsv.write(Glossary("made", (dataclasses.replace(entry, targets=()),)))
        with pytest.raises(EntryError, match="entry 'x' has no source"):
            tsv.write(Glossary("made", (Entry("x", " ", (Target("a"),)),)))


class TestLayout:
    @pytest.mark.parametrize("line_end", ["\n", "\r\n"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_nothing_changes_where_nothing_changed(self, line_end: str, mark: str) -> None:
        text = mark + KEPT.replace("\n", line_end)
        assert tsv.write(read(text), over=text) == text

    def test_a_changed_row_changes_alone(self) -> None:
        glossary = read(KEPT)
        first, *rest = glossary.entries
        changed = dataclasses.replace(first, note="capital")
        found = tsv.write(Glossary("made", (changed, *rest)), over=KEPT)
        assert found == KEPT.replace(
            "明斯克 | ムィンスク\tplace\t\n", "明斯克|ムィンスク\tplace\tcapital\n"
        )

    def test_a_new_entry_stands_above_the_last_comment(self) -> None:
        new = read("source\ttarget\n首相\tPrime Minister\n").entries
        found = tsv.write(Glossary("made", (*read(KEPT).entries, *new)), over=KEPT)
        assert found == KEPT.replace("# the end", "首相\tPrime Minister\t\t\t\n# the end")

    def test_comments_of_a_removed_entry_move_down(self) -> None:
        _, *rest = read(KEPT).entries
        found = tsv.write(Glossary("made", tuple(rest)), over=KEPT)
        assert found == KEPT.replace("ミンスク\tMinsk\t明斯克 | ムィンスク\tplace\t\n", "")

    def test_a_new_column_comes_last(self) -> None:
        first, *rest = read(KEPT).entries
        changed = dataclasses.replace(first, adjective="Minsk")
        lines = tsv.write(Glossary("made", (changed, *rest)), over=KEPT).splitlines()
        assert lines[2].endswith("\tnote\tadjective")
        assert lines[4] == "ミンスク\tMinsk\t明斯克|ムィンスク\tplace\t\tMinsk"
        assert lines[5].endswith("Grodno in Russian\t")

    @settings(max_examples=40, deadline=None)
    @given(old=glossaries(), new=glossaries(), data=st.data())
    def test_any_file_can_be_written_over_any_other(
        self, old: Glossary, new: Glossary, data: st.DataObject
    ) -> None:
        lines = tsv.write(old).splitlines()
        for comment in ("# one", "", "#two"):
            lines.insert(data.draw(st.integers(0, len(lines))), comment)
        found = tsv.write(new, over="".join(f"{line}\n" for line in lines))
        assert read(found).entries == new.entries
        assert {"# one", "", "#two"} <= set(found.split("\n"))


def test_lines_tell_where_entries_stand() -> None:
    numbers = tsv.lines(KEPT)
    assert [numbers[entry.id] for entry in read(KEPT).entries] == [5, 6, 9]
