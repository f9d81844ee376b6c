"""The version of a store's schema: brought up to date by `glossary init`, checked when opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import column as sql_column
from sqlalchemy import inspect, select, table, text

from glossary.database import engine as engines
from glossary.database.tables import Base
from glossary.errors import StoreError, UnknownEntryError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from glossary.locations import StoreLocation

VERSIONS = ("0001", "0002", "0003")
"""Every version of the schema, oldest first; the migrations of the same names lead there."""

VERSION_TABLE = "glossary_schema"
_LOCK = 0x676C6F73
"""PostgreSQL's advisory lock under which a schema is changed."""


def check(connection: Connection, location: StoreLocation) -> None:
    """Raise unless the store is of this program's version.

    `UnknownEntryError` where there is no store, `StoreError` where it is of another version.
    """
    found = version(connection)
    if found == VERSIONS[-1]:
        return
    if not found:
        raise missing(location)
    if found in VERSIONS:
        raise StoreError(
            f"{location.store} is a store of version {found}, this program uses {VERSIONS[-1]}; "
            f"make a copy of it, then bring it up to date: glossary init '{location.store}'"
        )
    raise StoreError(
        f"{location.store} was made by a newer version of this program (its schema is {found}, "
        f"this program knows up to {VERSIONS[-1]}); update this program"
    )


def missing(location: StoreLocation) -> UnknownEntryError:
    """What to say where there is no store."""
    return UnknownEntryError(
        f"there is no store {location.store}; `glossary init '{location.store}'` starts one"
    )


def version(connection: Connection) -> str:
    """The version of the schema; empty where there is none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return ""
    found = connection.scalar(select(sql_column("version_num")).select_from(table(VERSION_TABLE)))
    return str(found or "")


def upgrade(engine: Engine, location: StoreLocation, to: str = VERSIONS[-1]) -> str:
    """Make the tables, or bring them up to date, all or nothing; gives the version before.

    Raises `StoreError` for a newer store, or an SQLite file of another program.
    """
    if location.path:
        _write_ahead(location)
    with engines.writing(engine, location) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        before = version(connection)
        if before == to:
            return before
        if before and before not in VERSIONS:
            check(connection, location)
        _refuse_foreign(connection, location, before)
        _run(connection, to)
        return before


def _write_ahead(location: StoreLocation) -> None:
    """Set the mode that readers and a writer do not wait for each other in; the file keeps it."""
    path = location.path
    if path is None or not path.parent.is_dir():
        raise StoreError(f"{location}: there is no folder {path.parent if path else ''}; make it")
    with engines.said_plainly(location, sqlite3.Error):
        connection = sqlite3.connect(path, timeout=engines.BUSY_SECONDS)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()


def _refuse_foreign(connection: Connection, location: StoreLocation, before: str) -> None:
    if before or location.path is None:
        return
    foreign = set(inspect(connection).get_table_names()) - set(Base.metadata.tables)
    if foreign:
        raise StoreError(
            f"{location} holds tables of another program ({min(foreign)}); name a file of its own"
        )


def _run(connection: Connection, to: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
