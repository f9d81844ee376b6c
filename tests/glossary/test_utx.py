"""UTX: the contract, the rows of a concept, and other people's headers."""

from __future__ import annotations

import pytest
from contract.glossary_format_contract import GlossaryFormatContract

from glossary.formats import by_name, utx
from glossary.formats.notices import Notices
from glossary.model import Entry, EntryStatus, EntryType, Glossary, Target, TargetStatus

HEADER = "#UTX 1.20; ja/en; 2026-01-31T12:00:00Z\n"


class TestUtx(GlossaryFormatContract):
    name = "utx"
    good = HEADER + "#src\ttgt\tsrc:pos\nミンスク\tMinsk\tnoun\n\n大統領\tPresident\tnoun\n"
    bad = (
        ("source\ttarget\n", 1, 1, "a UTX file begins with a line such as `#UTX 1.20; ja/en; "),
        (HEADER, 1, 1, "the last line of the header must name the columns"),
        ("#UTX 1.20; en/fr\n#src\ttgt\n", 1, 1, "the header's languages are en/fr, not ja/en"),
        (HEADER + "#src\ttgt\na\t\n", 3, 3, "column 'tgt': is empty; write the term"),
        (HEADER + "#src\ttgt\na\tb\tc\n", 3, 1, "the row has 3 cells, the header names 2 columns"),
        (HEADER + "#src\ttgt\nab\t\x01\n", 3, 4, r"holds the control character U\+0001"),
        (HEADER + "#src\ttgt\tconcept ID\na\tb\tc d\n", 3, 5, "'c d' holds a space"),
        (HEADER + "#src\ttgt\tterm status\na\tb\tforbidden\n", 3, 1, "column 'target': is empty"),
    )
    several_bad = (HEADER + "#src\ttgt\n\tb\na\tb\na\n", (3, 5))


def test_the_rows_of_a_concept() -> None:
    entry = Entry(
        "by",
        "ベラルーシ",
        (
            Target("Belarus"),
            Target("Republic of Belarus", TargetStatus.ADMITTED),
            Target("White Russia", TargetStatus.FORBIDDEN),
        ),
        variants=("白露西亜",),
        status=EntryStatus.PROPOSED,
        note="a country",
        modified="2026-11-26",
    )
    text = utx.write(Glossary("desk; names", (entry,)))
    assert text.split("\r\n") == [
        "#UTX 1.20; ja/en; 2026-11-26; glossary ID: desk names",
        "#src\ttgt\tsrc:pos\tterm status\tcomment\tconcept ID",
        "ベラルーシ\tBelarus\tnoun\tprovisional\ta country\tby",
        "ベラルーシ\tRepublic of Belarus\tnoun\tnon-standard\t\tby",
        "ベラルーシ\tWhite Russia\tnoun\tforbidden\t\tby",
        "白露西亜\tBelarus\tnoun\tnon-standard\t\tby",
        "",
    ]
    assert utx.lost(Glossary("x", (entry,))) == ("modified of 1 entry",)


def test_what_is_lost_is_named() -> None:
    entries = (
        Entry("a", "ア", (Target("b"),), EntryType.PLACE, note="x\ny", priority=3),
        Entry("h", "#1", (Target("No. 1"),)),
    )
    assert utx.lost(Glossary("x", entries)) == (
        "type of 1 entry",
        "priority of 1 entry",
        "note of 1 entry",
        "1 entry whose source begins with #, as comments do",
    )


@pytest.mark.parametrize(
    "header",
    [
        "#UTX-S 1.00; ja-JP/en-US; 2009-01-01; copyright: desk\n#src\ttgt\tsrc:pos\n",
        "#UTX 1.11; ja/en; bidirectional\n#description: names\n#src\ttgt\tsrc:pos\n",
        "\ufeff#UTX 1.20; lang: ja/en\n#src\ttgt\tsrc:pos\n",
    ],
)
def test_headers_of_other_versions(header: str) -> None:
    found = utx.read(header + "ミンスク\tMinsk\tproperNoun\n# a comment\n", name="x").entries
    assert [(entry.source, entry.preferred, entry.note) for entry in found] == [
        ("ミンスク", "Minsk", "")
    ]


def test_english_first_and_columns_without_a_place() -> None:
    notices = Notices()
    text = "#UTX 1.20; en/ja\n#src\ttgt\tsrc:pos\tx:plural\nrun\t走る\tverb\tyes\n"
    (entry,) = by_name("utx").read_bytes(text.encode(), name="x", notices=notices).entries
    assert (entry.source, entry.preferred, entry.note) == ("走る", "run", "part of speech: verb")
    assert notices.sentences() == ("1 cell of the column `x:plural`",)


def test_rows_without_a_concept_id_stand_alone() -> None:
    text = HEADER + "#src\ttgt\tterm status\nア\ta\tapproved\nア\tb\tapproved\n"
    assert [entry.preferred for entry in utx.read(text, name="x").entries] == ["a", "b"]
