"""Keys to find entries by in a text, without reading them all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of keys; it is filled when the store is next written to or `init` is run."""
    op.create_table(
        "glossary_spellings",
        sa.Column("glossary_id", sa.Integer, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String, primary_key=True),
        sa.ForeignKeyConstraint(
            ["glossary_id", "position"],
            ["glossary_entries.glossary_id", "glossary_entries.position"],
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("glossary_spellings_by_key", "glossary_spellings", ["glossary_id", "key"])
    op.add_column(
        "glossary_glossaries",
        sa.Column("key_rules", sa.String, nullable=False, server_default=""),
    )
