"""Changes of entries as values: what differs between two glossaries, and how it is applied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossary.errors import StaleError
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from glossary.model import Entry


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry before and after a change; `None` where it is not there. One id on both sides."""

    before: Entry | None
    after: Entry | None

    @property
    def id(self) -> str:
        """The id of the entry."""
        entry = self.after or self.before
        return entry.id if entry else ""

    @property
    def verb(self) -> str:
        """`added`, `changed` or `removed`."""
        if self.before is None:
            return "added"
        return "changed" if self.after else "removed"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who made a change, when and why."""

    at: datetime
    """With a time zone."""
    author: str = ""
    reason: str = ""


def between(old: Glossary, new: Glossary) -> tuple[EntryChange, ...]:
    """What makes `new` of `old`: changed and added entries in the order of `new`, then removed."""
    before = {entry.id: entry for entry in old.entries}
    kept = {entry.id for entry in new.entries}
    put = (EntryChange(before.get(entry.id), entry) for entry in new.entries)
    gone = (EntryChange(entry, None) for entry in old.entries if entry.id not in kept)
    return (*(change for change in put if change.before != change.after), *gone)


def applied(glossary: Glossary, changes: Iterable[EntryChange]) -> Glossary:
    """The glossary after the changes, new entries at its end.

    Raises `StaleError` where an entry is not as the change saw it.
    """
    entries = {entry.id: entry for entry in glossary.entries}
    for change in changes:
        refuse_stale(change, entries)
        if change.after is None:
            del entries[change.id]
        else:
            entries[change.id] = change.after
    return Glossary(glossary.name, tuple(entries.values()))


def refuse_stale(change: EntryChange, current: Mapping[str, Entry]) -> None:
    """Raise `StaleError` unless the entry in `current` is the one that the change was made to."""
    now = current.get(change.id)
    if now != change.before:
        raise StaleError(change.id, seen=change.before, current=now, wanted=change.after)
