"""TMX read back with lxml: units, languages, properties, offsets, and what XML cannot hold."""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mtservice.model import TranslationResult
from mtservice.outputs import tmx

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(result: TranslationResult) -> etree._Element:
    return etree.fromstring(tmx.render(result).encode())


def segs(unit: etree._Element) -> dict[str, str]:
    return {
        variant.get(LANG, ""): variant.findtext("seg") or "" for variant in unit.iterfind("tuv")
    }


def props(unit: etree._Element, kind: str) -> list[str]:
    return [prop.text or "" for prop in unit.iterfind("prop") if prop.get("type") == kind]


def test_header(sample: TranslationResult) -> None:
    root = parse(sample)
    header = root.find("header")
    assert header is not None
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    required = {
        "creationtool",
        "creationtoolversion",
        "segtype",
        "o-tmf",
        "adminlang",
        "srclang",
        "datatype",
    }
    assert set(header.attrib) == required
    assert header.get("srclang") == "ja"
    assert props(header, "x-signature") == [sample.signature]


def test_one_unit_per_segment_with_both_sides(sample: TranslationResult) -> None:
    units = parse(sample).findall("body/tu")
    assert [segs(unit) for unit in units] == [
        {"ja": placed.result.segment.text, "en": placed.result.text}
        for placed in sample.documents[0].segments
    ]
    assert [unit.get("tuid") for unit in units] == ["0-0", "0-1", "0-2"]


def test_hits_point_into_the_segs(sample: TranslationResult) -> None:
    found = 0
    for unit in parse(sample).iterfind("body/tu"):
        sides = segs(unit)
        for text in props(unit, "x-hit"):
            hit = json.loads(text)
            for side, language in (("source", "ja"), ("target", "en")):
                if place := hit[side]:
                    found += 1
                    assert sides[language][place["start"] : place["end"]] == place["text"]
    assert found == 5


def test_worst_outcome_and_flags_are_properties(sample: TranslationResult) -> None:
    units = parse(sample).findall("body/tu")
    assert [props(unit, "x-outcome") for unit in units] == [["repaired"], ["failed"], []]
    assert props(units[1], "x-flag") == ["number: 5億 (500,000,000) is not said in the English"]


def test_a_segment_with_an_empty_side_is_left_out(
    build: Callable[..., TranslationResult], row: type
) -> None:
    result = build([row("会見した。", ""), row(" ", " "), row("終わった。", "It is over.")])
    assert [unit.get("tuid") for unit in parse(result).iterfind("body/tu")] == ["0-2"]


def test_what_xml_cannot_hold_is_replaced_and_said(
    build: Callable[..., TranslationResult], row: type
) -> None:
    (unit,) = parse(build([row("会\x0c見\x01。", "News\x0cconference.")])).findall("body/tu")
    assert segs(unit) == {"ja": "会\ufffd見\ufffd。", "en": "News\ufffdconference."}
    assert unit.findtext("note") == (
        "XML cannot hold U+000C, U+0001: each stands as U+FFFD in this unit."
    )


@settings(max_examples=40)
@given(source=st.text(min_size=1), target=st.text(min_size=1))
def test_any_text_gives_a_file_that_can_be_read(
    build: Callable[..., TranslationResult], row: type, source: str, target: str
) -> None:
    result = build([row(source, target)])
    for unit in parse(result).iterfind("body/tu"):
        sides = segs(unit)
        assert len(sides["ja"]) == len(source)
        assert len(sides["en"]) == len(target)
