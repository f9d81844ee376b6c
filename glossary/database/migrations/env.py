"""Run by Alembic: migrates over the connection, and in the transaction, that `migrate` hands in."""

from __future__ import annotations

from alembic import context

from glossary.database.migrate import VERSION_TABLE
from glossary.database.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
context.run_migrations()
