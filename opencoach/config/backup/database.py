"""The database out of the house and back, while people go on working."""

import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction

from opencoach.config.backup.manifest import BackupError, copy

OF_SCHEMA = re.compile(r" SCHEMA - | COMMENT - SCHEMA ")  # the schema itself is there already
OURS = """
    SELECT CASE relkind
               WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END,
           oid::regclass::text
    FROM pg_class c WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('i', 'a', 'e'))
    UNION ALL
    SELECT 'ROUTINE', oid::regprocedure::text FROM pg_proc p WHERE pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def dump(folder: Path) -> Path:
    """Put a consistent copy of the database into `folder`; gives its path."""
    target = folder / NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        dump_sqlite(target)
    else:
        dump_postgresql(target)
    return target


def load(source: Path, engine: str) -> None:
    """Put the database of a backup in the place of ours."""
    if engine != connection.vendor:
        raise BackupError(
            f"This backup is of {engine}, and OpenCoach is set to {connection.vendor} here. Set OPENCOACH_DATABASE_URL "
            "to a database of the backup's kind."
        )
    if engine == "sqlite":
        load_sqlite(source)
    else:
        load_postgresql(source)


def dump_sqlite(target: Path) -> None:
    """By SQLite's online backup: one consistent moment, and nobody who writes has to wait."""
    connection.ensure_connection()
    copied = sqlite3.connect(str(target))
    try:
        connection.connection.backup(copied)
        copied.execute("PRAGMA journal_mode=DELETE")
        [[answer]] = copied.execute("PRAGMA integrity_check(1)").fetchall()
    finally:
        copied.close()
    target.chmod(0o600)
    if answer != "ok":
        raise BackupError(f"The database is damaged ({answer}). Keep this machine as it is, and restore a backup.")


def load_sqlite(source: Path) -> None:
    target = Path(str(connection.settings_dict["NAME"]))
    connections.close_all()
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.restoring")
    copy(source, draft)
    for suffix in ("-wal", "-shm"):
        Path(f"{target}{suffix}").unlink(missing_ok=True)
    draft.replace(target)


def dump_postgresql(target: Path) -> None:
    """By pg_dump, which takes one snapshot."""
    run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", name())
    target.chmod(0o600)


def load_postgresql(source: Path) -> None:
    """Everything in our schema makes way first, so that nothing of a newer version stays behind."""
    wanted = [line for line in run("pg_restore", "--list", str(source)).splitlines() if not OF_SCHEMA.search(line)]
    with tempfile.NamedTemporaryFile("w", suffix=".list") as contents:
        contents.write("\n".join(wanted) + "\n")
        contents.flush()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(OURS)
            for kind, named in cursor.fetchall():
                cursor.execute(f"DROP {kind} IF EXISTS {named} CASCADE")
        connections.close_all()
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        run("pg_restore", *options, f"--use-list={contents.name}", f"--dbname={name()}", str(source))


def name() -> str:
    return str(connection.settings_dict["NAME"])


def program(called: str) -> str:
    found = shutil.which(called)
    if not found:
        raise BackupError(
            f"{called} was not found. It belongs to PostgreSQL's client programs: apt install postgresql-client "
            "(of the server's version or newer)."
        )
    return found


def run(called: str, *arguments: str) -> str:
    """One of PostgreSQL's programs on our database; the password goes by the environment, never by the command."""
    given: dict[str, Any] = connection.settings_dict
    env = dict(os.environ)
    for variable, key in (("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER"), ("PGPASSWORD", "PASSWORD")):
        if given[key]:
            env[variable] = str(given[key])
    for option, variable in (("host", "PGHOST"), ("sslmode", "PGSSLMODE"), ("sslrootcert", "PGSSLROOTCERT")):
        if value := given["OPTIONS"].get(option):
            env[variable] = str(value)
    done = subprocess.run(  # noqa: S603 (our own command; the names come from the settings)
        [program(called), *arguments], env=env, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise BackupError(f"{called} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout
