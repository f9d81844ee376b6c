"""A translation as TMX 1.4: one translation unit per segment, for any CAT tool.

Each unit carries properties: the document and the segment it came from, every glossary hit (the
JSON object of the HTTP API, offsets included), the worst outcome, and every flag. A segment with an
empty side is not a translation and is left out. XML cannot hold some control characters: they
become U+FFFD, and a note says so; offsets still hold, since one character stands for one.
"""

from __future__ import annotations

import io
import json
import re
from importlib.metadata import version
from typing import TYPE_CHECKING, BinaryIO

from lxml import etree

from mtservice.model import Outcome
from mtservice.outputs.json import hit_to_dict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtservice.model import DocumentResult, PlacedSegment, SegmentResult, TranslationResult

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WORST_FIRST = (Outcome.FAILED, Outcome.REPAIRED, Outcome.KEPT)


def render(result: TranslationResult) -> str:
    """The whole file as text, with an XML declaration that says UTF-8."""
    stream = io.BytesIO()
    write(result, stream)
    return stream.getvalue().decode("utf-8")


def write(result: TranslationResult, stream: BinaryIO) -> None:
    """Write the file unit by unit, so that memory stays flat however large the result."""
    with etree.xmlfile(stream, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("tmx", version="1.4"):
            xml.write("\n", _header(result), "\n")
            with xml.element("body"):
                for unit in _units(result):
                    xml.write("\n", unit)
                xml.write("\n")
            xml.write("\n")
    stream.write(b"\n")


def _header(result: TranslationResult) -> etree._Element:
    header = etree.Element(
        "header",
        {
            "creationtool": "mtservice",
            "creationtoolversion": version("mtservice"),
            "segtype": "sentence",
            "o-tmf": "mtservice",
            "adminlang": "en",
            "srclang": "ja",
            "datatype": "plaintext",
        },
    )
    _prop(header, "x-model", result.model)
    _prop(header, "x-signature", result.signature)
    return header


def _units(result: TranslationResult) -> Iterator[etree._Element]:
    for number, document in enumerate(result.documents):
        for placed in document.segments:
            if placed.result.segment.text.strip() and placed.result.text.strip():
                yield _unit(number, document, placed)


def _unit(number: int, document: DocumentResult, placed: PlacedSegment) -> etree._Element:
    result = placed.result
    unit = etree.Element("tu", {"tuid": f"{number}-{placed.id}"})
    replaced = [
        char for text in (result.segment.text, result.text) for char in _UNWRITABLE.findall(text)
    ]
    if replaced:
        _child(unit, "note", _loss(replaced))
    _prop(unit, "x-document", document.document.name or str(number))
    _prop(unit, "x-segment", str(placed.id))
    _term_props(unit, result)
    for flag in result.flags:
        _prop(unit, "x-flag", f"{flag.name}: {flag.message}")
    for language, text in (("ja", result.segment.text), ("en", result.text)):
        variant = etree.SubElement(unit, "tuv", {_LANG: language})
        _child(variant, "seg", text)
    return unit


def _term_props(unit: etree._Element, result: SegmentResult) -> None:
    outcomes = {hit.outcome for hit in result.hits}
    for outcome in _WORST_FIRST:
        if outcome in outcomes:
            _prop(unit, "x-outcome", outcome.value)
            break
    for hit in result.hits:
        fields = hit_to_dict(hit, result.segment.text, result.text)
        _prop(unit, "x-hit", json.dumps(fields, ensure_ascii=False))


def _loss(characters: list[str]) -> str:
    names = ", ".join(dict.fromkeys(f"U+{ord(char):04X}" for char in characters))
    return f"XML cannot hold {names}: each stands as U+FFFD in this unit."


def _prop(parent: etree._Element, kind: str, text: str) -> None:
    _child(parent, "prop", text).set("type", kind)


def _child(parent: etree._Element, tag: str, text: str) -> etree._Element:
    child = etree.SubElement(parent, tag)
    child.text = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return child
