"""`migrate`, which makes the tables of an empty database at once."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

from opencoach.config import fresh

ONE_BY_ONE = "one_by_one"
OTHER_WISHES = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune", ONE_BY_ONE)


class Command(Migrate):
    """Django's own; an empty database is filled by `fresh.create` first, so that nothing is left to apply."""

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--one-by-one", action="store_true", help="every migration, in an empty database too")

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if not any(options.get(wish) for wish in OTHER_WISHES):
            connection.prepare_database()
            if fresh.is_empty(connection):
                fresh.create(connection)
        super().handle(*args, **{name: value for name, value in options.items() if name != ONE_BY_ONE})
