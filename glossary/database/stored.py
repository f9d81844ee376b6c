"""A glossary in a store, as a `Storage` with a history."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import insert

from glossary import edit, spellings
from glossary.database import engine as engines
from glossary.database import migrate, plans, record, state, syncs
from glossary.database.tables import GlossaryRow
from glossary.model import Glossary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import Connection, Engine

    from glossary.changes import EntryChange, Signature
    from glossary.database.plans import Plan
    from glossary.database.state import Revision
    from glossary.database.syncs import Snapshot
    from glossary.locations import StoreLocation
    from glossary.model import Entry


class StoredGlossary:
    """One glossary of a store. Safe to share between threads.

    With `pooled`, connections to PostgreSQL are kept from one use to the next, until `close`.

    Every method may raise `StoreError`, and all but `create`, `exists` and `upgrade` raise
    `UnknownEntryError` where there is no such store or glossary.
    """

    keeps_history = True

    def __init__(self, location: StoreLocation, *, pooled: bool = False) -> None:
        self.location = location
        self._pooled = pooled
        self._is_checked = False

    def __str__(self) -> str:
        return str(self.location)

    @cached_property
    def _engine(self) -> Engine:
        return engines.make_engine(self.location, pooled=self._pooled)

    @property
    def name(self) -> str:
        """The name behind `#`, or that of the store."""
        return self.location.default_name

    def close(self) -> None:
        """Give back the connections; the next use opens new ones."""
        if "_engine" in vars(self):
            self._engine.dispose()

    def names(self) -> tuple[str, ...]:
        """The glossaries of the store, sorted."""
        with self._reading() as connection:
            return state.names(connection)

    def exists(self) -> bool:
        """Whether the store holds the glossary."""
        if self._is_missing():
            return False
        with engines.reading(self._engine, self.location) as connection:
            if not migrate.version(connection):
                return False
            migrate.check(connection, self.location)
            known = state.names(connection)
        return self.location.glossary in known if self.location.glossary else bool(known)

    def check_place(self) -> None:
        """Nothing: the location says that it is a store."""

    def upgrade(self) -> str:
        """Make the store or bring it up to date; gives its version before, empty for none."""
        return migrate.upgrade(self._engine, self.location)

    def create(self) -> None:
        """Make what is missing of the store and of the glossary."""
        self.upgrade()
        with self._writing() as connection:
            known = state.names(connection)
            if self.location.glossary in known or (known and not self.location.glossary):
                return
            fresh = {"name": self.name, "uid": uuid.uuid4().hex, "key_rules": spellings.rules()}
            connection.execute(insert(GlossaryRow), fresh)

    def renew(self) -> None:
        """Make the keys that terms are looked up by anew, where the rules for them have changed."""
        with self._writing() as connection:
            head = state.head(connection, self.location, lock=True)
            if head.key_rules != spellings.rules():
                record.renew_spellings(connection, head)

    def stamp(self) -> tuple[str, int]:
        """The glossary's own mark, and its revision."""
        with self._reading() as connection:
            head = state.head(connection, self.location)
            return head.uid, head.revision

    def size(self) -> int:
        """How many entries there are."""
        with self._reading() as connection:
            return state.size(connection, state.head(connection, self.location))

    def read(self) -> Glossary:
        """The whole glossary as it stands."""
        with self._reading() as connection:
            head = state.head(connection, self.location)
            return Glossary(head.name, state.entries(connection, head))

    def named(self, term: str) -> tuple[Entry, ...]:
        """The entry with the id `term`, else those that it is the source or a variant of."""
        near = self.spelling(term)
        # Only where nothing has that name are all read, to suggest one that is like it.
        return edit.named(near if near.entries else self.read(), term)

    def spelling(self, *terms: str) -> Glossary:
        """The entries with one of the terms as id, source or variant; there may be none."""
        with self._reading() as connection:
            head = state.head(connection, self.location)
            if head.key_rules != spellings.rules():
                entries = state.entries(connection, head)
            else:
                entries = state.spelling(connection, head, set(map(spellings.term_key, terms)))
            named = [item.entry for item in state.placed(connection, head, terms).values()]
        said = [entry for entry in entries if not set(terms).isdisjoint(entry.sources)]
        return Glossary(head.name, tuple(dict.fromkeys((*said, *named))))

    def matching(self, text: str) -> Glossary:
        """The entries that a `Matcher` may find in `text`, by an index of their spellings."""
        with self._reading() as connection:
            head = state.head(connection, self.location)
            is_indexed = head.key_rules == spellings.rules()
            found = (
                state.matching(connection, head, text)
                if is_indexed
                else state.entries(connection, head)
            )
            return Glossary(head.name, found)

    def commit(self, changes: Sequence[EntryChange], signature: Signature) -> Revision | None:
        """Write the changes as one revision, all or none; nothing where nothing differs."""
        with self._writing() as connection:
            head = state.head(connection, self.location, lock=True)
            return record.write(connection, head, changes, signature)

    def layout(self, format_name: str) -> bytes:  # noqa: ARG002
        """Nothing: a store has no layout."""
        return b""

    def revisions(self, *, limit: int | None = None) -> tuple[Revision, ...]:
        """The newest revisions, newest first; all without a limit."""
        with self._reading() as connection:
            return state.revisions(connection, state.head(connection, self.location), limit=limit)

    def records(self, id_: str) -> list[tuple[Revision, Entry | None]]:
        """Each revision that changed an entry and what it made of it, oldest first."""
        with self._reading() as connection:
            head = state.head(connection, self.location)
            known = {revision.number: revision for revision in state.revisions(connection, head)}
            return [
                (known[number], after) for number, after in state.records(connection, head, id_)
            ]

    def at(self, number: int) -> Glossary:
        """The glossary as a revision left it; 0 is before the first."""
        with self._reading() as connection:
            head = state.head(connection, self.location)
            found = state.at(connection, head, number)
            return Glossary(head.name, tuple(item.entry for item in found.values()))

    def difference(self, old: int, new: int) -> tuple[EntryChange, ...]:
        """What makes the state of revision `new` of that of `old`."""
        with self._reading() as connection:
            return plans.difference(connection, state.head(connection, self.location), old, new)

    def plan_undo(self, number: int | None = None) -> Plan:
        """What undoing a revision would change; see `plans.undo`."""
        with self._reading() as connection:
            return plans.undo(connection, state.head(connection, self.location), number)

    def plan_restore(self, number: int, ids: Collection[str] = ()) -> Plan:
        """What going back to a revision would change; see `plans.restore`."""
        with self._reading() as connection:
            return plans.restore(connection, state.head(connection, self.location), number, ids)

    def carry_out(self, plan: Plan, signature: Signature) -> Revision | None:
        """Write what a plan says as one revision; raises `StaleError` where it no longer fits."""
        with self._writing() as connection:
            head = state.head(connection, self.location, lock=True)
            return record.write(
                connection,
                head,
                plan.changes,
                signature,
                positions=plan.positions,
                reverts=plan.reverts,
            )

    def snapshot(self, file: str) -> Snapshot:
        """The glossary now, and as it was at the last sync with the file called `file`."""
        with self._reading() as connection:
            head = state.head(connection, self.location)
            return syncs.snapshot(connection, head, file)

    def commit_sync(
        self,
        changes: Sequence[EntryChange],
        signature: Signature,
        *,
        seen: int,
        file: str,
        hash_: str,
    ) -> None:
        """Write the changes and that the file is now the same; see `syncs.write`."""
        with self._writing() as connection:
            head = state.head(connection, self.location, lock=True)
            syncs.write(connection, head, changes, signature, seen=seen, file=file, hash_=hash_)

    def _is_missing(self) -> bool:
        # Opening a file that is not there would make an empty one.
        return self.location.path is not None and not self.location.path.exists()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._is_missing():
            raise migrate.missing(self.location)
        with engines.reading(self._engine, self.location) as connection:
            if not self._is_checked:
                migrate.check(connection, self.location)
                self._is_checked = True
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._is_missing():
            raise migrate.missing(self.location)
        with engines.writing(self._engine, self.location) as connection:
            migrate.check(connection, self.location)
            yield connection
