"""What a standard has no place for, carried beside what it has.

Every column of the house format that a standard cannot express natively travels as a JSON object
(TBX, in a note) or as properties (TMX, XLIFF); other tools keep or show them as text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from glossary.formats.columns import DEFAULTS, Value, format_cell, parse_cell, values
from glossary.model import TargetStatus

if TYPE_CHECKING:
    from collections.abc import Collection

    from glossary.model import Entry

NO_TARGET = "no_target"
"""Says of a do-not-translate entry that its rendering in the file is but the source again."""

_MARK = "glossary: "


def extras(entry: Entry, native: Collection[str]) -> dict[str, Value]:
    """The columns that say something and are not in `native`, and `no_target`."""
    said = values(entry)
    found = {
        column: value
        for column, value in said.items()
        if value != DEFAULTS[column] and column not in native
    }
    if not entry.with_status(TargetStatus.PREFERRED):
        found[NO_TARGET] = True
    return found


def to_note(found: dict[str, Value]) -> str:
    """The extras as the text of a note of its own."""
    return _MARK + json.dumps(found, ensure_ascii=False, sort_keys=True)


def is_note(text: str) -> bool:
    """Whether a note holds extras."""
    return from_note(text) is not None


def from_note(text: str) -> dict[str, Any] | None:
    """The extras that a note holds, or nothing where it is somebody's note."""
    if not text.startswith(f"{_MARK}{{"):
        return None
    try:
        found = json.loads(text.removeprefix(_MARK))
    except json.JSONDecodeError:
        return None
    known = isinstance(found, dict) and all(key in DEFAULTS or key == NO_TARGET for key in found)
    return found if known else None


def to_cells(entry: Entry, native: Collection[str]) -> dict[str, str]:
    """The extras as the cells of the house format: column → text."""
    found = extras(entry, native)
    cells = {
        column: format_cell(column, value) for column, value in found.items() if column in DEFAULTS
    }
    return cells | ({NO_TARGET: "yes"} if NO_TARGET in found else {})


def from_cells(cells: dict[str, str]) -> dict[str, Any]:
    """The extras that cells hold, names that are no column passed over; raises `CellError`."""
    found: dict[str, Any] = {
        column: parse_cell(column, text) for column, text in cells.items() if column in DEFAULTS
    }
    return found | ({NO_TARGET: True} if NO_TARGET in cells else {})


def complete(said: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What a file says natively, completed by the extras."""
    found = dict(found)
    if found.pop(NO_TARGET, False) and tuple(said.get("target", ())) == (said["source"],):
        said = {**said, "target": ()}
    return {**said, **found}
