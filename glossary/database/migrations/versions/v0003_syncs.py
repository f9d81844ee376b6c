"""Which file was the same as a glossary, and at which revision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of syncs."""
    op.create_table(
        "glossary_syncs",
        sa.Column("glossary_id", sa.Integer, primary_key=True),
        sa.Column("file", sa.String, primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["glossary_id"], ["glossary_glossaries.id"], ondelete="CASCADE"),
    )
