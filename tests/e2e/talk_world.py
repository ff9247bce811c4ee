"""What the tests of conversations need in a server's database, put there by a process of its own.

python -m tests.e2e.talk_world cast             the cast, its conversations, and a session for each
python -m tests.e2e.talk_world hostile          the same, with hostile words wherever people can put some
python -m tests.e2e.talk_world due              every waiting mail is due now
python -m tests.e2e.talk_world happen           Ana's session is booked, moved and cancelled, and the work pauses
python -m tests.e2e.talk_world end              Ana's engagement ends
python -m tests.e2e.talk_world leave            Omar leaves the group
"""

import datetime as dt
import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.utils import timezone  # noqa: E402

from opencoach.conversations.actions import changing, files, say  # noqa: E402
from opencoach.conversations.actions import open as open_conversation  # noqa: E402
from opencoach.outbox.models import Delivery  # noqa: E402
from opencoach.people.actions.engagement import end_engagement  # noqa: E402
from opencoach.people.actions.engagement import leave as leave_engagement  # noqa: E402
from opencoach.people.actions.pause import pause_engagement, resume_engagement, today_for  # noqa: E402
from opencoach.people.models import Engagement, Membership, Person  # noqa: E402
from opencoach.sessions.actions import book, cancel, move  # noqa: E402
from tests.cast import build, engagement, member  # noqa: E402
from tests.e2e.hostile import HOSTILE  # noqa: E402
from tests.sessions.making import offer  # noqa: E402


def session(person: Person) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def cast() -> dict[str, object]:
    people = build()
    ana = open_conversation(people.ana_engagement, "Welcome, Ana.")
    tomas = open_conversation(people.tomas_engagement, "Welcome, Tomás.")
    group = open_conversation(people.group_engagement, "Welcome, all.")
    elsewhere = open_conversation(people.oskar_engagement, "Welcome, Oskar.")
    return {
        "sessions": {name: session(person) for name, person in people.people().items()},
        "ana": str(ana.public_id),
        "tomas": str(tomas.public_id),
        "group": str(group.public_id),
        "elsewhere": str(elsewhere.public_id),
    }


def hostile() -> dict[str, object]:
    world = cast()
    miriam = Person.objects.get(email="miriam@example.org")
    ana = Person.objects.get(email="ana@example.org")
    talk = ana.memberships.get().engagements.get().conversation
    for words in HOSTILE:
        row = files.take_in(talk, ana, SimpleUploadedFile("x.txt", b"x"))
        row.name = words[:255]  # past the tidying, as if it had failed
        row.save()
        seq = say(talk, ana, words, attachments=[str(row.public_id)]).seq
    changing.pin(talk, ana.memberships.get(), seq)
    changing.edit(talk, ana.memberships.get(), seq, words + " edited")
    say(talk, miriam, "An answer", reply_to=seq)
    coach = miriam.memberships.get()
    for number, words in enumerate(HOSTILE):
        client = member(coach.practice, f"hostile{number}", "client", display_name=words[:120])
        say(open_conversation(engagement(coach, client)), client.person, words)
    return world


def due() -> dict[str, object]:
    now = timezone.now()
    return {"due": Delivery.objects.filter(state=Delivery.State.WAITING).update(due_at=now, next_at=now)}


def happen() -> dict[str, object]:
    coach, work = Membership.objects.get(person__email="miriam@example.org"), of("ana")
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=7)
    session = book(work, offer(coach), coach, start, actor=coach.person)
    session = move(session, start + dt.timedelta(hours=2), actor=coach.person)
    cancel(session, actor=coach.person)
    pause_engagement(work, actor=coach.person, starts_on=today_for(work))
    resume_engagement(work, actor=coach.person)
    return {}


def end() -> dict[str, object]:
    end_engagement(of("ana"), actor=Person.objects.get(email="miriam@example.org"))
    return {}


def leave() -> dict[str, object]:
    group = Engagement.objects.select_related("practice").get(group__isnull=False)
    omar = Membership.objects.get(person__email="omar@example.org")
    leave_engagement(group, omar, actor=Person.objects.get(email="miriam@example.org"))
    return {}


def of(name: str) -> Engagement:
    """The engagement of a client who has one."""
    return Engagement.objects.select_related("practice").get(
        client_parts__membership__person__email=f"{name}@example.org", group=None
    )


if __name__ == "__main__":
    print(json.dumps({one.__name__: one for one in (cast, hostile, due, happen, end, leave)}[sys.argv[1]]()))
