"""A coach's hours as the sweep takes them."""

import datetime as dt
import json
from collections.abc import Iterable

from django.db import connection

from opencoach.people.models import Membership
from opencoach.scheduling.hours import Hours, Ranges, Travel

# Every look at free times asks this first: one query instead of three.
HOURS = """
    SELECT 'week', NULL, NULL, CAST(weekly AS text) FROM scheduling_availability WHERE membership_id = %(coach)s
    UNION ALL SELECT 'override', o.first, o.last, CAST(o.ranges AS text)
        FROM scheduling_override o JOIN scheduling_availability a ON a.id = o.availability_id
        WHERE a.membership_id = %(coach)s AND o.last >= %(first)s AND o.first <= %(last)s
    UNION ALL SELECT 'travel', t.first, t.last, t.zone
        FROM scheduling_travel t JOIN scheduling_availability a ON a.id = t.availability_id
        WHERE a.membership_id = %(coach)s AND t.last >= %(first)s AND t.first <= %(last)s
    ORDER BY 2"""


def hours_of(coach: Membership, first: dt.date, last: dt.date) -> Hours:
    """Their hours, with what differs between two days. One query; a coach who has said nothing has none."""
    weekly: dict[int, Ranges] = {}
    overrides: dict[dt.date, Ranges] = {}
    travels: list[Travel] = []
    with connection.cursor() as cursor:
        cursor.execute(HOURS, {"coach": coach.pk, "first": first, "last": last})
        rows = cursor.fetchall()
    for kind, begins, ends, said in rows:
        if kind == "week":
            weekly = {int(day): _ranges(ranges) for day, ranges in json.loads(said).items()}
        elif kind == "travel":
            travels.append(Travel(_date(begins), _date(ends), said))
        else:
            ranges = _ranges(json.loads(said))
            overrides |= dict.fromkeys(_days(max(_date(begins), first), min(_date(ends), last)), ranges)
    return Hours(coach.zone, weekly, overrides, travels)


def _date(stored: dt.date | str) -> dt.date:
    """SQLite gives text."""
    return dt.date.fromisoformat(stored) if isinstance(stored, str) else stored


def _ranges(stored: list[list[int]]) -> list[tuple[int, int]]:
    return [(start, end) for start, end in stored]


def _days(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))
