"""Glossaries, their entries, and their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

_JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    """Make the tables of glossaries, entries, revisions and changes."""
    op.create_table(
        "glossary_glossaries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("uid", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("next_position", sa.BigInteger, nullable=False),
    )
    _make_entries()
    _make_history()


def _make_entries() -> None:
    texts = ("adjective", "first_mention", "domain", "note", "provenance", "author", "modified")
    op.create_table(
        "glossary_entries",
        sa.Column(
            "glossary_id",
            sa.Integer,
            sa.ForeignKey("glossary_glossaries.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("id", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("targets", _JSON, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("variants", _JSON, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("do_not_translate", sa.Boolean, nullable=False),
        sa.Column("case", sa.String, nullable=False),
        sa.Column("inflect", sa.Boolean, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in texts),
        sa.UniqueConstraint("glossary_id", "id"),
        sqlite_with_rowid=False,
    )


def _make_history() -> None:
    op.create_table(
        "glossary_revisions",
        sa.Column(
            "glossary_id",
            sa.Integer,
            sa.ForeignKey("glossary_glossaries.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("reverts", sa.Integer),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("added", "changed", "removed")),
    )
    op.create_table(
        "glossary_changes",
        sa.Column("glossary_id", sa.Integer, primary_key=True),
        sa.Column("entry_id", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("after", _JSON),
        sa.ForeignKeyConstraint(
            ["glossary_id", "number"],
            ["glossary_revisions.glossary_id", "glossary_revisions.number"],
            ondelete="CASCADE",
        ),
    )
    op.create_index("glossary_changes_by_number", "glossary_changes", ["glossary_id", "number"])
