"""Connections to a store, its transactions, and its errors in our words.

SQLite: write-ahead log, foreign keys, and waiting for another writer. A transaction that writes
begins by taking the lock, so that nothing read in it is out of date when it writes.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool, QueuePool

from glossary.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from glossary.locations import StoreLocation

BUSY_SECONDS = 15
"""How long a writer of an SQLite store waits for another."""

_WRITES = "glossary_writes"
write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""How lists and records are written."""


def make_engine(location: StoreLocation, *, pooled: bool = False) -> Engine:
    """An engine for the store; nothing is opened yet. Raises `StoreError`.

    With `pooled`, connections to PostgreSQL stay open between uses, until the engine is disposed.
    """
    try:
        if location.path:
            return _sqlite_engine(location.address)
        return create_engine(
            location.address.replace("postgresql://", "postgresql+psycopg://", 1),
            json_serializer=write_json,
            hide_parameters=True,  # entries do not belong in tracebacks
            pool_pre_ping=pooled,
            poolclass=QueuePool if pooled else NullPool,
        )
    except ModuleNotFoundError:
        raise StoreError(
            "a PostgreSQL store needs psycopg: pip install 'mtservice[postgres]'"
        ) from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise StoreError(
            f"{location} is no address of a store; write postgresql://user@host/database"
        ) from None


@contextmanager
def reading(engine: Engine, location: StoreLocation) -> Iterator[Connection]:
    """A connection that sees one state of the store throughout. Raises `StoreError`."""
    level = {"isolation_level": "REPEATABLE READ"} if location.path is None else {}
    driver = engine.dialect.loaded_dbapi.Error
    with said_plainly(location, driver), engine.connect().execution_options(**level) as connection:
        yield connection


@contextmanager
def writing(engine: Engine, location: StoreLocation) -> Iterator[Connection]:
    """A connection whose changes are all kept at the end, or none. Raises `StoreError`."""
    driver = engine.dialect.loaded_dbapi.Error
    with (
        said_plainly(location, driver),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def said_plainly(location: StoreLocation, driver: type[Exception]) -> Iterator[None]:
    """Turns what a database says into one sentence; `driver`: what goes past SQLAlchemy."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"{location}: {_reason(error.orig, location)}") from error
    except driver as error:
        raise StoreError(f"{location}: {_reason(error, location)}") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{location}: {error}") from error


def _reason(error: BaseException | None, location: StoreLocation) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = lines[0] if lines else type(error).__name__
    if "locked" in said:
        return f"another program has been writing for {BUSY_SECONDS} seconds; try again"
    if "not a database" in said:
        return "this is not a store; name another file"
    if "unable to open" in said or "readonly" in said:
        return (
            "the store cannot be opened; its folder must exist and, for SQLite's log, be "
            "writable by those who read too"
        )
    if location.path is None and "connection" in said:
        return f"the database cannot be reached ({said}); is it running?"
    return said


def _sqlite_engine(address: str) -> Engine:
    engine = create_engine(
        address,
        json_serializer=write_json,
        hide_parameters=True,
        poolclass=NullPool,
        connect_args={"timeout": BUSY_SECONDS},
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # Without this the driver commits before each statement that defines a table, and begins late.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")
    # Kibibytes: enough for the indexes of a few hundred thousand entries while they are written.
    cursor.execute("PRAGMA cache_size = -100000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
