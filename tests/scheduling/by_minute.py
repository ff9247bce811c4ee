"""The same questions answered slowly and obviously: every minute of the window asks the wall clock."""

import datetime as dt
import zoneinfo
from collections.abc import Sequence

from opencoach.scheduling.hours import Hours
from opencoach.scheduling.slots import Rules, week
from opencoach.scheduling.spans import Span

MINUTE = 60


def place(hours: Hours, day: dt.date) -> str:
    """Where they are on that day: of two journeys that overlap, the later one says it."""
    places = [hours.zone, *(travel.zone for travel in hours.travels if travel.first <= day <= travel.last)]
    return places[-1]


def walls(hours: Hours, instant: int) -> list[dt.datetime]:
    """What the clocks show that are theirs at that instant: each of its own day. While they fly from one zone to
    another there may be two, or none."""
    zones = {hours.zone, *(travel.zone for travel in hours.travels)}
    clocks = [dt.datetime.fromtimestamp(instant, zoneinfo.ZoneInfo(zone)) for zone in zones]
    return [wall for wall in clocks if str(wall.tzinfo) == place(hours, wall.date())]


def date(hours: Hours, instant: int) -> dt.date:
    """Which day of theirs it is: the last one that has begun."""
    utc = dt.datetime.fromtimestamp(instant, dt.UTC).date()
    days = [utc + dt.timedelta(days=number) for number in (2, 1, 0, -1, -2)]
    midnights = (dt.datetime.combine(day, dt.time(), zoneinfo.ZoneInfo(place(hours, day))) for day in days)
    return next(day for day, midnight in zip(days, midnights, strict=True) if midnight.timestamp() <= instant)


def is_open(hours: Hours, instant: int) -> bool:
    """Whether a clock of theirs stands in an open range of its day at that minute."""
    return any(
        opens <= wall.hour * 60 + wall.minute < closes
        for wall in walls(hours, instant)
        for opens, closes in hours.on(wall.date())
    )


def open_minutes(hours: Hours, start: int, end: int) -> list[int]:
    return [instant for instant in range(start, end, MINUTE) if is_open(hours, instant)]


def free(hours: Hours, taken: Sequence[Span], rules: Rules, window: Span, now: int, booked: Sequence[int]) -> list[int]:
    """The beginnings, each minute of each looked at."""
    opened = set(open_minutes(hours, *window))
    ranges = runs(sorted(opened))
    dates = [date(hours, one) for one in booked]
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
            day = date(hours, start)
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
