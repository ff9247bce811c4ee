"""In a process of its own, on an empty database: migrate, make people who talk in pairs, each pair with a session that
begins now; print what they need to come in."""

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from opencoach.people.models import Engagement, Membership  # noqa: E402
from opencoach.rooms.actions.starting import start  # noqa: E402
from tests.live.world import build  # noqa: E402


def main(pairs: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    world = build(pairs)
    coaches = Membership.objects.in_bulk(world["members"][::2])
    work = Engagement.objects.select_related("practice").order_by("pk")
    rooms = [start(one, coaches[key], "video") for one, key in zip(work, world["members"][::2], strict=True)]
    json.dump({**world, "rooms": [str(one.public_id) for one in rooms]}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
