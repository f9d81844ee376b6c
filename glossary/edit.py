"""Changes to a glossary, each a function from one glossary to the next; nothing is written here.

A change that would leave two entries at odds is refused: an id that is taken, a term that another
entry already renders otherwise. Dates are passed in, never read from the clock.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import process

from glossary.entry import clean, derive_id
from glossary.errors import ConflictError, EntryError, UnknownEntryError
from glossary.formats.columns import COLUMNS, Value, build_entry, parse_cell, values
from glossary.model import Glossary, TargetStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glossary.model import Entry

_RULED_OUT = (TargetStatus.DEPRECATED, TargetStatus.FORBIDDEN)
_LIKE = 70
"""How similar (0–100) an id must be to be suggested."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of an entry that changed."""

    column: str
    before: Value
    after: Value


def find(glossary: Glossary, id_: str) -> Entry:
    """The entry with an id; raises `UnknownEntryError`, which suggests the nearest."""
    for entry in glossary.entries:
        if entry.id == id_:
            return entry
    near = process.extractOne(id_, [entry.id for entry in glossary.entries], score_cutoff=_LIKE)
    hint = f"did you mean {near[0]!r}?" if near else "`glossary search` finds entries by any word"
    raise UnknownEntryError(f"glossary {glossary.name!r} has no entry {id_!r}; {hint}")


def named(glossary: Glossary, term: str) -> tuple[Entry, ...]:
    """The entry with the id `term`, else those that it is the source or a variant of.

    Raises `UnknownEntryError`.
    """
    spelled = tuple(entry for entry in glossary.entries if term in entry.sources)
    if spelled and not any(entry.id == term for entry in glossary.entries):
        return spelled
    return (find(glossary, term),)


def add(glossary: Glossary, entry: Entry, *, beside: bool = False) -> Glossary:
    """The glossary with one entry more, at its end.

    Raises `ConflictError` where the id is taken, or where another entry renders the same source
    (with `beside`, a second meaning of the same source is let in); `EntryError` where the entry
    contradicts itself.
    """
    entry = consistent(entry)
    for other in glossary.entries:
        if other.id == entry.id:
            raise ConflictError(_taken(entry, other))
        if not beside and entry.source in other.sources:
            raise ConflictError(
                f"{entry.source} is already rendered as {other.preferred!r} by entry "
                f"{other.id!r}; edit that one, or add this one beside it (`--beside`)"
            )
    return Glossary(glossary.name, (*glossary.entries, entry))


def replace(glossary: Glossary, entry: Entry) -> Glossary:
    """The glossary with `entry` in the place of the one with its id.

    Raises `UnknownEntryError`, or `EntryError` where the entry contradicts itself.
    """
    entry = consistent(entry)
    find(glossary, entry.id)
    entries = tuple(entry if old.id == entry.id else old for old in glossary.entries)
    return Glossary(glossary.name, entries)


def remove(glossary: Glossary, id_: str) -> Glossary:
    """The glossary without one entry; raises `UnknownEntryError`."""
    gone = find(glossary, id_)
    return Glossary(glossary.name, tuple(entry for entry in glossary.entries if entry is not gone))


def with_cells(entry: Entry, cells: Mapping[str, str]) -> Entry:
    """The entry with some columns set from the text of their cells; an empty cell clears.

    Raises `EntryError` for an unknown column, a cell that cannot be read, or a change of the id.
    """
    for column in cells:
        if column not in COLUMNS:
            raise EntryError(f"there is no column {column!r}; known: {', '.join(COLUMNS)}")
    changed = {column: parse_cell(column, cell) for column, cell in cells.items()}
    if changed.get("id", entry.id) != entry.id:
        raise EntryError("the id of an entry stays; remove it and add another")
    return consistent(build_entry({**values(entry), **changed, "id": entry.id}))


def stamped(entry: Entry, *, author: str, date: str, reason: str = "") -> Entry:
    """The entry with who changed it and when (ISO 8601); a reason is added to its note."""
    line = f"{date} {author}: {reason}".replace(" :", ":") if reason else ""
    note = "\n".join(filter(None, (entry.note, line)))
    return dataclasses.replace(entry, author=author or entry.author, modified=date, note=note)


def changes(before: Entry, after: Entry) -> tuple[FieldChange, ...]:
    """The columns in which two entries differ, in the order of files."""
    old, new = values(before), values(after)
    return tuple(
        FieldChange(column, old[column], new[column])
        for column in COLUMNS
        if column != "id" and old[column] != new[column]
    )


def consistent(entry: Entry) -> Entry:
    """The cleaned entry; raises `EntryError` where it contradicts itself."""
    entry = clean(entry)
    if not entry.id:
        entry = dataclasses.replace(entry, id=derive_id(entry.source, entry.type))
    both = contradictions(entry)
    if both:
        raise EntryError(
            f"entry {entry.id!r} ({entry.source}): {both[0]!r} is both accepted and ruled out; "
            "keep one of the two"
        )
    return entry


def contradictions(entry: Entry) -> tuple[str, ...]:
    """The renderings that an entry accepts and deprecates or forbids at once."""
    out = {target.text for target in entry.targets if target.status in _RULED_OUT}
    return tuple(text for text in entry.accepted if text in out) if out else ()


def _taken(entry: Entry, other: Entry) -> str:
    if other.source == entry.source:
        return f"{entry.source} is already entry {other.id!r} ({other.preferred}); edit that one"
    return f"the id {entry.id!r} is taken by {other.source} ({other.preferred}); choose another"
