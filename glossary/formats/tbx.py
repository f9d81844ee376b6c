"""TermBase eXchange: version 3 (ISO 30042:2019, TBX-Basic, style DCA) and version 2 (martif).

Both versions are read whichever is asked for, version 3 in style DCT too. Sources: ISO 30042:2019
and the definition of the TBX-Basic dialect with its modules Core, Min and Basic; for version 2, ISO
30042:2008 with the TBX-Basic constraints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from glossary.entry import clean
from glossary.formats import house
from glossary.formats.annotations import Annotated, unfold
from glossary.formats.tbx_read import PARTS_OF_SPEECH, READER
from glossary.formats.xmlwrite import DECLARATION, Node, lines, node, refuse_unwritable
from glossary.model import TargetStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.model import Entry, Glossary

read = READER.read

_STATUS: Final = {
    TargetStatus.PREFERRED: "preferredTerm-admn-sts",
    TargetStatus.ADMITTED: "admittedTerm-admn-sts",
    TargetStatus.DEPRECATED: "supersededTerm-admn-sts",
    TargetStatus.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_NATIVE: Final = frozenset(
    "source target admitted deprecated forbidden variants adjective domain note provenance "
    "author".split()
)
# xs:ID demands a name; other characters than these are left to the extras.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class _Version:
    """What the elements of a version are called."""

    root: str
    header: str
    entry: str
    language: str
    term: str
    closing: str
    described_by: str = ""
    """Where the header says which data categories hold."""


_V3 = _Version(
    root='<tbx style="dca" type="TBX-Basic" xml:lang="ja" xmlns="urn:iso:std:iso:30042:ed-2">\n',
    header="tbxHeader",
    entry="conceptEntry",
    language="langSec",
    term="termSec",
    closing="</tbx>\n",
)
_V2 = _Version(
    root='<martif type="TBX-Basic" xml:lang="ja">\n',
    header="martifHeader",
    entry="termEntry",
    language="langSet",
    term="tig",
    closing="</martif>\n",
    described_by="TBXBasicXCSV02.xcs",
)


def write_v3(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """The glossary as TBX-Basic, version 3, style DCA; raises `EntryError`."""
    return "".join(_lines(glossary, _V3))


def write_v2(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """The glossary as TBX version 2 (martif); raises `EntryError`."""
    return "".join(_lines(glossary, _V2))


def _lines(glossary: Glossary, version: _Version) -> Iterator[str]:
    yield DECLARATION + version.root
    yield from lines(_header(glossary.name, version), 1)
    yield "  <text>\n    <body>\n"
    for entry in glossary.entries:
        yield from lines(_concept(clean(entry), version), 3)
    yield "    </body>\n  </text>\n" + version.closing


def _header(name: str, version: _Version) -> Node:
    described = [node("titleStmt", [node("title", name)])] if name else []
    described.append(node("sourceDesc", [node("p", "Written by glossary, of mtservice.")]))
    parts = [node("fileDesc", described)]
    if version.described_by:
        parts.append(node("encodingDesc", [node("p", version.described_by, type="XCSURI")]))
    return node(version.header, parts)


def _concept(entry: Entry, version: _Version) -> Node:
    refuse_unwritable(entry)
    parts = _annotated(entry)
    is_name = _NAME.fullmatch(entry.id) is not None
    content = [
        *_described(entry, parts),
        *_transaction(entry),
        *(node("note", text) for text in _notes(entry, parts.note, is_name=is_name)),
        node(version.language, _japanese(entry, parts, version), xml_lang="ja"),
        node(version.language, _english(entry, parts, version), xml_lang="en"),
    ]
    return node(version.entry, content, id=entry.id if is_name else "")


def _described(entry: Entry, parts: Annotated) -> list[Node]:
    found = [
        node("descrip", entry.domain, type="subjectField"),
        node("descrip", parts.definition, type="definition"),
        node("admin", entry.provenance, type="source"),
    ]
    return [item for item in found if item.text]


def _transaction(entry: Entry) -> list[Node]:
    date = entry.modified if _PLAIN_DATE.fullmatch(entry.modified) else ""
    found = [
        node("transacNote", entry.author, type="responsibility"),
        node("date", date),
    ]
    said = [item for item in found if item.text]
    if not said:
        return []
    return [node("transacGrp", [node("transac", "modification", type="transactionType"), *said])]


def _notes(entry: Entry, note: str, *, is_name: bool) -> list[str]:
    """The note, and below it one with what TBX has no category for."""
    native = {*_NATIVE, *(["modified"] if _PLAIN_DATE.fullmatch(entry.modified) else [])}
    found = house.extras(entry, native | {"id"})
    if not is_name:
        found["id"] = entry.id
    notes = [note] if note else []
    if found or house.is_note(note):
        notes.append(house.to_note(found))
    return notes


def _japanese(entry: Entry, parts: Annotated, version: _Version) -> list[Node]:
    speech = parts.part_of_speech or "noun"
    source = _term(entry.source, TargetStatus.PREFERRED, speech, version, context=parts.context)
    variants = [
        _term(text, TargetStatus.ADMITTED, speech, version, "variant") for text in entry.variants
    ]
    return [source, *variants]


def _english(entry: Entry, parts: Annotated, version: _Version) -> list[Node]:
    speech = parts.part_of_speech or "noun"
    found = [_term(target.text, target.status, speech, version) for target in entry.targets]
    if not entry.with_status(TargetStatus.PREFERRED):
        found.insert(0, _term(entry.source, TargetStatus.PREFERRED, speech, version))
    if entry.adjective:
        found.append(_term(entry.adjective, TargetStatus.ADMITTED, "adjective", version))
    if entry.first_mention:
        full = _term(entry.first_mention, TargetStatus.ADMITTED, speech, version, "fullForm")
        found.append(full)
    return found


def _term(
    text: str,
    status: TargetStatus,
    speech: str,
    version: _Version,
    type_: str = "",
    context: str = "",
) -> Node:
    found = [
        node("term", text),
        node("termNote", type_, type="termType"),
        node("termNote", speech, type="partOfSpeech"),
        node("termNote", _STATUS[status], type="administrativeStatus"),
        node("descrip", context, type="context"),
    ]
    return node(version.term, [item for item in found if item.text])


def _annotated(entry: Entry) -> Annotated:
    parts = unfold(entry.note)
    speech = parts.part_of_speech
    # An adjective beside adjectives could not be told from the attributive form of a place.
    is_clear = speech in PARTS_OF_SPEECH and not (speech == "adjective" and entry.adjective)
    return parts if not speech or is_clear else Annotated(entry.note)
