"""Writing a revision: the entries as they now stand, and the record of what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from glossary import spellings
from glossary.changes import EntryChange, refuse_stale
from glossary.database import rows, state
from glossary.database.bulk import insert_rows
from glossary.database.tables import ChangeRow, EntryRow, GlossaryRow, RevisionRow, SpellingRow
from glossary.entry import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from glossary.changes import Signature
    from glossary.database.state import Head, Revision
    from glossary.model import Entry

_AT_ONCE = 5_000
"""Entries whose rows are held in memory at once."""
_NOWHERE: Mapping[str, int] = {}


def write(
    connection: Connection,
    head: Head,
    changes: Sequence[EntryChange],
    signature: Signature,
    *,
    positions: Mapping[str, int] = _NOWHERE,
    reverts: int | None = None,
) -> Revision | None:
    """Write the changes as the next revision; nothing where nothing differs.

    `head` must be locked. `positions` says where entries that come back stood. Raises `StaleError`
    and `EntryError`, and then nothing may be kept.
    """
    changes = _cleaned(changes)
    if not changes:
        return None
    now = state.placed(connection, head, [change.id for change in changes])
    entries = {id_: item.entry for id_, item in now.items()}
    for change in changes:
        refuse_stale(change, entries)
    revision = _revision(head.revision + 1, changes, signature, reverts)
    connection.execute(
        insert(RevisionRow),
        {"glossary_id": head.id} | {name: getattr(revision, name) for name in revision.__slots__},
    )
    places = {id_: item.position for id_, item in now.items()} | dict(positions)
    free = _fill_in(places, changes, head.next_position)
    _remove(connection, head, [item.position for item in now.values()])
    for some in state.batches(changes, _AT_ONCE):
        _put(connection, head, some, places, revision.number)
    connection.execute(
        update(GlossaryRow)
        .where(GlossaryRow.id == head.id)
        .values(revision=revision.number, next_position=free)
    )
    if head.key_rules != spellings.rules():
        renew_spellings(connection, head)
    return revision


def renew_spellings(connection: Connection, head: Head) -> None:
    """Make the keys of every entry anew, by today's rules."""
    connection.execute(delete(SpellingRow).where(SpellingRow.glossary_id == head.id))
    question = select(EntryRow.id, EntryRow.position).where(EntryRow.glossary_id == head.id)
    places = {row[0]: row[1] for row in connection.execute(question)}
    for some in state.batches(state.entries(connection, head), _AT_ONCE):
        _put_spellings(connection, head, some, places)
    connection.execute(
        update(GlossaryRow).where(GlossaryRow.id == head.id).values(key_rules=spellings.rules())
    )


def _cleaned(changes: Iterable[EntryChange]) -> list[EntryChange]:
    """The changes that are any, each entry as it may be kept."""
    cleaned = (
        EntryChange(change.before, clean(change.after) if change.after else None)
        for change in changes
    )
    return [change for change in cleaned if change.before != change.after]


def _revision(
    number: int, changes: Sequence[EntryChange], signature: Signature, reverts: int | None
) -> Revision:
    verbs = [change.verb for change in changes]
    counts = (verbs.count(verb) for verb in ("added", "changed", "removed"))
    return state.Revision(
        number, signature.at, signature.author, signature.reason, reverts, *counts
    )


def _fill_in(places: dict[str, int], changes: Sequence[EntryChange], free: int) -> int:
    """Give a place to each entry that has none; gives the next free one."""
    for change in changes:
        if change.id not in places:
            places[change.id] = free
            free += 1
    return free


def _remove(connection: Connection, head: Head, positions: Sequence[int]) -> None:
    """Remove entries as they stood, and their keys with them."""
    if positions:
        question = delete(EntryRow).where(
            EntryRow.glossary_id == head.id, EntryRow.position == bindparam("gone")
        )
        connection.execute(question, [{"gone": position} for position in positions])


def _put(
    connection: Connection,
    head: Head,
    changes: Sequence[EntryChange],
    places: Mapping[str, int],
    number: int,
) -> None:
    standing: list[dict[str, Any]] = []
    kept: list[dict[str, Any]] = []
    for change in changes:
        key = {"glossary_id": head.id, "position": places[change.id]}
        said = rows.fields(change.after) if change.after else None
        record = rows.record(said) if said else None
        kept.append({**key, "entry_id": change.id, "number": number, "after": record})
        if said:
            standing.append({**key, "revision": number, **said})
    insert_rows(connection, ChangeRow, kept)
    insert_rows(connection, EntryRow, standing)
    if head.key_rules == spellings.rules():
        _put_spellings(connection, head, [item.after for item in changes if item.after], places)


def _put_spellings(
    connection: Connection, head: Head, entries: Sequence[Entry], places: Mapping[str, int]
) -> None:
    made = [
        {"glossary_id": head.id, "position": places[entries[at].id], "key": key}
        for at, key in spellings.entry_keys(entries)
    ]
    insert_rows(connection, SpellingRow, made)
