"""An empty database: the tables made at once are those that every migration in turn leads to."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from pytest_django.plugin import DjangoDbBlocker

from opencoach.config import fresh

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
POSTGRESQL = {
    "columns": "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default,"
    " is_identity FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND contype <> 'n'",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    " AND prolang = (SELECT oid FROM pg_language WHERE lanname = 'plpgsql')",
}


@pytest.fixture
def _django_db_helper() -> None:
    """The mark `django_db` says that the server must be there; the databases are those of `empty`."""


@pytest.fixture
def empty(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[tuple[BaseDatabaseWrapper, BaseDatabaseWrapper]]:
    """Two databases with nothing in them."""
    with django_db_blocker.unblock():
        default = connections["default"]
        names = [f"{default.settings_dict['NAME']}_{which}" for which in ("at_once", "one_by_one")]
        if default.vendor == "sqlite":
            names = [str(tmp_path / "at_once"), str(tmp_path / "one_by_one")]
        made = []
        for alias, name in zip(("at_once", "one_by_one"), names, strict=True):
            connections.databases[alias] = {**default.settings_dict, "NAME": name}
            made.append(connections[alias])
            if default.vendor == "postgresql":
                run(default, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
        yield made[0], made[1]
        for alias, name in zip(("at_once", "one_by_one"), names, strict=True):
            connections[alias].close()
            if default.vendor == "postgresql":
                connections[alias].close_pool()
            del connections[alias], connections.databases[alias]
            if default.vendor == "postgresql":
                run(default, f'DROP DATABASE "{name}"')


def run(connection: BaseDatabaseWrapper, *statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def rows(connection: BaseDatabaseWrapper, query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(cursor.fetchall(), key=repr)


def schema(connection: BaseDatabaseWrapper) -> dict[str, object]:
    """Everything that a database holds to, whatever order columns and constraints were made in."""
    if connection.vendor == "postgresql":
        return {name: rows(connection, query) for name, query in POSTGRESQL.items()}
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    return {f"{kind} {name}": parts(sql) if kind == "table" else sql for kind, name, sql in rows(connection, query)}  # type: ignore[arg-type]


def parts(sql: str) -> list[str]:
    """A table's columns and constraints, sorted."""
    inner = sql[sql.index("(") + 1 : sql.rindex(")")]
    depth, found = 0, [""]
    for character in inner:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return sorted(re.sub(r"\s+", " ", part.strip()) for part in found)


def test_made_at_once_it_is_what_the_migrations_make(
    empty: tuple[BaseDatabaseWrapper, BaseDatabaseWrapper],
) -> None:
    at_once, one_by_one = empty
    call_command("migrate", database="at_once", verbosity=0)
    call_command("migrate", database="one_by_one", one_by_one=True, verbosity=0)
    found, wanted = schema(at_once), schema(one_by_one)
    assert {name: held for name, held in found.items() if wanted.get(name) != held} == {}
    assert wanted.keys() == found.keys()
    names = "SELECT app, name FROM django_migrations"
    assert rows(at_once, names) == rows(one_by_one, names)


def test_what_breaks_off_leaves_the_database_empty(
    empty: tuple[BaseDatabaseWrapper, BaseDatabaseWrapper], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: MigrationRecorder) -> None:
        raise OSError("no space left on the device")

    with monkeypatch.context() as patched:
        patched.setattr(MigrationRecorder, "migration_qs", property(broken))
        with pytest.raises(OSError, match="no space"):
            fresh.create(empty[0])
    assert fresh.is_empty(empty[0])
    call_command("migrate", database="at_once", verbosity=0)
    assert not fresh.is_empty(empty[0])


def test_parts_are_told_apart() -> None:
    sql = 'CREATE TABLE "t" ("b" decimal(4, 2) NULL, "a" int CHECK ("a" IN (1, 2)), UNIQUE ("a", "b"))'
    assert parts(sql) == ['"a" int CHECK ("a" IN (1, 2))', '"b" decimal(4, 2) NULL', 'UNIQUE ("a", "b")']
