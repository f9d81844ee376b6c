"""TMX as a glossary: the contract, other tools' memories, and dates."""

from __future__ import annotations

from contract.glossary_format_contract import GlossaryFormatContract

from glossary.formats import by_name, tmx
from glossary.formats.notices import Notices
from glossary.model import Entry, Glossary, Target, TargetStatus


def unit(japanese: str, english: str, attributes: str = "", inside: str = "") -> str:
    return (
        f"<tu{attributes}>{inside}<tuv xml:lang='ja'><seg>{japanese}</seg></tuv>"
        f"<tuv xml:lang='en-US'><seg>{english}</seg></tuv></tu>\n"
    )


def file(*units: str, tool: str = "other") -> str:
    header = f"<header o-tmf='{tool}' srclang='ja'/>"
    return f"<tmx version='1.4'>\n{header}\n<body>\n{''.join(units)}</body></tmx>\n"


class TestTmx(GlossaryFormatContract):
    name = "tmx"
    good = file(unit("ミンスク", "Minsk"), unit("大統領", "President"))
    bad = (
        ("<tbx/>", 1, 1, "the root element is <tbx>; this is not TMX, which begins with <tmx>"),
        (file(unit("", "b")), 4, 1, "column 'source': is empty"),
        (file(unit("a", "b"), unit("c", " ")), 5, 1, "column 'target': is empty"),
        (
            file(*[unit("a", "b", " tuid='x'")] * 2, tool="glossary"),
            5,
            1,
            "the id 'x' is already used in line 4",
        ),
        (
            file(unit("a", "b", inside="<prop type='x-glossary-priority'>high</prop>")),
            4,
            1,
            "column 'priority': 'high' is not a whole number",
        ),
        (file(unit("a", "b").replace("'ja'", "'de'")), 1, 1, "none of the 1 entries has both"),
        (file("<tu>"), 4, 7, "not well-formed XML: mismatched tag"),
    )
    several_bad = (file(unit("", "b"), unit("a", "b"), unit("c", "")), (4, 6))


def test_another_tools_memory() -> None:
    notices = Notices()
    text = file(
        unit(
            "ミン<ph x='1'>&lt;b&gt;</ph>スク",
            "Minsk",
            " tuid='1' changedate='20260131T120000Z' changeid='ann'",
        ),
        unit(
            "<hi type='b'>覚書</hi>",
            "note\n   on",
            " tuid='1'",
            "<note>n</note><prop type='x-d'>d</prop>",
        ),
        unit("首相", "premier", " creationdate='yesterday'"),
        "<tu><tuv xml:lang='ja'><seg>のみ</seg></tuv></tu>",
        unit("英", "UK").replace("</tu>", "<tuv xml:lang='fr'><seg>RU</seg></tuv></tu>"),
    )
    found = by_name("tmx").read_bytes(text.encode(), name="x", notices=notices).entries
    assert [(entry.source, entry.preferred, entry.note) for entry in found] == [
        ("ミンスク", "Minsk", ""),
        ("覚書", "note on", "n"),
        ("首相", "premier", ""),
        ("英", "UK", ""),
    ]
    assert (found[0].author, found[0].modified) == ("ann", "2026-01-31T12:00:00+00:00")
    assert notices.sentences() == (
        "1 `x-d` property",
        "1 date not in TMX's form (20260131T120000Z)",
        "1 entry without a Japanese and an English term",
        "1 segment beyond one Japanese and one English",
        "1 segment with inline codes, which terms do without",
        "2 unit ids of other tools",
    )


def test_what_tmx_has_no_place_for_stands_in_properties() -> None:
    entry = Entry(
        "by",
        "ベラルーシ",
        (Target("Belarus"), Target("White | Russia", TargetStatus.FORBIDDEN)),
        priority=-3,
        note="a country",
        author="ann",
        modified="2026-01-31T12:00:00+09:00",
    )
    text = tmx.write(Glossary("x", (entry,)))
    assert (
        '<tu tuid="by" changedate="20260131T030000Z" changeid="ann">\n'
        "      <note>a country</note>\n"
        '      <prop type="x-glossary-target">Belarus</prop>\n'
        '      <prop type="x-glossary-forbidden">White \\| Russia</prop>\n'
        '      <prop type="x-glossary-priority">-3</prop>\n'
        '      <prop type="x-glossary-modified">2026-01-31T12:00:00+09:00</prop>\n'
    ) in text
    assert tmx.read(text, name="x").entries == (entry,)


def test_do_not_translate_without_a_rendering() -> None:
    entry = Entry("nhk", "NHK", (), do_not_translate=True)
    text = tmx.write(Glossary("x", (entry,)))
    assert text.count("<seg>NHK</seg>") == 2
    assert tmx.read(text, name="x").entries == (entry,)
