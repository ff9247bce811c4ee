"""SQLite's triggers that keep one person's time from being taken twice.

Django makes a table anew for most changes of it, and triggers go with the old one: a migration that touches
`Occupancy` lifts them first and lays them again afterwards.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "coaching_sessions_occupancy"
# No stretch is longer than three days (`occupancy_ends` sees to it), so one that reaches into another begins at most
# that long before it: the look is as quick after ten years as on the first day.
LONGEST = 3 * 24 * 3600
OVERLAPS = f"""SELECT RAISE(ABORT, 'never_double') FROM {TABLE} other
        WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
            AND other.starts > NEW.starts - {LONGEST} AND other.starts < NEW.ends AND other.ends > NEW.starts"""
TRIGGERS = {"never_double_new": "INSERT", "never_double_moved": "UPDATE"}


def lift(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away. PostgreSQL's constraint stays with its table."""
    if editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def lay(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Lay them again."""
    if editor.connection.vendor == "sqlite":
        for name, when in TRIGGERS.items():
            editor.execute(f"CREATE TRIGGER {name} AFTER {when} ON {TABLE} BEGIN {OVERLAPS}; END")
