"""What the tests of booking need in a server's database, put there and read by a process of its own.

python -m tests.e2e.session_world cast       the cast; Ana has five sessions, one of them tomorrow; a session for each
python -m tests.e2e.session_world due        every mail about a session that waits is due now
python -m tests.e2e.session_world waiting    the reminders that wait for Ana, by session and by its sequence
"""

import datetime as dt
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from opencoach.conversations.actions import open as open_conversation  # noqa: E402
from opencoach.outbox import wake  # noqa: E402
from opencoach.outbox.models import Delivery  # noqa: E402
from opencoach.people.models import Engagement  # noqa: E402
from opencoach.scheduling.access import token_of  # noqa: E402
from opencoach.scheduling.actions import feeds  # noqa: E402
from opencoach.scheduling.actions.hours import set_week  # noqa: E402
from opencoach.sessions.actions import book  # noqa: E402
from opencoach.sessions.mails.news import KINDS  # noqa: E402
from tests.cast import build  # noqa: E402
from tests.e2e.talk_world import session  # noqa: E402
from tests.sessions.making import offer  # noqa: E402

AHEAD = dt.timedelta(hours=20)  # of the session that is cancelled late


def cast() -> dict[str, object]:
    people = build()
    open_conversation(people.ana_engagement, "Welcome, Ana.")
    Engagement.objects.filter(pk=people.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=5)
    set_week(people.miriam, {day: [(9 * 60, 17 * 60)] for day in range(7)})
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + AHEAD
    soon = book(people.ana_engagement, offer(people.miriam), people.miriam, start, actor=people.miriam.person)
    return {
        "sessions": {name: session(person) for name, person in people.people().items()},
        "soon": str(soon.public_id),
        "ana": str(people.ana_engagement.public_id),
        "feeds": {
            name: f"/feeds/{token_of(feeds.make(member, shows_names=True))}.ics"
            for name, member in (("ana", people.ana), ("miriam", people.miriam))
        },
    }


def due() -> dict[str, object]:
    now = timezone.now()
    rows = Delivery.objects.filter(state=Delivery.State.WAITING, kind__in=KINDS)
    moved = rows.update(due_at=now, next_at=now)
    wake.knock()
    return {"due": moved}


def waiting() -> dict[str, object]:
    rows = Delivery.objects.filter(
        state=Delivery.State.WAITING, kind="session_reminder", person__email="ana@example.org"
    )
    return {
        "waiting": sorted([row.payload["session"], row.payload["sequence"], row.due_at.isoformat()] for row in rows)
    }


if __name__ == "__main__":
    print(json.dumps({"cast": cast, "due": due, "waiting": waiting}[sys.argv[1]]()))
