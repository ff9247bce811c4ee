"""A month with its free days, and the times of one of them, as somebody sees them on their own clock."""

import calendar
import datetime as dt
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field

from opencoach.scheduling.days import by_day

FURTHEST = 24  # months ahead that a page shows


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid. `free`: how many times there are."""

    day: dt.date
    inside: bool  # of the month that is shown
    free: int
    today: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks of a month, Monday first, and the times of the chosen day."""

    first: dt.date
    weeks: list[list[Cell]]
    chosen: dt.date | None
    times: list[dt.datetime] = field(default_factory=list)
    earlier: dt.date | None = None
    later: dt.date | None = None


def window(first: dt.date, zone: str) -> tuple[int, int]:
    """From the first to the last day that a month's grid shows, as instants in that zone (epoch seconds)."""
    days = list(calendar.Calendar().itermonthdates(first.year, first.month))
    return _between(days[0], days[-1] + dt.timedelta(days=1), zone)


def days_of_month(first: dt.date, zone: str) -> tuple[int, int]:
    """The days of a month alone, as `window`."""
    return _between(first, _shift(first, 1), zone)


def _between(first: dt.date, end: dt.date, zone: str) -> tuple[int, int]:
    there = zoneinfo.ZoneInfo(zone)
    start, until = (int(dt.datetime.combine(day, dt.time(), there).timestamp()) for day in (first, end))
    return start, until


def month(first: dt.date, starts: list[int], zone: str, today: dt.date, chosen: dt.date | None) -> Month:
    """The grid; where no day is asked for, or nothing is free on it, the first free one from it on is chosen, or else
    the last one before it."""
    days: Mapping[dt.date, list[dt.datetime]] = by_day(starts, zone)
    inside = [day for day in days if (day.year, day.month) == (first.year, first.month)]
    if chosen is None or chosen not in days:
        after = [day for day in inside if chosen is None or day > chosen]
        chosen = next(iter(after or inside[-1:]), None)
    weeks = [
        [Cell(day, day.month == first.month, len(days.get(day, ())), day == today, day == chosen) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
        if week[-1] >= today
    ]
    this = today.replace(day=1)
    months = (first.year - this.year) * 12 + first.month - this.month
    return Month(
        first, weeks, chosen, days.get(chosen, []) if chosen else [],
        earlier=_shift(first, -1) if months > 0 else None,
        later=_shift(first, 1) if months < FURTHEST else None,
    )  # fmt: skip


def _shift(first: dt.date, months: int) -> dt.date:
    year, index = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, index + 1, 1)


def read_month(text: str, today: dt.date) -> dt.date:
    """The month of "2027-03", within what is shown; this one for anything else."""
    this = today.replace(day=1)
    try:
        asked = dt.datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 (a month has no zone)
    except ValueError:
        return this
    return min(max(asked, this), _shift(this, FURTHEST))


def read_day(text: str) -> dt.date | None:
    """The day of "2027-03-28"; None for anything else."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def read_time(text: str) -> dt.datetime | None:
    """The instant of "2027-03-28T07:00Z"; None for anything else."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
