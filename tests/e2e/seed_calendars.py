"""A coach's calendars elsewhere, as they are after a while: one read, one that fails, one that says nothing."""

import datetime as dt

from django.utils import timezone

from opencoach.people.models import Membership
from opencoach.scheduling.actions import links
from opencoach.scheduling.models import BusyTime, CalendarLink

NEVER = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)  # when the worker looks again: what is to be seen stays as it is
LONG = "Everything that the family, the choir and the allotment garden agree on together, and the school holidays"


def calendars(coach: Membership) -> str:
    """The public id of the first one."""
    now = timezone.now()
    day = now.replace(hour=11, minute=0, second=0, microsecond=0)
    made = []
    for name, problem, unread, since in (
        ("Family", "", 0, dt.timedelta(minutes=4)),
        (LONG[:80], "gone", 0, dt.timedelta(days=3)),
        ("", "", 3, dt.timedelta(minutes=9)),
    ):
        link = links.add(coach, f"https://calendar.example/{len(made)}/basic.ics", name=name)
        CalendarLink.objects.filter(pk=link.pk).update(
            tried_at=now, checked_at=now - since, read_at=now, problem=problem, unread=unread, next_at=NEVER,
            created_at=now - dt.timedelta(days=40),
        )  # fmt: skip
        made.append(link)
    for number in range(12):
        start = int((day + dt.timedelta(days=number * 2 + 1)).timestamp())
        BusyTime.objects.create(link=made[0], person=coach.person, starts=start, ends=start + 5400)
    return str(made[0].public_id)
