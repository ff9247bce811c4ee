"""What the tests of rooms need in a server's database, put there and read by a process of its own.

python -m tests.e2e.room_world cast [medium]   the cast, and a session of Ana and Miriam that begins now; with "group"
                                               one by video of Mei, Omar and Miriam
python -m tests.e2e.room_world standing ID     what became of a session
python -m tests.e2e.room_world end             Ana's engagement ends
"""

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")

import django

django.setup()

from opencoach.conversations.actions import open as open_conversation  # noqa: E402
from opencoach.people.actions.engagement import end_engagement  # noqa: E402
from opencoach.people.models import Person  # noqa: E402
from opencoach.rooms.actions.prompts import begin_with_the_usual  # noqa: E402
from opencoach.rooms.actions.starting import start  # noqa: E402
from opencoach.sessions.models import CoachingSession  # noqa: E402
from tests.cast import build  # noqa: E402
from tests.e2e.talk_world import of, session  # noqa: E402
from tests.library.making import text  # noqa: E402


def cast(medium: str = "video") -> dict[str, object]:
    people = build()
    open_conversation(people.ana_engagement, "Welcome, Ana.")
    begin_with_the_usual(people.miriam)
    text(people.miriam, "The pause before the answer")
    if medium == "group":
        open_conversation(people.group_engagement, "Welcome, all.")
        held = start(people.group_engagement, people.miriam, "video")
    else:
        held = start(people.ana_engagement, people.miriam, medium)
    return {
        "sessions": {name: session(person) for name, person in people.people().items()},
        "room": f"/p/okafor/sessions/{held.public_id}/room/",
        "session": str(held.public_id),
    }


def standing(public_id: str) -> dict[str, object]:
    row = CoachingSession.objects.get(public_id=public_id)
    there = row.attendances.order_by("membership__display_name")
    return {
        "status": row.status,
        "began": row.started_at is not None,
        "there": {one.membership.display_name: one.presence for one in there.select_related("membership")},
    }


def end() -> dict[str, object]:
    end_engagement(of("ana"), actor=Person.objects.get(email="miriam@example.org"))
    return {}


if __name__ == "__main__":
    print(json.dumps({"cast": cast, "standing": standing, "end": end}[sys.argv[1]](*sys.argv[2:])))
