"""Bringing the entries of one glossary into another: a plan to look at, and its result.

An incoming entry is the same as one that is there when they share an id, or source and type, or
source and rendering. What it says is then laid over the old entry; what it leaves unsaid stays, so
that a list of two columns never wipes out variants and notes. Where the two render the source
differently and only the source is shared, that is a conflict, and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from glossary import edit
from glossary.entry import clean, derive_id
from glossary.formats.columns import DEFAULTS, LISTS, Value, build_entry, values
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Callable

    from glossary.model import Entry

_SIGNATURE = frozenset({"author", "modified"})


class ChangeKind(StrEnum):
    """What a merge does with an incoming entry."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


class OnConflict(StrEnum):
    """Whose rendering holds after a conflict: the old, the new, or both side by side."""

    KEEP = "keep"
    REPLACE = "replace"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Change:
    """One incoming entry: the old entry that it meets, and the entry that results."""

    kind: ChangeKind
    before: Entry | None
    after: Entry
    """As it would stand in the merged glossary; in a conflict that is kept, what came in."""


@dataclass(frozen=True, slots=True)
class Merge:
    """The plan: every incoming entry in order, and the glossary that comes out."""

    changes: tuple[Change, ...]
    result: Glossary

    def count(self, kind: ChangeKind) -> int:
        """How many changes are of one kind."""
        return sum(change.kind is kind for change in self.changes)


def merge(
    old: Glossary,
    incoming: Glossary,
    *,
    on_conflict: OnConflict = OnConflict.KEEP,
    stamp: Callable[[Entry], Entry] = lambda entry: entry,
) -> Merge:
    """The plan for bringing `incoming` into `old`; `stamp` marks each entry that changes.

    Raises `EntryError` where an entry that comes out contradicts itself.
    """
    state = _State(old)
    found = tuple(_merge_one(state, clean(entry), on_conflict, stamp) for entry in incoming.entries)
    return Merge(found, Glossary(old.name, tuple(state.entries.values())))


class _State:
    """The glossary while it grows, by id and by source."""

    def __init__(self, old: Glossary) -> None:
        self.entries = {entry.id: entry for entry in old.entries}
        self._by_source: dict[str, list[str]] = defaultdict(list)
        for entry in old.entries:
            self._by_source[entry.source].append(entry.id)

    def put(self, entry: Entry) -> None:
        if entry.id not in self.entries:
            self._by_source[entry.source].append(entry.id)
        self.entries[entry.id] = entry

    def same_source(self, entry: Entry) -> list[Entry]:
        return [self.entries[id_] for id_ in self._by_source[entry.source]]

    def same(self, entry: Entry) -> Entry | None:
        """The old entry that the incoming one speaks of, agreeing with it or not."""
        if entry.id in self.entries:
            return self.entries[entry.id]
        others = self.same_source(entry)
        agreeing = [other for other in others if entry.preferred in other.accepted]
        typed = [other for other in others if other.type is entry.type]
        return next(iter((*agreeing, *typed, *others)), None)


def _merge_one(
    state: _State, entry: Entry, on_conflict: OnConflict, stamp: Callable[[Entry], Entry]
) -> Change:
    old = state.same(entry)
    if old is None:
        return _put(state, ChangeKind.ADDED, None, stamp(entry))
    if _is_conflict(old, entry):
        return _settle(state, old, entry, on_conflict, stamp)
    return _lay_over(state, old, entry, stamp)


def _is_conflict(old: Entry, new: Entry) -> bool:
    # An id that was given, not derived, says that the change of rendering is meant.
    by_id = old.id == new.id and new.id != derive_id(new.source, new.type)
    return not by_id and new.preferred not in old.accepted


def _settle(
    state: _State,
    old: Entry,
    new: Entry,
    on_conflict: OnConflict,
    stamp: Callable[[Entry], Entry],
) -> Change:
    if on_conflict is OnConflict.REPLACE:
        return _lay_over(state, old, new, stamp)
    if on_conflict is OnConflict.BOTH:
        id_ = derive_id(new.source, new.type, new.preferred) if new.id in state.entries else new.id
        return _put(state, ChangeKind.ADDED, None, stamp(_with_id(new, id_)))
    return Change(ChangeKind.CONFLICT, old, new)


def _lay_over(state: _State, old: Entry, new: Entry, stamp: Callable[[Entry], Entry]) -> Change:
    laid = _laid_over(old, new)
    if not any(change.column not in _SIGNATURE for change in edit.changes(old, laid)):
        return Change(ChangeKind.UNCHANGED, old, old)
    return _put(state, ChangeKind.CHANGED, old, stamp(laid))


def _put(state: _State, kind: ChangeKind, before: Entry | None, after: Entry) -> Change:
    after = edit.consistent(after)
    state.put(after)
    return Change(kind, before, after)


def _laid_over(old: Entry, new: Entry) -> Entry:
    """The old entry with what the new one says; lists are joined, the new rendering leads."""
    said = values(new)
    merged: dict[str, Value] = values(old)
    if new.preferred in old.accepted:
        said["target"] = ()  # an admitted rendering does not push out the preferred one
    for column, value in said.items():
        if value != DEFAULTS[column]:
            merged[column] = _joined(merged[column], value) if column in LISTS[1:] else value
    return build_entry({**merged, "id": old.id, "source": old.source})


def _joined(old: Any, new: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _with_id(entry: Entry, id_: str) -> Entry:
    return build_entry({**values(entry), "id": id_})
