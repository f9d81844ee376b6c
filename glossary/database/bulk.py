"""Many rows at once: what SQLAlchemy would do for each row is done once for all."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, insert

from glossary.database.engine import write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from glossary.database.tables import Base


def insert_rows(connection: Connection, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows, which all name the same columns; lists and records become JSON."""
    if not rows:
        return
    columns = table.__table__.columns
    listed = [name for name in rows[0] if isinstance(columns[name].type, JSON)]
    for row in rows:
        for name in listed:
            if row[name] is not None:
                row[name] = write_json(row[name]) if row[name] else "[]"
    if connection.dialect.name == "postgresql":
        _copy(connection, table.__tablename__, rows)
        return
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    names = compiled.positiontup or list(rows[0])
    connection.exec_driver_sql(str(compiled), list(map(itemgetter(*names), rows)))


def _copy(connection: Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """PostgreSQL's own way, in the transaction of the connection."""
    names = list(rows[0])
    columns = ", ".join(f'"{name}"' for name in names)
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])
