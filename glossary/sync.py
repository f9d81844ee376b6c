"""A glossary that is kept twice, in a file and in a store: both edited, brought together again.

Three-way, like a merge in version control: `base` is what both held when they were last the same.
What one side changed, and the other did not, is taken, entry by entry and column by column. Lists
of variants and renderings take what either side added and lose what either removed. Where both
changed one column otherwise, or one removed what the other changed, that is a conflict, and a
person decides. `merge` does another job: it lays a list over a glossary, and knows no removals.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from glossary.edit import consistent
from glossary.entry import clean
from glossary.errors import EntryError
from glossary.formats.columns import COLUMNS, DEFAULTS, LISTS, Value, build_entry, values
from glossary.model import Glossary

if TYPE_CHECKING:
    from glossary.model import Entry

_SIGNATURE: Final = ("modified", "author")


class Side(StrEnum):
    """Whose version holds where both changed the same."""

    OURS = "ours"
    """That of the file."""
    THEIRS = "theirs"
    """That of the store."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """An entry that both sides changed, in ways that do not go together."""

    base: Entry | None
    ours: Entry | None
    theirs: Entry | None
    columns: tuple[str, ...]
    """The columns at odds; empty where one side removed the entry, or no entry comes out."""

    @property
    def id(self) -> str:
        """The id of the entry."""
        entry = self.ours or self.theirs
        return entry.id if entry else ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes out: for the file and for the store alike."""

    result: Glossary
    """In a conflict that nobody decided, the entry of `ours`."""
    conflicts: tuple[Conflict, ...]


def three_way(
    base: Glossary, ours: Glossary, theirs: Glossary, *, prefer: Side | None = None
) -> Outcome:
    """Bring two versions of a glossary together; `prefer` decides where they are in conflict.

    The result has the order of `ours`, and what only `theirs` holds behind it. Raises `EntryError`
    for an entry that cannot be kept.
    """
    old, mine, other = (
        {entry.id: clean(entry) for entry in side.entries} for side in (base, ours, theirs)
    )
    kept: list[Entry] = []
    conflicts: list[Conflict] = []
    for id_ in dict.fromkeys((*mine, *other)):
        found = _entry(old.get(id_), mine.get(id_), other.get(id_), prefer)
        if isinstance(found, Conflict):
            conflicts.append(found)
            found = found.ours
        if found:
            kept.append(found)
    return Outcome(Glossary(theirs.name, tuple(kept)), tuple(conflicts))


def _entry(
    base: Entry | None, ours: Entry | None, theirs: Entry | None, prefer: Side | None
) -> Entry | Conflict | None:
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    if ours is None or theirs is None:
        return Conflict(base, ours, theirs, ()) if prefer is None else _picked(ours, theirs, prefer)
    merged, at_odds = _columns(base, ours, theirs, prefer)
    if at_odds:
        return Conflict(base, ours, theirs, at_odds)
    try:
        return consistent(build_entry(merged))
    except EntryError:
        # Each side is right for itself, and both together contradict each other.
        return Conflict(base, ours, theirs, ()) if prefer is None else _picked(ours, theirs, prefer)


def _picked(ours: Entry | None, theirs: Entry | None, prefer: Side) -> Entry | None:
    return ours if prefer is Side.OURS else theirs


def _columns(
    base: Entry | None, ours: Entry, theirs: Entry, prefer: Side | None
) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The columns of both together, and those at odds."""
    old = values(base) if base else DEFAULTS
    mine, other = values(ours), values(theirs)
    merged: dict[str, Value] = {}
    at_odds: list[str] = []
    for column in COLUMNS:
        value = _value(column, old[column], mine[column], other[column])
        if value is None and prefer:
            value = (mine if prefer is Side.OURS else other)[column]
        if value is None:
            at_odds.append(column)
        else:
            merged[column] = value
    # Who changed it last, and when, are of one version; neither is worth a conflict.
    newest = max((mine, other), key=lambda said: str(said["modified"]))
    if old["modified"] != mine["modified"] != other["modified"] != old["modified"]:
        merged |= {column: newest[column] for column in _SIGNATURE}
    at_odds = [column for column in at_odds if column not in _SIGNATURE]
    return DEFAULTS | merged | {"id": ours.id}, tuple(at_odds)


def _value(column: str, old: Value, mine: Value, other: Value) -> Value | None:
    """The value that comes out; nothing where both changed it otherwise."""
    if mine in (old, other):
        return other if mine == old else mine
    if other == old:
        return mine
    if column == "note" and str(mine).startswith(str(old)) and str(other).startswith(str(old)):
        return _both_notes(str(old), str(mine), str(other))
    if column not in LISTS[1:]:
        return None
    if isinstance(old, tuple) and isinstance(mine, tuple) and isinstance(other, tuple):
        gone = (set(old) - set(mine)) | (set(old) - set(other))
        return tuple(dict.fromkeys(item for item in (*mine, *other) if item not in gone))
    return None


def _both_notes(old: str, mine: str, other: str) -> str:
    """Lines that both sides added, one after the other."""
    added = other.removeprefix(old).strip("\n")
    return "\n".join(filter(None, (mine.rstrip("\n"), added)))
