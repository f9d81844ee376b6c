"""Written files as others see them: schemas of the standards, and the Translate Toolkit."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from contract.glossary_format_contract import glossaries
from hypothesis import HealthCheck, given, settings
from lxml import etree
from translate.storage import tbx as toolkit_tbx
from translate.storage import tmx as toolkit_tmx
from translate.storage import utx as toolkit_utx
from translate.storage import xliff2 as toolkit_xliff2

from glossary import store
from glossary.formats import by_name
from glossary.model import Entry, Glossary, Target, TargetStatus

SCHEMAS = Path(__file__).resolve().parents[1] / "schemas"
_NAMES = {
    "tbx": "tbx-basic-v3.rng",
    "tbx-v2": "tbx-v2.rng",
    "tmx": "tmx14.rng",
    "xliff": "xliff21-glossary.rng",
}
MADE = Glossary(
    "made",
    (
        Entry("minsk", "ミンスク", (Target("Minsk"),), variants=("明斯克",), note="capital"),
        Entry(
            "by",
            "ベラルーシ",
            (Target("Belarus"), Target("White Russia", TargetStatus.FORBIDDEN)),
        ),
    ),
)


def schema(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(SCHEMAS / _NAMES[name]))


def assert_valid(name: str, data: bytes, rules: etree.RelaxNG) -> None:
    document = etree.parse(BytesIO(data))
    assert rules.validate(document), f"{name}: {rules.error_log}"


@pytest.mark.parametrize("name", _NAMES)
def test_the_bundled_glossaries_are_valid(name: str) -> None:
    for path in store.bundled().values():
        assert_valid(name, by_name(name).write_bytes(store.load(path)), schema(name))


@pytest.mark.parametrize("name", _NAMES)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(glossary=glossaries(min_size=1))
def test_whatever_is_written_is_valid(name: str, glossary: Glossary) -> None:
    assert_valid(name, by_name(name).write_bytes(glossary), schema(name))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("tbx", b"preferredTerm-admn-sts", b"preferred"),
        ("tbx", b'type="partOfSpeech"', b'type="speech"'),
        ("tbx-v2", b"<tig>", b"<tig><note>x</note>"),
        ("tmx", b'version="1.4"', b'version="2"'),
        ("tmx", b"</tuv>", b"<seg>x</seg></tuv>"),
        ("xliff", b"<gls:term>", b"<gls:definition>x</gls:definition><gls:term>"),
        ("xliff", b'<unit id="u1"', b"<unit"),
    ],
)
def test_the_schemas_refuse_what_is_wrong(name: str, old: bytes, new: bytes) -> None:
    data = by_name(name).write_bytes(MADE)
    assert old in data
    assert not schema(name).validate(etree.parse(BytesIO(data.replace(old, new, 1))))


@pytest.mark.parametrize("name", ["tbx", "xliff"])
def test_ids_are_unique_and_references_point_somewhere(name: str) -> None:
    glossary = store.load(next(iter(store.bundled().values())))
    document = etree.parse(BytesIO(by_name(name).write_bytes(glossary)))
    entries = document.findall(".//{*}conceptEntry" if name == "tbx" else ".//{*}unit")
    ids = [entry.get("id") for entry in entries]
    assert len(set(ids)) == len(ids) == len(glossary)
    for entry in entries if name == "xliff" else ():
        reference = entry.find(".//{*}glossEntry").get("ref")
        assert reference == f"#{entry.find('.//{*}mrk').get('id')}"


class TestTranslateToolkit:
    """What the toolkit reads of our files: source and target, and notes where it knows them."""

    def test_tmx(self) -> None:
        units = toolkit_tmx.tmxfile.parsestring(by_name("tmx").write_bytes(MADE)).units
        assert [(unit.source, unit.target) for unit in units] == [
            ("ミンスク", "Minsk"),
            ("ベラルーシ", "Belarus"),
        ]
        assert units[0].getnotes() == "capital"

    def test_tbx_v2(self) -> None:
        text = by_name("tbx-v2").write_bytes(MADE)
        units = toolkit_tbx.tbxfile.parsestring(text).units
        assert [(unit.source, unit.target) for unit in units] == [
            ("ミンスク", "Minsk"),
            ("ベラルーシ", "Belarus"),
        ]

    def test_xliff(self) -> None:
        units = toolkit_xliff2.Xliff2File.parsestring(by_name("xliff").write_bytes(MADE)).units
        found = [(str(unit.source), str(unit.target)) for unit in units]
        assert found == [("ミンスク", "Minsk"), ("ベラルーシ", "Belarus")]

    def test_utx(self) -> None:
        units = toolkit_utx.UtxFile.parsestring(by_name("utx").write_bytes(MADE)).units
        assert [(unit.source, unit.target) for unit in units if unit.source] == [
            ("ミンスク", "Minsk"),
            ("明斯克", "Minsk"),
            ("ベラルーシ", "Belarus"),
            ("ベラルーシ", "White Russia"),
        ]

    def test_we_read_what_it_writes(self) -> None:
        memory = toolkit_tmx.tmxfile()
        memory.addtranslation("ミンスク", "ja", "Minsk", "en")
        found = by_name("tmx").read_bytes(bytes(memory), name="x").entries
        assert [(entry.source, entry.preferred) for entry in found] == [("ミンスク", "Minsk")]
        base = toolkit_tbx.tbxfile(sourcelanguage="ja", targetlanguage="en")
        unit = base.addsourceunit("大統領")
        unit.settarget("President", "en")
        found = by_name("tbx").read_bytes(bytes(base), name="x").entries
        assert [(entry.source, entry.preferred) for entry in found] == [("大統領", "President")]


def test_no_schema_is_needed_to_see_what_is_escaped() -> None:
    entry = Entry("x", "<&>\"'", (Target("]]>"),), note="a\r\nb")
    for name in _NAMES:
        text = by_name(name).write(Glossary("made", (entry,)))
        assert "&lt;&amp;&gt;" in text
        assert not re.search(r"]]>", text)
