"""A coach's hours as the sweep takes them, and as their page shows them."""

import datetime as dt
from collections.abc import Iterable

from opencoach.people.models import Membership
from opencoach.scheduling.hours import Hours, Travel
from opencoach.scheduling.models import Availability


def hours_of(coach: Membership, first: dt.date, last: dt.date) -> Hours:
    """Their hours, with what differs between two days. Three queries; a coach who has said nothing has none."""
    row = Availability.objects.filter(membership=coach).first()
    if row is None:
        return Hours(coach.zone, {})
    weekly = {int(day): _ranges(ranges) for day, ranges in row.weekly.items()}
    overrides = {
        day: _ranges(one.ranges)
        for one in row.overrides.filter(last__gte=first, first__lte=last)
        for day in _days(max(one.first, first), min(one.last, last))
    }
    travels = [
        Travel(one.first, one.last, one.zone)
        for one in row.travels.filter(last__gte=first, first__lte=last).order_by("first")
    ]
    return Hours(coach.zone, weekly, overrides, travels)


def _ranges(stored: list[list[int]]) -> list[tuple[int, int]]:
    return [(start, end) for start, end in stored]


def _days(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
