"""What a glossary of a store holds, now and at any of its revisions: the questions in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import JSON, Select, Text, and_, cast, func, select

from glossary.database.rows import FIELDS, from_fields, from_record
from glossary.database.tables import ChangeRow, EntryRow, GlossaryRow, RevisionRow, SpellingRow
from glossary.errors import UnknownEntryError
from glossary.spellings import parts, text_keys

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator

    from sqlalchemy import Connection

    from glossary.locations import StoreLocation
    from glossary.model import Entry

_Item = TypeVar("_Item")
_ASKED_AT_ONCE = 2_000
"""Values in one question; databases limit them."""
_MANY = 20_000
"""Values from which reading everything is quicker than asking for each."""
_MOST_PARTS = 100_000
_COLUMNS = tuple(
    cast(column, Text) if isinstance(column.type, JSON) else column
    for column in (EntryRow.__table__.columns[name] for name in FIELDS)
)
"""The columns of `FIELDS`; lists as JSON, which `from_fields` reads quicker than SQLAlchemy."""


@dataclass(frozen=True, slots=True)
class Head:
    """A glossary of the store, without its entries."""

    id: int
    name: str
    uid: str
    revision: int
    next_position: int
    key_rules: str


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and its place among the others."""

    position: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a glossary: when, by whom, why, and how many entries it touched."""

    number: int
    """From 1, without gaps."""
    at: dt.datetime
    """In UTC."""
    author: str
    reason: str
    reverts: int | None
    """The revision that this one undoes."""
    added: int
    changed: int
    removed: int


def names(connection: Connection) -> tuple[str, ...]:
    """The glossaries of the store, sorted."""
    return tuple(connection.scalars(select(GlossaryRow.name).order_by(GlossaryRow.name)))


def head(connection: Connection, location: StoreLocation, *, lock: bool = False) -> Head:
    """The glossary that the location means; with `lock`, no other writer until the end.

    Raises `UnknownEntryError`.
    """
    wanted = _wanted(location, names(connection))
    question = select(*(getattr(GlossaryRow, name) for name in Head.__slots__))
    question = question.where(GlossaryRow.name == wanted)
    found = connection.execute(question.with_for_update() if lock else question).one_or_none()
    if found is None:
        raise _unknown(location, names(connection))
    return Head(*found)


def _wanted(location: StoreLocation, known: tuple[str, ...]) -> str:
    if location.glossary:
        return location.glossary
    if len(known) == 1:
        return known[0]
    if location.default_name not in known:
        raise _unknown(location, known)
    return location.default_name


def _unknown(location: StoreLocation, known: tuple[str, ...]) -> UnknownEntryError:
    if not known:
        return UnknownEntryError(
            f"store {location.store} holds no glossary; `glossary init '{location}'` starts one"
        )
    listed = ", ".join(known)
    if location.glossary:
        return UnknownEntryError(
            f"store {location.store} has no glossary {location.glossary!r}; it has: {listed}; "
            f"`glossary init '{location}'` starts a new one"
        )
    return UnknownEntryError(
        f"store {location.store} has several glossaries ({listed}); "
        f"say which: '{location.store}#{known[0]}'"
    )


def size(connection: Connection, of: Head) -> int:
    """How many entries there are."""
    question = select(func.count()).select_from(EntryRow).where(EntryRow.glossary_id == of.id)
    return connection.scalar(question) or 0


def entries(connection: Connection, of: Head) -> tuple[Entry, ...]:
    """Every entry, in order."""
    question = select(*_COLUMNS).where(EntryRow.glossary_id == of.id).order_by(EntryRow.position)
    return tuple(map(from_fields, connection.execute(question)))


def placed(connection: Connection, of: Head, ids: Collection[str]) -> dict[str, Placed]:
    """The entries with these ids, as far as there are any."""
    question = select(EntryRow.position, *_COLUMNS).where(EntryRow.glossary_id == of.id)
    rows = _asked(connection, question, EntryRow.id, ids)
    return {row[1]: Placed(row[0], from_fields(row[1:])) for row in rows}


def spelling(connection: Connection, of: Head, keys: Collection[str]) -> tuple[Entry, ...]:
    """The entries that have one of the keys, in order."""
    question = select(SpellingRow.position).where(SpellingRow.glossary_id == of.id)
    positions = {row[0] for row in _asked(connection, question, SpellingRow.key, keys)}
    rows = _asked(
        connection,
        select(EntryRow.position, *_COLUMNS).where(EntryRow.glossary_id == of.id),
        EntryRow.position,
        positions,
    )
    return tuple(from_fields(row[1:]) for row in sorted(rows, key=lambda row: int(row[0])))


def matching(connection: Connection, of: Head, text: str) -> tuple[Entry, ...]:
    """At least the entries that may be found in the text."""
    keys = text_keys(text)
    question = select(func.max(func.length(SpellingRow.key)))
    longest = connection.scalar(question.where(SpellingRow.glossary_id == of.id)) or 0
    if longest * sum(map(len, keys)) > _MOST_PARTS:
        return entries(connection, of)
    return spelling(connection, of, parts(keys, longest))


def revisions(
    connection: Connection, of: Head, *, limit: int | None = None
) -> tuple[Revision, ...]:
    """The newest revisions, newest first; all without a limit."""
    question = select(*(getattr(RevisionRow, name) for name in Revision.__slots__))
    question = question.where(RevisionRow.glossary_id == of.id)
    question = question.order_by(RevisionRow.number.desc()).limit(limit)
    return tuple(Revision(*row) for row in connection.execute(question))


def touched(connection: Connection, of: Head, first: int, last: int) -> set[str]:
    """The ids of the entries that revisions `first` to `last` changed."""
    question = select(ChangeRow.entry_id).where(
        ChangeRow.glossary_id == of.id, ChangeRow.number.between(first, last)
    )
    return set(connection.scalars(question))


def records(connection: Connection, of: Head, id_: str) -> list[tuple[int, Entry | None]]:
    """The number of each revision that changed the entry and what it made of it, oldest first."""
    question = select(ChangeRow.number, ChangeRow.after).where(
        ChangeRow.glossary_id == of.id, ChangeRow.entry_id == id_
    )
    rows = connection.execute(question.order_by(ChangeRow.number))
    return [(number, from_record(after) if after else None) for number, after in rows]


def at(
    connection: Connection, of: Head, number: int, ids: Collection[str] | None = None
) -> dict[str, Placed]:
    """The entries as revision `number` left them, in order; all, or those with these ids.

    Raises `UnknownEntryError` for a revision that there is not.
    """
    if not 0 <= number <= of.revision:
        raise UnknownEntryError(
            f"glossary {of.name!r} has no revision {number}; the newest is {of.revision}"
        )
    newest = (
        select(ChangeRow.entry_id, func.max(ChangeRow.number).label("number"))
        .where(ChangeRow.glossary_id == of.id, ChangeRow.number <= number)
        .group_by(ChangeRow.entry_id)
        .subquery()
    )
    question = (
        select(ChangeRow.position, ChangeRow.after)
        .join(
            newest,
            and_(ChangeRow.entry_id == newest.c.entry_id, ChangeRow.number == newest.c.number),
        )
        .where(ChangeRow.glossary_id == of.id, ChangeRow.after.is_not(None))
    )
    if ids is None:
        rows: Iterable[Any] = connection.execute(question)
    else:
        rows = _asked(connection, question, newest.c.entry_id, ids)
    found = [Placed(position, from_record(after)) for position, after in rows]
    return {item.entry.id: item for item in sorted(found, key=lambda item: item.position)}


def _asked(
    connection: Connection, question: Select[Any], column: Any, values: Collection[Any]
) -> Iterator[Any]:
    """The rows in which the column has one of the values."""
    if len(values) > _MANY:
        known = frozenset(values)
        picked = question.add_columns(column.label("asked_for"))
        yield from (row[:-1] for row in connection.execute(picked) if row[-1] in known)
        return
    for some in batches(values, _ASKED_AT_ONCE):
        yield from connection.execute(question.where(column.in_(some)))


def batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """The items in lists of up to `size`."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
