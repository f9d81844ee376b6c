"""The glossary module of XLIFF 2.1: the contract, and other tools' files."""

from __future__ import annotations

from contract.glossary_format_contract import GlossaryFormatContract

from glossary.formats import by_name, xliff
from glossary.formats.notices import Notices
from glossary.model import Entry, EntryStatus, Glossary, Target, TargetStatus

_OPEN = (
    '<xliff version="2.1" srcLang="ja" trgLang="en" '
    'xmlns="urn:oasis:names:tc:xliff:document:2.0" '
    'xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0">'
)


def entry(term: str, *translations: str, inside: str = "") -> str:
    found = "".join(f"<gls:translation>{text}</gls:translation>" for text in translations)
    return f"<gls:glossEntry><gls:term>{term}</gls:term>{found}{inside}</gls:glossEntry>\n"


def file(*entries: str) -> str:
    return (
        f'{_OPEN}<file id="f"><unit id="u"><gls:glossary>\n{"".join(entries)}</gls:glossary>'
        "<segment><source>text</source></segment></unit></file></xliff>\n"
    )


class TestXliff(GlossaryFormatContract):
    name = "xliff"
    good = file(entry("ミンスク", "Minsk"), entry("大統領", "President"))
    bad = (
        ("<tmx/>", 1, 1, "the root element is <tmx>; this is not XLIFF"),
        ('<xliff version="1.2"/>', 1, 1, "this is XLIFF 1.2, whose glossaries are not read; save"),
        ('<xliff version="2.1" srcLang="en" trgLang="de"/>', 1, 1, "the file is for en→de, not ja"),
        (file(entry("", "b")), 1, 157, "column 'source': is empty"),
        (file(entry("a")), 1, 1, "none of the 1 entries has"),
        (file("<gls:x>"), 2, 10, "not well-formed XML: mismatched tag"),
    )
    several_bad = (
        file(entry("a", "b"))
        and _OPEN
        + '<file id="f">\n'
        + "".join(
            f'<unit id="u{n}"><gls:glossary>{entry(term, "b").strip()}</gls:glossary></unit>\n'
            for n, term in enumerate(("", "a", ""))
        )
        + "</file></xliff>",
        (2, 4),
    )


def test_another_tools_glossary() -> None:
    notices = Notices()
    definition = "<gls:definition>head of\n state</gls:definition>"
    text = file(entry("大統領", "president", "head", inside=definition), entry("覚書"))
    text = text.replace("<gls:term>", '<gls:term source="my base">', 1)
    text = text.replace(
        "</file>", "<unit id='v'><segment><source>x</source></segment></unit></file>"
    )
    found = by_name("xliff").read_bytes(text.encode(), name="x", notices=notices).entries
    assert [entry.accepted for entry in found] == [("president", "head")]
    assert (found[0].note, found[0].provenance) == ("definition: head of state", "my base")
    assert notices.sentences() == (
        "1 entry without a rendering",
        "1 unit of other tools, whose segments are passed over",
        "1 unit without a glossary entry",
    )


def test_a_unit_is_a_translated_segment_and_an_entry_of_the_module() -> None:
    made = Entry(
        "csto",
        "集団安全保障条約機構",
        (
            Target("CSTO"),
            Target("ODKB", TargetStatus.ADMITTED),
            Target("x", TargetStatus.FORBIDDEN),
        ),
        status=EntryStatus.PROPOSED,
        note="n\ndefinition: an alliance",
    )
    text = xliff.write(Glossary("x", (made,)))
    for part in (
        '<mda:meta type="status">proposed</mda:meta>',
        '<gls:glossEntry ref="#m1">',
        "<gls:translation>ODKB</gls:translation>",
        "<gls:definition>an alliance</gls:definition>",
        "<note>n</note>",
        '<segment state="translated">',
        '<source><mrk id="m1" type="term">集団安全保障条約機構</mrk></source>',
        "<target>CSTO</target>",
    ):
        assert part in text
    assert "<gls:translation>x" not in text
    assert xliff.read(text, name="x").entries == (made,)
