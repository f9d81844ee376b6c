"""When a file and a glossary of a store were last the same: what a three-way sync starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from glossary.database import record, state
from glossary.database.tables import SyncRow
from glossary.errors import ConflictError
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from glossary.changes import EntryChange, Signature
    from glossary.database.state import Head


@dataclass(frozen=True, slots=True)
class Synced:
    """A file and the glossary were the same."""

    revision: int
    hash: str
    """`version.version` of both."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A glossary as it stands, and when it was the same as a file: one state of the store."""

    glossary: Glossary
    revision: int
    syncs: tuple[Synced, ...]
    """With the file of the name that was asked for, newest first."""
    base: Glossary
    """As at the newest of them; empty where there is none."""


def snapshot(connection: Connection, head: Head, file: str) -> Snapshot:
    """The glossary now, and what it was at the last sync with the file called `file`."""
    question = (
        select(SyncRow.revision, SyncRow.hash)
        .where(SyncRow.glossary_id == head.id, SyncRow.file == file)
        .order_by(SyncRow.revision.desc())
    )
    syncs = tuple(Synced(*row) for row in connection.execute(question))
    held = state.at(connection, head, syncs[0].revision).values() if syncs else ()
    return Snapshot(
        Glossary(head.name, state.entries(connection, head)),
        head.revision,
        syncs,
        Glossary(head.name, tuple(item.entry for item in held)),
    )


def write(
    connection: Connection,
    head: Head,
    changes: Sequence[EntryChange],
    signature: Signature,
    *,
    seen: int,
    file: str,
    hash_: str,
) -> None:
    """Write the changes as one revision, if any, and that the file is the same as of now.

    `head` must be locked. Raises `ConflictError` where the newest revision is no longer `seen`:
    what others wrote since is not in the file.
    """
    if head.revision != seen:
        raise ConflictError(
            f"glossary {head.name!r} was changed meanwhile (revision {head.revision}, not {seen}); "
            "nothing was written to it, run the same command again"
        )
    made = record.write(connection, head, changes, signature)
    revision = made.number if made else seen
    same = (
        SyncRow.glossary_id == head.id,
        SyncRow.file == file,
        SyncRow.revision == revision,
    )
    connection.execute(delete(SyncRow).where(*same))
    row = {"glossary_id": head.id, "file": file, "revision": revision, "hash": hash_}
    connection.execute(insert(SyncRow), row | {"at": signature.at})
