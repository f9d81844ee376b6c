"""TBX, both versions: the contract, other people's files, and what is left out of them."""

from __future__ import annotations

from typing import ClassVar

import pytest
from contract.glossary_format_contract import GlossaryFormatContract

from glossary.errors import EntryError, FormatError
from glossary.formats import by_name, tbx
from glossary.formats.notices import Notices
from glossary.model import Entry, EntryType, Glossary, Target, TargetStatus

_V3 = '<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">'
_TERMS = "ミンスク Minsk 大統領 President".split()


def concept(japanese: str, english: str, *, inside: str = "", id_: str = "") -> str:
    """A concept of version 3 in one line."""
    attribute = f' id="{id_}"' if id_ else ""
    return (
        f'<conceptEntry{attribute}>{inside}<langSec xml:lang="ja"><termSec><term>{japanese}</term>'
        f'</termSec></langSec><langSec xml:lang="en"><termSec><term>{english}</term></termSec>'
        "</langSec></conceptEntry>\n"
    )


def file(*concepts: str) -> str:
    """A file of version 3."""
    return f"{_V3}\n<text><body>\n{''.join(concepts)}</body></text></tbx>\n"


def read(text: str, notices: Notices | None = None) -> Glossary:
    return by_name("tbx").read_bytes(text.encode(), name="made", path="file", notices=notices)


class TbxContract(GlossaryFormatContract):
    good = file(concept("ミンスク", "Minsk"), concept("大統領", "President"))
    bad = (
        ("<tmx/>", 1, 1, r"the root element is <tmx>; this is not TBX \(version 3 begins with"),
        ('<tbx xmlns="urn:x"/>', 1, 1, "the namespace 'urn:x' is not that of TBX"),
        (file(concept("", "b")), 3, 1, "column 'source': is empty; write the Japanese term"),
        (file(concept("a", "b"), concept("c", " ")), 4, 1, "column 'target': is empty"),
        (file(concept("a", "b", id_="x"), concept("c", "d", id_="x")), 4, 1, "'x' is already used"),
        (file(concept("a", "b", id_="x y")), 3, 1, "'x y' holds a space"),
        (f"{_V3}<text>", 1, 90, "not well-formed XML: no element found; the file is empty or cut"),
        (f"{_V3}<text></body>", 1, 92, "not well-formed XML: mismatched tag"),
        (file(concept("a", "b").replace('"ja"', '"de"')), 1, 1, "none of the 1 entries has both"),
    )
    several_bad = (file(concept("", "b"), concept("a", "b"), concept("c", "")), (3, 5))


class TestTbx(TbxContract):
    name = "tbx"


class TestTbxV2(TbxContract):
    name = "tbx-v2"
    good = (
        '<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">\n<martif type="TBX"><text><body>\n'
        '<termEntry><langSet xml:lang="ja-JP"><tig><term>ミンスク</term></tig></langSet>'
        '<langSet xml:lang="en-US"><tig><term>Minsk</term></tig></langSet></termEntry>\n'
        '<termEntry><langSet xml:lang="ja"><ntig><termGrp><term>大統領</term></termGrp></ntig>'
        '</langSet><langSet xml:lang="en"><ntig><termGrp><term>President</term></termGrp></ntig>'
        "</langSet></termEntry>\n</body></text></martif>\n"
    )


class TestOtherPeoplesFiles:
    def test_statuses_types_and_parts_of_speech(self) -> None:
        text = file(
            '<conceptEntry id="c5"><descrip type="subjectField">law</descrip>'
            '<descripGrp><descrip type="definition">head of\n  state</descrip>'
            '<admin type="source">act 1</admin></descripGrp>'
            "<transacGrp><transac type='transactionType'>origination</transac>"
            "<transacNote type='responsibility'>ann</transacNote><date>2026-01-02</date>"
            "</transacGrp>"
            '<langSec xml:lang="ja"><termSec><term>プレジデント</term>'
            '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>'
            '<termSec><term>大統領</term><termNote type="partOfSpeech">noun</termNote>'
            '<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote>'
            '<descrip type="context">大統領が来た</descrip></termSec></langSec>'
            '<langSec xml:lang="en-GB"><note>US use</note>'
            "<termSec><term>boss</term>"
            '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></termSec>'
            "<termSec><term>Pres.</term>"
            '<termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>'
            "<termSec><term>the\n President</term></termSec><termSec><term>head</term></termSec>"
            "<termSec><term>presidential</term><termNote type='partOfSpeech'>adjective</termNote>"
            "</termSec></langSec></conceptEntry>\n"
        )
        (entry,) = read(text).entries
        assert entry == Entry(
            "c5",
            "大統領",
            (
                Target("the President"),
                Target("head", TargetStatus.ADMITTED),
                Target("Pres.", TargetStatus.DEPRECATED),
                Target("boss", TargetStatus.FORBIDDEN),
            ),
            variants=("プレジデント",),
            adjective="presidential",
            domain="law",
            note="US use\ndefinition: head of state\ncontext: 大統領が来た",
            provenance="act 1",
            author="ann",
            modified="2026-01-02",
        )

    def test_style_dct(self) -> None:
        text = (
            '<tbx style="dct" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" '
            'xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">'
            "<text><body><conceptEntry><min:subjectField>law</min:subjectField>"
            '<langSec xml:lang="ja"><termSec><term>覚書</term></termSec></langSec>'
            '<langSec xml:lang="en"><termSec><term>note</term><min:administrativeStatus>'
            "deprecatedTerm-admn-sts</min:administrativeStatus></termSec><termSec><term>memorandum"
            "</term></termSec></langSec></conceptEntry></body></text></tbx>"
        )
        (entry,) = read(text).entries
        assert (entry.preferred, entry.forbidden, entry.domain) == ("memorandum", ("note",), "law")

    def test_what_is_left_out_is_counted(self) -> None:
        notices = Notices()
        transaction = (
            "<transacGrp><transac type='transactionType'>modification</transac>"
            "<date>May</date></transacGrp>"
        )
        text = file(
            concept("a", "b", inside=transaction),
            concept("a", "b").replace(
                "<term>b</term>", '<term>b</term><termNote type="termType">acronym</termNote>'
            ),
            concept("a", "b", inside='<xref type="xGraphic" target="https://x/">p</xref>'),
            concept("a", "b").replace(
                "<term>b</term>", '<term>b</term><termNote type="termLocation">menu</termNote>'
            ),
            concept("a", "b").replace(
                "</conceptEntry>",
                '<langSec xml:lang="fr"><termSec><term>c</term></termSec></langSec></conceptEntry>',
            ),
            concept("a", "b").replace('"en"', '"de"'),
        )
        assert len(read(text, notices).entries) == 5
        assert notices.sentences() == (
            "1 `termLocation` field",
            "1 `termType` field",
            "1 `xGraphic` field",
            "1 date not in the form 2026-01-31",
            "1 entry without a Japanese and an English term",
            "2 terms in languages other than Japanese and English",
        )

    def test_wrong_terms_alone_are_an_error(self) -> None:
        note = '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>'
        text = file(concept("a", "b").replace("<term>b</term>", f"<term>b</term>{note}"))
        with pytest.raises(FormatError, match="every English term is deprecated or superseded"):
            read(text)

    def test_utf_16_as_windows_programs_write_it(self) -> None:
        text = '<?xml version="1.0" encoding="utf-16"?>\n' + file(concept("ミンスク", "Minsk"))
        found = by_name("tbx").read_bytes(text.encode("utf-16"), name="made").entries
        assert [entry.source for entry in found] == ["ミンスク"]


class TestNotes:
    cases: ClassVar = [
        "definition: a country",
        "one\ntwo\ndefinition: a country\ncontext: there",
        "definition:  two spaces",
        "context: there\ndefinition: a country",
        "part of speech: verb",
        "part of speech: banana",
        'glossary: {"priority": 3}',
        "glossary: {}",
        "definition: \nx",
    ]

    @pytest.mark.parametrize("note", cases)
    @pytest.mark.parametrize("name", ["tbx", "tbx-v2", "xliff", "tmx", "google-csv", "utx"])
    @pytest.mark.parametrize("adjective", ["", "Belarusian"])
    def test_notes_that_look_like_fields_come_back(
        self, name: str, note: str, adjective: str
    ) -> None:
        entry = Entry("by", "ベラルーシ", (Target("Belarus"),), adjective=adjective, note=note)
        glossary = by_name(name).held(Glossary("made", (entry,)))
        data = by_name(name).write_bytes(glossary)
        assert by_name(name).read_bytes(data, name="made") == glossary

    def test_definition_and_context_stand_in_their_places(self) -> None:
        entry = Entry("by", "ア", (Target("b"),), note="n\ndefinition: d\ncontext: c")
        text = tbx.write_v3(Glossary("made", (entry,)))
        assert '<descrip type="definition">d</descrip>' in text
        assert '<descrip type="context">c</descrip>' in text
        assert "<note>n</note>" in text


@pytest.mark.parametrize("name", ["tbx", "tbx-v2", "tmx", "xliff", "xlsx"])
def test_what_xml_cannot_hold_is_refused_by_name(name: str) -> None:
    entry = Entry("x", "ミンスク", (Target("a\ufffeb"),), EntryType.PLACE)
    with pytest.raises(EntryError, match=r"'x' \(ミンスク\) holds U\+FFFE in .*, which XML cannot"):
        by_name(name).write_bytes(Glossary("made", (entry,)))
