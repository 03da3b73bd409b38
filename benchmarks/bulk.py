"""Loading millions of rows: COPY or executemany, with secondary indexes built once at the end.

Works on Django's connection only, so that the peer's environment can use it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection


class Loader:
    """Adds rows inside the transaction that is open."""

    def __init__(self) -> None:
        connection.ensure_connection()

    def load(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        names = ", ".join(columns)
        if connection.vendor == "postgresql":
            with (
                connection.connection.cursor() as cursor,
                cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(columns))
            connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


@contextmanager
def secondary_indexes_off(tables: Sequence[str]) -> Iterator[None]:
    """Drop the indexes and, on PostgreSQL, the constraints of some tables, and make them again behind us."""
    with connection.cursor() as cursor:
        drop, create = (
            _on_postgres(cursor, tables) if connection.vendor == "postgresql" else _on_sqlite(cursor, tables)
        )
        for statement in drop:
            cursor.execute(statement)
        yield
        for statement in create:
            cursor.execute(statement)


def _on_postgres(cursor: Any, tables: Sequence[str]) -> tuple[list[str], list[str]]:
    cursor.execute("SET maintenance_work_mem = '1GB'")
    cursor.execute("SET synchronous_commit = off")
    drop, create = [], []
    for table in tables:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('u', 'f') ORDER BY contype DESC",
            [table],
        )
        constraints = cursor.fetchall()
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)",
            [table, table],
        )
        indexes = cursor.fetchall()
        drop += [f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for name, _ in constraints]
        drop += [f'DROP INDEX "{name}"' for name, _ in indexes]
        create += [definition for _, definition in indexes]
        create += [
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for name, definition in constraints
        ]
    return drop, create


def _on_sqlite(cursor: Any, tables: Sequence[str]) -> tuple[list[str], list[str]]:
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.execute("PRAGMA cache_size = -500000")
    marks = ", ".join("%s" for _ in tables)
    cursor.execute(
        "SELECT name, sql FROM sqlite_master"
        f" WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})",
        list(tables),
    )
    rows = cursor.fetchall()
    return [f'DROP INDEX "{name}"' for name, _ in rows], [sql for _, sql in rows]
