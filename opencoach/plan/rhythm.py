"""When check-ins are due. Pure but for reading a rhythm's own columns."""

import datetime as dt

from opencoach.plan.models import CheckInRhythm
from opencoach.plan.recurrence import Every, Rule, days

OPEN_FOR = 6  # days after it was due that it can still be answered


def rule_of(rhythm: CheckInRhythm) -> Rule:
    return Rule(Every.WEEK, rhythm.interval, (rhythm.weekday,), until=rhythm.ended_on)


def due_days(rhythm: CheckInRhythm, first: dt.date, last: dt.date) -> list[dt.date]:
    """The days on which it is due, from `first` to `last`."""
    return days(rule_of(rhythm), rhythm.started_on, first, last)


def open_days(rhythm: CheckInRhythm, today: dt.date) -> list[dt.date]:
    """Those that can be answered today: the one of this week, on its day and the six after it."""
    return due_days(rhythm, today - dt.timedelta(days=OPEN_FOR), today)
