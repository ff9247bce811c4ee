"""The public holidays that a coach may take over as days on which nobody can book them."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from opencoach.people.models import Membership
from opencoach.scheduling import public_holidays
from opencoach.scheduling.models import Override
from opencoach.sessions import access
from opencoach.sessions.models import CoachingSession


@dataclass(frozen=True, slots=True)
class Holiday:
    """`is_said`: whether the coach has said something of that day already; `sessions`: how many are booked on it."""

    day: dt.date
    name: str
    is_said: bool
    sessions: int


def holidays_of(coach: Membership, country: str, region: str, year: int, today: dt.date) -> list[Holiday]:
    """Those of a year that are still to come, by day. Raises KeyError for no country or region. Two queries."""
    found = [(day, name) for day, name in public_holidays.days(country, region, year) if day >= today]
    if not found:
        return []
    first, last = found[0][0], found[-1][0]
    said = list(
        Override.objects.filter(availability__membership=coach, last__gte=first, first__lte=last).values_list(
            "first", "last"
        )
    )
    booked = _booked(coach, first, last)
    return [Holiday(day, name, any(a <= day <= b for a, b in said), booked.count(day)) for day, name in found]


def _booked(coach: Membership, first: dt.date, last: dt.date) -> list[dt.date]:
    """The days, on the coach's clock, of their sessions that are ahead: each as often as there are sessions."""
    there = zoneinfo.ZoneInfo(coach.zone)
    start, end = (dt.datetime.combine(day, dt.time(), there) for day in (first, last + dt.timedelta(days=1)))
    rows = access.sessions_listed_for(coach).filter(coach=coach, status__in=CoachingSession.AHEAD)
    times = rows.filter(starts_at__gte=start, starts_at__lt=end).values_list("starts_at", flat=True)
    return [one.astimezone(there).date() for one in times]
