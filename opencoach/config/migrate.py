"""Bring the database up to this version, with a backup before."""

import logging

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from opencoach.config import backup, fresh
from opencoach.config.lock import locked

log = logging.getLogger("opencoach.migrate")


def pending() -> list[str]:
    """The migrations that this version still has to apply, "app.name" each."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate(*, with_backup: bool = True) -> list[str]:
    """Apply what is pending, after a backup of what is there; gives the names of what was applied.

    Raises BackupError when the backup cannot be made: then nothing was changed. Two processes that start at once take
    turns: on one machine by a lock file, on PostgreSQL by an advisory lock.
    """
    if not pending() and has_cache_table():
        return []
    with locked(settings.DATA / "migrate.lock"), one_at_a_time():
        names = pending()
        if names and with_backup and not fresh.is_empty(connection):
            log.info("A new version: keeping a backup in %s first.", backup.make(label="before-upgrade"))
        if names:
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        return names


def has_cache_table() -> bool:
    """Whether the cache that lives in the database has its table (another kind of cache needs none)."""
    cache = caches["default"]
    if not isinstance(cache, DatabaseCache):
        return True
    with connection.cursor() as cursor:
        return str(settings.CACHES["default"]["LOCATION"]) in connection.introspection.table_names(cursor)


class one_at_a_time:  # noqa: N801 (reads as a statement)
    """PostgreSQL's advisory lock, held by this session; nothing on SQLite."""

    KEY = 0x4F70656E436F6163  # "OpenCoac"

    def __enter__(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [self.KEY])

    def __exit__(self, *exc_info: object) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [self.KEY])
