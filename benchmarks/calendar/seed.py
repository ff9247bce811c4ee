"""A coach with so many sessions in the present month and forty clients, in a process of its own on an empty database.

    python -m benchmarks.calendar.seed 500

Prints a line of JSON: the practice's slug, the coach's session cookie, the month.
"""

import datetime as dt
import json
import sys

import django

CLIENTS = 40


def seed(number: int) -> dict[str, str]:
    from django.test import Client

    from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership, Person, Practice
    from opencoach.scheduling.actions.hours import set_week
    from opencoach.sessions.actions import steps
    from opencoach.sessions.models import CoachingSession, SessionType

    practice = Practice.objects.create(name="Full", slug="full", specialisations=["life"])
    people = [Person.objects.create(email=f"full{n}@example.org") for n in range(CLIENTS + 1)]
    coach = Membership.objects.create(practice=practice, person=people[0], role="owner", display_name="Coach")
    set_week(coach, {day: [(480, 1200)] for day in range(7)})
    engagements = []
    for n, person in enumerate(people[1:]):
        client = Membership.objects.create(
            practice=practice, person=person, role="client", display_name=f"Client {n} Osei", zone="Asia/Tokyo"
        )
        made = Engagement.objects.create(practice=practice, specialisation="life", status="active")
        EngagementCoach.objects.create(engagement=made, membership=coach)
        EngagementClient.objects.create(engagement=made, membership=client)
        engagements.append(made)
    kinds = [
        SessionType.objects.create(practice=practice, name=f"Kind {hue}", slug=hue, hue=hue)
        for hue in ("pine", "sea", "iris", "plum")
    ]
    first = dt.datetime.now(dt.UTC).replace(day=1, hour=8, minute=0, second=0, microsecond=0)
    rows = []
    for n in range(number):
        day, place = divmod(n, -(-number // 28))
        one = CoachingSession(
            practice=practice, engagement=engagements[n % CLIENTS], coach=coach, session_type=kinds[n % len(kinds)]
        )
        steps.plan(one, first + dt.timedelta(days=day, minutes=40 * place), "UTC", 30)
        rows.append(one)
    CoachingSession.objects.bulk_create(rows)
    browser = Client()
    browser.force_login(coach.person, "django.contrib.auth.backends.ModelBackend")
    return {"slug": practice.slug, "cookie": browser.cookies["sessionid"].value, "day": f"{first:%Y-%m}-10"}


if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    made = seed(int(sys.argv[1]))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    sys.stdout.write(json.dumps(made) + "\n")
