"""No two stretches of one person's time overlap: an exclusion constraint on PostgreSQL, a trigger on SQLite.

PostgreSQL: one range of whole numbers holds the person and the time (35 bits of seconds reach the year 3058), so that
no extension is needed, which not every hosted database lets one install.
SQLite: writers take turns (`BEGIN IMMEDIATE`), so a trigger that looks sees every other booking.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "coaching_sessions_occupancy"
POSTGRESQL = (
    f"""ALTER TABLE {TABLE} ADD CONSTRAINT never_double EXCLUDE USING gist (
        int8range((person_id << 35) + starts, (person_id << 35) + ends) WITH &&)""",
)
OVERLAPS = f"""SELECT RAISE(ABORT, 'never_double') FROM {TABLE} other
        WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
            AND other.starts < NEW.ends AND other.ends > NEW.starts"""
SQLITE = (
    f"CREATE TRIGGER never_double_new AFTER INSERT ON {TABLE} BEGIN {OVERLAPS}; END",
    f"CREATE TRIGGER never_double_moved AFTER UPDATE ON {TABLE} BEGIN {OVERLAPS}; END",
)


def guard(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def lift(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT never_double")
        return
    for name in ("never_double_new", "never_double_moved"):
        editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("coaching_sessions", "0001_initial")]
    operations = [migrations.RunPython(guard, lift)]
