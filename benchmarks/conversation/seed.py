"""In a process of its own, on an empty database: migrate, make people who talk in pairs, print their cookies."""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.live.world import build  # noqa: E402


def main(people: int) -> None:
    call_command("migrate", verbosity=0)
    json.dump(build(people // 2), sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
