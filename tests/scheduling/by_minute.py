"""The same questions answered slowly and obviously: every minute of the window asks the wall clock."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence

from opencoach.scheduling.hours import Hours
from opencoach.scheduling.slots import Rules, week
from opencoach.scheduling.spans import Span

MINUTE = 60


def where(hours: Hours, instant: int) -> dt.datetime:
    """What their clock shows: while they travel, the clock of the place. The place is decided by the day there."""
    for travel in reversed(hours.travels):
        local = dt.datetime.fromtimestamp(instant, zoneinfo.ZoneInfo(travel.zone))
        if travel.first <= local.date() <= travel.last:
            return local
    return dt.datetime.fromtimestamp(instant, zoneinfo.ZoneInfo(hours.zone))


def is_open(hours: Hours, instant: int) -> bool:
    """Whether the clock stands in an open range at that minute."""
    wall = where(hours, instant)
    minute = wall.hour * 60 + wall.minute
    return any(opens <= minute < closes for opens, closes in hours.on(wall.date()))


def open_minutes(hours: Hours, start: int, end: int) -> list[int]:
    return [instant for instant in range(start, end, MINUTE) if is_open(hours, instant)]


def free(hours: Hours, taken: Sequence[Span], rules: Rules, window: Span, now: int, booked: Sequence[int]) -> list[int]:
    """The beginnings, each minute of each looked at."""
    opened = set(open_minutes(hours, *window))
    ranges = runs(sorted(opened))
    dates = [where(hours, one).date() for one in booked]
    found = []
    for opens, closes in ranges:
        for start in range(opens, closes, rules.step):
            body = range(start, start + rules.length, MINUTE)
            if not all(minute in opened for minute in body):
                continue
            around = range(start - rules.before, start + rules.length + rules.after, MINUTE)
            if any(begins <= minute < ends for minute in around for begins, ends in taken):
                continue
            if start < now + rules.notice or (rules.ahead is not None and start > now + rules.ahead):
                continue
            day = where(hours, start).date()
            if rules.per_day is not None and dates.count(day) >= rules.per_day:
                continue
            if rules.per_week is not None and [week(one) for one in dates].count(week(day)) >= rules.per_week:
                continue
            found.append(start)
    return found


def runs(minutes: Sequence[int]) -> list[Span]:
    """Minutes that follow each other, as stretches."""
    found: list[Span] = []
    for minute in minutes:
        if found and found[-1][1] == minute:
            found[-1] = (found[-1][0], minute + MINUTE)
        else:
            found.append((minute, minute + MINUTE))
    return found
