"""The columns that the table formats share, and how a cell is read and written.

A list is separated by `|`. A backslash escapes: `\\|` a bar in a list, `\\\\` a backslash, `\\t`,
`\\n` and `\\r` white space in a note, `\\#` a `#` at the beginning of a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from glossary.entry import CONTROL, CONTROL_IN_PROSE, PROSE, derive_id, is_date
from glossary.errors import EntryError
from glossary.model import CaseRule, Entry, EntryStatus, EntryType, Target, TargetStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

Value: TypeAlias = str | int | bool | tuple[str, ...]
"""A cell's value: text, whole number, yes or no, or list of texts."""

LISTS: Final = ("target", "admitted", "deprecated", "forbidden", "variants")
ENUMS: Final[dict[str, type[StrEnum]]] = {
    "type": EntryType,
    "status": EntryStatus,
    "case": CaseRule,
}
DEFAULTS: Final[dict[str, Value]] = {
    "source": "",
    "target": (),
    "id": "",
    "type": "term",
    "variants": (),
    "admitted": (),
    "deprecated": (),
    "forbidden": (),
    "adjective": "",
    "first_mention": "",
    "status": "approved",
    "dnt": False,
    "case": "exact",
    "inflect": True,
    "priority": 0,
    "domain": "",
    "note": "",
    "provenance": "",
    "author": "",
    "modified": "",
}
"""Every column, in the order that files are written in, with the value of an empty cell."""

COLUMNS: Final = tuple(DEFAULTS)
ALIASES: Final = {
    "ja": "source",
    "src": "source",
    "en": "target",
    "tgt": "target",
    "alt": "admitted",
    "variant": "variants",
    "do_not_translate": "dnt",
}
"""Other headings that are understood."""

_TYPES = {item.value: item for item in EntryType}
_STATUSES = {item.value: item for item in EntryStatus}
_CASES = {item.value: item for item in CaseRule}
_TARGET_COLUMNS = tuple(
    zip(("target", "admitted", "deprecated", "forbidden"), TargetStatus, strict=True)
)
_TRUE = frozenset({"yes", "true", "1"})
_FALSE = frozenset({"no", "false", "0"})
_ESCAPED = re.compile(r"\\(.?)", re.DOTALL)
_LIST_PIECE = re.compile(r"\\.|[^\\|]+|.", re.DOTALL)
_PLAIN = {"\\": "\\", "|": "|", "t": "\t", "n": "\n", "r": "\r", "#": "#"}
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_SPECIAL_IN_LISTS = _SPECIAL | {ord("|"): "\\|"}


class CellError(EntryError):
    """A cell cannot be read as its column demands."""

    def __init__(self, column: str, reason: str) -> None:
        self.column = column
        super().__init__(f"column {column!r}: {reason}")


def parse_heading(text: str) -> str | None:
    """The column that a heading names, or nothing."""
    name = text.strip().lower().replace(" ", "_").replace("-", "_")
    name = ALIASES.get(name, name)
    return name if name in DEFAULTS else None


def parse_cell(column: str, text: str) -> Value:
    """What a cell says; an empty one says the default. Raises `CellError`."""
    text = text.strip()
    if not text:
        return DEFAULTS[column]
    if column in LISTS:
        return tuple([term for item in _split(text) if (term := _term(column, item))])
    parse = _PARSERS.get(column)
    return parse(column, text) if parse else _term(column, text)


def format_cell(column: str, value: Value) -> str:
    """The cell that says `value`; empty for the default."""
    if value == DEFAULTS[column]:
        return ""
    if isinstance(value, tuple):
        return "|".join([item.translate(_SPECIAL_IN_LISTS) for item in value])
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).translate(_SPECIAL)


def build_entry(values: dict[str, Value]) -> Entry:
    """The entry that the values of one row make; its id is derived where none is given.

    Raises `CellError` for an empty source or target.
    """
    full: dict[str, Any] = DEFAULTS | values
    if not full["source"]:
        raise CellError("source", "is empty; write the Japanese term")
    if not full["target"] and not full["dnt"]:
        raise CellError("target", "is empty; write the English rendering, or `yes` under `dnt`")
    type_ = _TYPES[full["type"]]
    return Entry(
        id=full["id"] or derive_id(full["source"], type_),
        source=full["source"],
        targets=_targets(full),
        type=type_,
        variants=full["variants"],
        status=_STATUSES[full["status"]],
        do_not_translate=full["dnt"],
        case=_CASES[full["case"]],
        inflect=full["inflect"],
        adjective=full["adjective"],
        first_mention=full["first_mention"],
        priority=full["priority"],
        domain=full["domain"],
        note=full["note"],
        provenance=full["provenance"],
        author=full["author"],
        modified=full["modified"],
    )


def values(entry: Entry) -> dict[str, Value]:
    """The values of an entry by column; a derivable id counts as not given."""
    derived = derive_id(entry.source, entry.type)
    targets: dict[TargetStatus, tuple[str, ...]] = dict.fromkeys(TargetStatus, ())
    for target in entry.targets:
        targets[target.status] += (target.text,)
    return {
        "source": entry.source,
        "target": targets[TargetStatus.PREFERRED],
        "id": "" if entry.id == derived else entry.id,
        "type": entry.type.value,
        "variants": entry.variants,
        "admitted": targets[TargetStatus.ADMITTED],
        "deprecated": targets[TargetStatus.DEPRECATED],
        "forbidden": targets[TargetStatus.FORBIDDEN],
        "adjective": entry.adjective,
        "first_mention": entry.first_mention,
        "status": entry.status.value,
        "dnt": entry.do_not_translate,
        "case": entry.case.value,
        "inflect": entry.inflect,
        "priority": entry.priority,
        "domain": entry.domain,
        "note": entry.note,
        "provenance": entry.provenance,
        "author": entry.author,
        "modified": entry.modified,
    }


def check_text(column: str, text: str) -> str:
    """`text`, stripped; raises `CellError` where it holds a control character."""
    if text.isprintable():  # the quick way for nearly every cell
        return text.strip()
    found = (CONTROL_IN_PROSE if column in PROSE else CONTROL).search(text)
    if found:
        raise CellError(column, f"holds the control character U+{ord(found[0]):04X}; remove it")
    return text.strip()


def parse_enum(column: str, text: str) -> str:
    """A value of the column's list, whatever its case; raises `CellError`."""
    known = [item.value for item in ENUMS[column]]
    if text.lower() not in known:
        raise CellError(column, f"{text!r} is unknown; write one of {', '.join(known)}")
    return text.lower()


def check_id(column: str, text: str) -> str:
    """`text`, which must be one word; raises `CellError`."""
    if re.search(r"\s", text):
        raise CellError(column, f"{text!r} holds a space; write an id as one word")
    return check_text(column, text)


def parse_date(column: str, text: str) -> str:
    """An ISO 8601 date or time as written; raises `CellError`."""
    if not is_date(text):
        raise CellError(column, f"{text!r} is not a date; write it like 2026-01-31")
    return text


def _parse_bool(column: str, text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise CellError(column, f"{text!r} is neither yes nor no; write `yes`, `no` or nothing")


def _parse_id(column: str, text: str) -> str:
    return check_id(column, _unescape(column, text))


def _parse_int(column: str, text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,9}", text):
        raise CellError(column, f"{text!r} is not a whole number; write one such as 10")
    return int(text)


_PARSERS: Final[dict[str, Callable[[str, str], Value]]] = {
    "id": _parse_id,
    "type": parse_enum,
    "status": parse_enum,
    "case": parse_enum,
    "dnt": _parse_bool,
    "inflect": _parse_bool,
    "priority": _parse_int,
    "modified": parse_date,
}


def _term(column: str, text: str) -> str:
    return check_text(column, _unescape(column, text))


def _unescape(column: str, text: str) -> str:
    if "\\" not in text:
        return text

    def plain(found: re.Match[str]) -> str:
        try:
            return _PLAIN[found[1]]
        except KeyError:
            message = f"`{found[0]}` is no escape; write `\\\\` for a backslash"
            raise CellError(column, message) from None

    return _ESCAPED.sub(plain, text)


def _split(text: str) -> list[str]:
    if "\\" not in text:
        return text.split("|")
    items = [""]
    for piece in _LIST_PIECE.findall(text):
        if piece == "|":
            items.append("")
        else:
            items[-1] += piece
    return items


def _targets(full: Mapping[str, Any]) -> tuple[Target, ...]:
    return tuple(
        Target(text, status) for column, status in _TARGET_COLUMNS for text in full[column]
    )
