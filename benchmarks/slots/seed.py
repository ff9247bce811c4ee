"""A coach, a client, and so many stretches of the coach's time, in a process of its own on an empty database.

    python -m benchmarks.slots.seed 1000 10000 100000

Prints a line of JSON: when the twelve weeks begin and, for each size, who is who and a session of the client.
"""

import datetime as dt
import json
import random
import sys

import django

WEEKS = 12
HOUR = 3600
SHARE = 0.6  # of all hours have something in them, the same ones at every size


def begin() -> dt.datetime:
    """The first instant of the twelve weeks: the next midnight in UTC."""
    now = dt.datetime.now(dt.UTC)
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)


def stretches(number: int, start: int) -> list[tuple[int, int]]:
    """In order, never overlapping, in the busy hours alone. 100,000 in twelve weeks are 40 s apart there, so they last
    seconds; fewer last longer in proportion, as appointments do."""
    chance = random.Random(7)
    hours = [start + n * HOUR for n in range(WEEKS * 7 * 24) if chance.random() < SHARE]
    found = []
    for n in range(number):
        hour, place = divmod(n * len(hours), number)
        each = HOUR * len(hours) // number
        at = hours[hour] + HOUR * place // number
        found.append((at, at + max(1, min(each, HOUR) * 7 // 10)))
    return found


def seed(number: int, first: dt.datetime) -> dict[str, object]:
    """A coach who is open around the clock, so that no stretch can be left out."""
    from django.test import Client

    from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership, Person, Practice
    from opencoach.scheduling.actions.booking_page import change_coach_page
    from opencoach.scheduling.actions.hours import set_week
    from opencoach.scheduling.doors import page_of
    from opencoach.sessions.actions import steps
    from opencoach.sessions.models import CoachingSession, Occupancy, SessionType, SessionTypeCoach

    practice = Practice.objects.create(name=f"With {number}", slug=f"with-{number}", zone="Europe/Berlin")
    coach, client = (
        Membership.objects.create(
            practice=practice, person=Person.objects.create_user(f"{role}@with-{number}.example"), role=role,
            display_name=role.title(), zone="Europe/Berlin",
        )
        for role in ("coach", "client")
    )  # fmt: skip
    engagement = Engagement.objects.create(practice=practice, specialisation="life", status="active")
    EngagementCoach.objects.create(engagement=engagement, membership=coach)
    EngagementClient.objects.create(engagement=engagement, membership=client)
    set_week(coach, {day: [(0, 1440)] for day in range(7)})
    values = {"practice": practice, "minutes": 60, "after": 15, "notice": 0, "ahead_days": 365}
    kind = SessionType.objects.create(**values, name="Coaching", slug="coaching")
    SessionTypeCoach.objects.create(session_type=kind, membership=coach)
    talk = SessionType.objects.create(**values, name="First talk", slug="first-talk", audience="anybody")
    SessionTypeCoach.objects.create(session_type=talk, membership=coach)
    change_coach_page(page_of(coach), is_open=True, slug="coach", about="")
    rows = stretches(number, int(first.timestamp()))
    sessions = []
    for start, _end in rows:
        one = CoachingSession(practice=practice, engagement=engagement, coach=coach, session_type=kind)
        steps.plan(one, dt.datetime.fromtimestamp(start, dt.UTC), "UTC", 1)
        sessions.append(one)
    CoachingSession.objects.bulk_create(sessions, batch_size=2000)
    taken = [
        Occupancy(person=coach.person, session=one, starts=start, ends=end)
        for one, (start, end) in zip(sessions, rows, strict=True)
    ]
    Occupancy.objects.bulk_create(taken[::-1], batch_size=2000)  # SQLite's trigger looks at three days before
    browser = Client()
    browser.force_login(client.person, "django.contrib.auth.backends.ModelBackend")
    return {"coach": coach.pk, "kind": kind.pk, "slug": practice.slug, "cookie": browser.cookies["sessionid"].value}


def main(sizes: list[int]) -> None:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    first = begin()
    made = {str(size): seed(size, first) for size in sizes}
    with connection.cursor() as cursor:  # as both databases do on their own after a while
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    sys.stdout.write(json.dumps({"first": int(first.timestamp()), "sizes": made}) + "\n")


if __name__ == "__main__":
    django.setup()
    main([int(word) for word in sys.argv[1:]])
