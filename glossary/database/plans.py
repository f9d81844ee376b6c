"""What undoing a revision or going back to one would change: plans to look at, then to commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glossary import changes as entry_changes
from glossary.database import state
from glossary.errors import ConflictError, UnknownEntryError
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sqlalchemy import Connection

    from glossary.changes import EntryChange
    from glossary.database.state import Head, Placed, Revision


@dataclass(frozen=True, slots=True)
class Plan:
    """Changes that are not made yet."""

    changes: tuple[EntryChange, ...]
    positions: Mapping[str, int]
    """Where entries that come back stood."""
    reverts: int | None = None
    """The revision that the plan undoes."""


def difference(connection: Connection, head: Head, old: int, new: int) -> tuple[EntryChange, ...]:
    """What makes the state of revision `new` of that of `old`. Raises `UnknownEntryError`."""
    ids = state.touched(connection, head, min(old, new) + 1, max(old, new))
    before, after = (state.at(connection, head, number, ids) for number in (old, new))
    return _between(before, after)


def undo(connection: Connection, head: Head, number: int | None) -> Plan:
    """The plan that undoes a revision: the newest that is no undoing and not undone, or `number`.

    Raises `ConflictError` where there is none or it is undone already, `StaleError` where an entry
    has changed since.
    """
    known = state.revisions(connection, head)
    target = _target(head, known, number)
    ids = state.touched(connection, head, target, target)
    before = state.at(connection, head, target - 1, ids)
    after = state.at(connection, head, target, ids)
    plan = Plan(_between(after, before), _positions(before), target)
    current = {id_: item.entry for id_, item in state.placed(connection, head, ids).items()}
    for change in plan.changes:
        entry_changes.refuse_stale(change, current)
    return plan


def restore(connection: Connection, head: Head, number: int, ids: Collection[str]) -> Plan:
    """The plan that brings back the state of a revision, of all entries or of those with `ids`.

    Raises `UnknownEntryError` for a revision, or an entry, that there is not.
    """
    since = state.touched(connection, head, number + 1, head.revision)
    then = state.at(connection, head, number, since | set(ids))
    now = state.placed(connection, head, since | set(ids))
    for id_ in ids:
        if id_ not in then and id_ not in now:
            raise UnknownEntryError(
                f"glossary {head.name!r} has no entry {id_!r}, and had none at revision {number}; "
                "`glossary history ID` says when there was one"
            )
    if ids:
        then = {id_: item for id_, item in then.items() if id_ in ids}
        now = {id_: item for id_, item in now.items() if id_ in ids}
    return Plan(_between(now, then), _positions(then))


def undone(known: Collection[Revision]) -> dict[int, int]:
    """Each revision that is undone, with the one that undoes it; `known`: all, newest first."""
    found: dict[int, int] = {}
    for revision in known:
        # An undoing that is itself undone undoes nothing.
        if revision.reverts is not None and revision.number not in found:
            found.setdefault(revision.reverts, revision.number)
    return found


def _target(head: Head, known: tuple[Revision, ...], number: int | None) -> int:
    gone = undone(known)
    if number is not None:
        if not 1 <= number <= head.revision:
            raise UnknownEntryError(
                f"glossary {head.name!r} has no revision {number}; the newest is {head.revision}"
            )
        if number in gone:
            raise ConflictError(
                f"revision {number} is undone already, by revision {gone[number]}; "
                f"`glossary undo {gone[number]}` brings it back"
            )
        return number
    for revision in known:
        if revision.reverts is None and revision.number not in gone:
            return revision.number
    raise ConflictError(f"glossary {head.name!r} has no change that could be undone")


def _between(old: Mapping[str, Placed], new: Mapping[str, Placed]) -> tuple[EntryChange, ...]:
    before, after = (
        Glossary("", tuple(item.entry for item in side.values())) for side in (old, new)
    )
    return entry_changes.between(before, after)


def _positions(places: Mapping[str, Placed]) -> dict[str, int]:
    return {id_: item.position for id_, item in places.items()}
