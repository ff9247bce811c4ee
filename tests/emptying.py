"""Tests that commit leave their rows behind; the next test begins with empty tables.

Django empties PostgreSQL by TRUNCATE, which makes new files for each table and index and waits for the disk: half a
second and more for ours. To delete the few rows that there are takes milliseconds. What must not be deleted (events)
and what points at something is no obstacle for a superuser who says so; for anybody else Django's own way stays.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

TRUNCATE = DatabaseOperations.sql_flush


def delete(
    self: DatabaseOperations, style: Any, tables: Sequence[str], *, reset_sequences: bool = False,
    allow_cascade: bool = False,
) -> list[str]:  # fmt: skip
    """In the place of `sql_flush`."""
    if reset_sequences or not _is_superuser(self):
        return TRUNCATE(self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
    return [
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {self.quote_name(table)}" for table in tables),
    ]


def _is_superuser(operations: DatabaseOperations) -> bool:
    with operations.connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    return bool(row and row[0])


def by_deleting() -> None:
    """Called once, before the tests."""
    DatabaseOperations.sql_flush = delete  # type: ignore[method-assign]
