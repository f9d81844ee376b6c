"""The tables of a store.

Entries stand as they are now in `glossary_entries`; every change of one stands in
`glossary_changes`, by revision, so that any earlier state can be put together again.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

if TYPE_CHECKING:
    from sqlalchemy import Dialect

_JSON = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class UtcTime(TypeDecorator[dt.datetime]):
    """A moment, kept and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """The moment in UTC."""
        return value.astimezone(dt.UTC) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """The moment with its zone, which SQLite does not keep."""
        if value is None:
            return None
        moment: dt.datetime = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return moment.astimezone(dt.UTC)


class Base(DeclarativeBase):
    """What all tables share."""


class GlossaryRow(Base):
    """One glossary of the store."""

    __tablename__ = "glossary_glossaries"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    uid: Mapped[str]
    """Tells it from another of the same name in another store, or after it."""
    revision: Mapped[int] = mapped_column(default=0)
    """The number of its newest revision; 0 before the first."""
    next_position: Mapped[int] = mapped_column(BigInteger, default=1)
    key_rules: Mapped[str] = mapped_column(default="")
    """The rules that its spellings were made by; see `spellings.RULES`."""


class EntryRow(Base):
    """One entry as it stands now."""

    __tablename__ = "glossary_entries"
    __table_args__ = (UniqueConstraint("glossary_id", "id"), {"sqlite_with_rowid": False})

    glossary_id: Mapped[int] = mapped_column(
        ForeignKey("glossary_glossaries.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Its place among the entries; never given to another."""
    revision: Mapped[int]
    """The number of the revision that changed it last."""
    id: Mapped[str]
    source: Mapped[str]
    targets: Mapped[list[list[str]]] = mapped_column(_JSON)
    """Pairs of text and status, in the order of the entry."""
    type: Mapped[str]
    variants: Mapped[list[str]] = mapped_column(_JSON)
    status: Mapped[str]
    do_not_translate: Mapped[bool]
    case: Mapped[str]
    inflect: Mapped[bool]
    adjective: Mapped[str]
    first_mention: Mapped[str]
    priority: Mapped[int]
    domain: Mapped[str]
    note: Mapped[str]
    provenance: Mapped[str]
    author: Mapped[str]
    modified: Mapped[str]


class SpellingRow(Base):
    """A key that an entry may be found by; see `spellings`."""

    __tablename__ = "glossary_spellings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["glossary_id", "position"],
            ["glossary_entries.glossary_id", "glossary_entries.position"],
            ondelete="CASCADE",
        ),
        Index("glossary_spellings_by_key", "glossary_id", "key"),
        {"sqlite_with_rowid": False},
    )

    glossary_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)


class RevisionRow(Base):
    """One change of a glossary, of one entry or of many."""

    __tablename__ = "glossary_revisions"

    glossary_id: Mapped[int] = mapped_column(
        ForeignKey("glossary_glossaries.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[dt.datetime] = mapped_column(UtcTime)
    author: Mapped[str]
    reason: Mapped[str]
    reverts: Mapped[int | None]
    """The revision that this one undoes."""
    added: Mapped[int]
    changed: Mapped[int]
    removed: Mapped[int]


class SyncRow(Base):
    """A file and the glossary were the same at a revision; see `sync`."""

    __tablename__ = "glossary_syncs"
    __table_args__ = (
        ForeignKeyConstraint(["glossary_id"], ["glossary_glossaries.id"], ondelete="CASCADE"),
    )

    glossary_id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(primary_key=True)
    """The name of the file without its folder: checkouts differ in where they lie."""
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]
    """`version.version` of what the file held then."""
    at: Mapped[dt.datetime] = mapped_column(UtcTime)


class ChangeRow(Base):
    """What a revision made of one entry."""

    __tablename__ = "glossary_changes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["glossary_id", "number"],
            ["glossary_revisions.glossary_id", "glossary_revisions.number"],
            ondelete="CASCADE",
        ),
        Index("glossary_changes_by_number", "glossary_id", "number"),
    )

    glossary_id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger)
    after: Mapped[dict[str, Any] | None] = mapped_column(_JSON)
    """The entry as `rows.record` writes it; nothing where it was removed."""
