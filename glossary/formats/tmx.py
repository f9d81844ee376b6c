"""Translation Memory eXchange 1.4 (LISA OSCAR), used as a glossary: a translation unit an entry.

What TMX has no place for stands in properties of the unit called `x-glossary-…`, in the spelling of
the house format's cells. Any other TMX is read too: its notes stay, inline codes are left out of
terms, and units without Japanese or English are passed over.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from glossary.entry import clean
from glossary.formats import house
from glossary.formats.columns import build_entry, check_text
from glossary.formats.xmlformat import Found, Reading, XmlReader, language, wrong_root
from glossary.formats.xmlwrite import DECLARATION, Node, lines, node, refuse_unwritable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glossary.formats.notices import Notices
    from glossary.formats.xmlread import Element
    from glossary.model import Entry, Glossary

_TOOL: Final = "glossary"
_PREFIX: Final = "x-glossary-"
_NATIVE: Final = frozenset({"source", "note", "author", "id"})
_CODES: Final = frozenset({"bpt", "ept", "it", "ph", "ut"})
_TMX_DATE: Final = "%Y%m%dT%H%M%SZ"


def write(glossary: Glossary, *, over: str = "") -> str:  # noqa: ARG001
    """The glossary as TMX 1.4; raises `EntryError`."""
    return "".join(write_lines(glossary.entries))


def write_lines(entries: tuple[Entry, ...] | Iterator[Entry]) -> Iterator[str]:
    """The lines of the file, entry by entry."""
    yield DECLARATION + '<tmx version="1.4">\n'
    yield from lines(_header(), 1)
    yield "  <body>\n"
    for entry in entries:
        yield from lines(_unit(clean(entry)), 2)
    yield "  </body>\n</tmx>\n"


def _header() -> Node:
    header = {
        "creationtool": _TOOL,
        "creationtoolversion": "1",
        "segtype": "phrase",
        "o-tmf": _TOOL,
        "adminlang": "en",
        "srclang": "ja",
        "datatype": "plaintext",
    }
    return Node("header", tuple(header.items()))


def _unit(entry: Entry) -> Node:
    refuse_unwritable(entry)
    preferred = entry.preferred
    is_plain = len(entry.targets) == 1 and not entry.do_not_translate
    cells = house.to_cells(entry, _NATIVE | ({"target"} if is_plain else frozenset()))
    return node(
        "tu",
        [
            *([node("note", entry.note)] if entry.note else []),
            *(node("prop", text, type=f"{_PREFIX}{name}") for name, text in cells.items()),
            _variant("ja", entry.source),
            _variant("en", preferred),
        ],
        tuid=entry.id,
        changedate=_to_tmx_date(entry.modified),
        changeid=entry.author,
    )


def _variant(code: str, text: str) -> Node:
    return node("tuv", [node("seg", text)], xml_lang=code)


def _to_tmx_date(date: str) -> str:
    """The date as TMX has it, in UTC; the property says it as it was."""
    if not date:
        return ""
    moment = dt.datetime.fromisoformat(date)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    try:
        return aware.astimezone(dt.UTC).strftime(_TMX_DATE)
    except OverflowError:
        return ""


def _from_tmx_date(date: str, notices: Notices) -> str:
    if not date:
        return ""
    try:
        moment = dt.datetime.strptime(date, _TMX_DATE).replace(tzinfo=dt.UTC)
    except ValueError:
        notices.add("dates not in TMX's form (20260131T120000Z)")
        return ""
    return moment.isoformat()


def _check_root(root: Element) -> None:
    if root.name != "tmx":
        raise wrong_root(root, "TMX, which begins with <tmx>")


def _convert(record: Element, reading: Reading) -> Iterator[Found]:
    if record.name == "header":
        reading.header.update(record.attributes)
        return
    found = _segments(record, reading.notices)
    if len(found) < 2:
        reading.notices.add(READER.pairless)
        return
    is_ours = reading.header.get("o-tmf") == _TOOL
    id_ = record.attributes.get("tuid", "") if is_ours else ""
    if not is_ours and "tuid" in record.attributes:
        reading.notices.add("unit ids of other tools")
    attributes = record.attributes
    said = {
        "source": check_text("source", found["ja"]),
        "target": tuple(filter(None, [check_text("target", found["en"])])),
        "id": id_,
        "note": check_text("note", _note(record)),
        "author": check_text(
            "author", attributes.get("changeid") or attributes.get("creationid") or ""
        ),
        "modified": _from_tmx_date(
            attributes.get("changedate") or attributes.get("creationdate") or "", reading.notices
        ),
    }
    entry = build_entry(house.complete(said, house.from_cells(_cells(record, reading.notices))))
    yield Found(entry, bool(id_), record.place)


def _segments(record: Element, notices: Notices) -> dict[str, str]:
    """The Japanese and the English segment, the first of each."""
    found: dict[str, str] = {}
    for variant in record.find("tuv"):
        code = language(variant)
        if code not in ("ja", "en") or code in found:
            notices.add("segments beyond one Japanese and one English")
            continue
        for segment in variant.find("seg"):
            if any(True for _ in segment.descendants(*_CODES)):
                notices.add("segments with inline codes, which terms do without")
            found[code] = segment.line(without=_CODES)
    return found


def _note(record: Element) -> str:
    notes = [
        *record.find("note"),
        *(n for variant in record.find("tuv") for n in variant.find("note")),
    ]
    return "\n".join(filter(None, (note.prose() for note in notes)))


def _cells(record: Element, notices: Notices) -> dict[str, str]:
    cells: dict[str, str] = {}
    for item in record.find("prop"):
        type_ = item.attributes.get("type", "")
        if type_.startswith(_PREFIX):
            cells[type_.removeprefix(_PREFIX)] = item.text()
        else:
            notices.add(f"`{type_}` properties")
    return cells


READER: Final = XmlReader(("header", "tu"), _check_root, _convert)
read = READER.read
