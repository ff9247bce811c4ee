"""Days on the calendar of whoever's plan it is, and which of them don't count."""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.utils import timezone

from opencoach.people.models import Engagement, Pause
from opencoach.plan.models import Item

DAY = dt.timedelta(days=1)
EPOCH = dt.date(2000, 1, 1)


def zone_of(row: Item) -> str:
    """The zone that a plan's days are read in: the client's, a group's that of the practice."""
    return str(row.client.zone if row.client else row.engagement.practice.zone)


def today_of(row: Item, now: dt.datetime | None = None) -> dt.date:
    """The day that it is for whoever's plan it is."""
    return (now or timezone.now()).astimezone(zoneinfo.ZoneInfo(zone_of(row))).date()


def pauses_of(engagements: Collection[Engagement | int]) -> dict[int, list[Pause]]:
    """The pauses that hold, by engagement id, in one query."""
    found = defaultdict(list)
    for pause in Pause.objects.filter(engagement__in=engagements, withdrawn_at=None):
        found[pause.engagement_id].append(pause)
    return found


def paused_on(pauses: Iterable[Pause], day: dt.date) -> bool:
    """Whether nothing is due on that day."""
    return any(one.starts_on <= day and (one.ends_on is None or day <= one.ends_on) for one in pauses)


def days_off(pauses: Iterable[Pause], first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """The days from `first` to `last` that a pause covers."""
    found = set()
    for one in pauses:
        day, end = max(one.starts_on, first), min(one.ends_on or last, last)
        while day <= end:
            found.add(day)
            day += DAY
    return frozenset(found)
