"""The glossary module of XLIFF 2.1 (OASIS): a unit an entry, its term marked in the source.

The unit holds the pair as a translated segment, so that a tool that passes the module over still
sees it; the module holds term, renderings and definition; the metadata module holds what neither
has a place for, in the spelling of the house format's cells. Any XLIFF 2 whose units hold glossary
entries is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from glossary.entry import clean
from glossary.errors import FormatError
from glossary.formats import house
from glossary.formats.annotations import Annotated, fold, unfold
from glossary.formats.columns import build_entry, check_text, format_cell
from glossary.formats.xmlformat import Found, Reading, XmlReader, wrong_root
from glossary.formats.xmlwrite import DECLARATION, Node, escaped, lines, node, refuse_unwritable
from glossary.model import TargetStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.formats.xmlread import Element
    from glossary.model import Entry, Glossary

GLOSSARY: Final = "urn:oasis:names:tc:xliff:glossary:2.0"
METADATA: Final = "urn:oasis:names:tc:xliff:metadata:2.0"
CORE: Final = "urn:oasis:names:tc:xliff:document:2.0"

_OPENING: Final = (
    f'<xliff version="2.1" srcLang="ja" trgLang="en" xmlns="{CORE}"\n'
    f'    xmlns:gls="{GLOSSARY}"\n    xmlns:mda="{METADATA}">\n'
)
_CATEGORY: Final = "glossary"
_NATIVE: Final = frozenset({"source", "note", "id"})
_UNITS_WITHOUT: Final = "units without a glossary entry"


def write(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """The glossary as XLIFF 2.1; raises `EntryError`."""
    return "".join(_lines(glossary))


def _lines(glossary: Glossary) -> Iterator[str]:
    yield DECLARATION + _OPENING + '  <file id="f1">\n'
    for number, entry in enumerate(glossary.entries, start=1):
        yield from lines(_unit(clean(entry), number), 2)
    yield "  </file>\n</xliff>\n"


def _unit(entry: Entry, number: int) -> Node:
    refuse_unwritable(entry)
    parts = unfold(entry.note, ("definition",))
    mark = f'<mrk id="m1" type="term">{escaped(entry.source)}</mrk>'
    segment = [Node("source", inline=mark), node("target", entry.preferred)]
    content = [
        _metadata(entry),
        node("gls:glossary", [_glossary_entry(entry, parts.definition)]),
        *([node("notes", [node("note", parts.note)])] if parts.note else []),
        node("segment", segment, state="final" if entry.status == "approved" else "translated"),
    ]
    return node("unit", content, id=f"u{number}")


def _metadata(entry: Entry) -> Node:
    is_plain = len(entry.targets) == 1 and not entry.do_not_translate
    cells = house.to_cells(entry, _NATIVE | ({"target"} if is_plain else frozenset()))
    cells["id"] = format_cell("id", entry.id)
    items = [node("mda:meta", text, type=name) for name, text in cells.items()]
    return node("mda:metadata", [node("mda:metaGroup", items, category=_CATEGORY)])


def _glossary_entry(entry: Entry, definition: str) -> Node:
    right = dict.fromkeys(
        [
            entry.preferred,
            *entry.with_status(TargetStatus.PREFERRED),
            *entry.with_status(TargetStatus.ADMITTED),
        ]
    )
    source = " ".join(entry.provenance.split())
    content = [
        node("gls:term", entry.source, source=source),
        *(node("gls:translation", text) for text in right),
        *([node("gls:definition", definition)] if definition else []),
    ]
    return node("gls:glossEntry", content, ref="#m1")


def _check_root(root: Element) -> None:
    if root.name != "xliff":
        raise wrong_root(root, "XLIFF, which begins with <xliff>")
    version = root.attributes.get("version", "")
    if not version.startswith("2."):
        reason = f"this is XLIFF {version}, whose glossaries are not read; save it as XLIFF 2.1"
        raise FormatError(reason)
    languages = [root.attributes.get(name, "") for name in ("srcLang", "trgLang")]
    if [code.partition("-")[0].lower() for code in languages] != ["ja", "en"]:
        reason = f"the file is for {'→'.join(languages)}, not ja→en"
        raise FormatError(reason)


def _convert(record: Element, reading: Reading) -> Iterator[Found]:
    entries = [item for item in record.descendants("glossEntry") if item.namespace == GLOSSARY]
    cells = _cells(record)
    if not entries:
        reading.notices.add(_UNITS_WITHOUT)
    elif cells is None:
        reading.notices.add("units of other tools, whose segments are passed over")
    for item in entries:
        said = _said(item)
        definition = said.pop("definition")
        found: dict[str, Any] = {}
        note = ""
        if cells is not None and len(entries) == 1:
            found, note = house.from_cells(cells), _note(record)
            said["admitted"] = ()
        said["note"] = check_text("note", fold(Annotated(note, definition)))
        if not said["target"] and not found.get("dnt"):
            reading.notices.add(READER.pairless)
            continue
        yield Found(build_entry(house.complete(said, found)), "id" in found, item.place)


def _said(item: Element) -> dict[str, Any]:
    """What an entry of the module says: the first rendering leads, the others are admitted."""
    terms = item.find("term")
    translations = [check_text("target", found.line()) for found in item.find("translation")]
    sources = [element.attributes.get("source", "") for element in terms]
    return {
        "source": check_text("source", terms[0].line()) if terms else "",
        "target": tuple(translations[:1]),
        "admitted": tuple(translations[1:]),
        "provenance": next(filter(None, sources), ""),
        "definition": " / ".join(found.line() for found in item.find("definition")),
    }


def _cells(record: Element) -> dict[str, str] | None:
    """The cells of our own metadata; nothing where the unit is another tool's."""
    for group in record.descendants("metaGroup"):
        if group.attributes.get("category") == _CATEGORY:
            return {item.attributes.get("type", ""): item.text() for item in group.find("meta")}
    return None


def _note(record: Element) -> str:
    notes = (note.prose() for holder in record.find("notes") for note in holder.find("note"))
    return "\n".join(filter(None, notes))


READER: Final = XmlReader(("unit",), _check_root, _convert, "entries without a rendering")
read = READER.read
