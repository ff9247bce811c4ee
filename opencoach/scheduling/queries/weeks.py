"""A day, a week or a month of the practice's calendar, as its page shows it."""

import calendar
import datetime as dt
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass, field

from opencoach.people.models import Membership
from opencoach.scheduling.grid import HOUR, ROW, Axis, Mark, lanes
from opencoach.scheduling.hours import Hours, day_of, open_ranges
from opencoach.scheduling.models import Override
from opencoach.scheduling.queries import agenda
from opencoach.scheduling.queries.agenda import Entry
from opencoach.scheduling.queries.availability import hours_of
from opencoach.scheduling.queries.busy import busy_of
from opencoach.scheduling.spans import Span, intersected, merged

ONE = dt.timedelta(days=1)
EARLY = 6 * HOUR  # before that, now alone makes no day longer
FIRST, LAST = dt.date(2000, 1, 3), dt.date(2090, 12, 31)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is asked for: the days, and whose."""

    view: str  # "day", "week" or "month"
    day: dt.date
    coach: Membership | None  # None: everybody

    @property
    def days(self) -> list[dt.date]:
        """The days on the page, in order."""
        if self.view == "day":
            return [self.day]
        if self.view == "week":
            return [self.monday + ONE * number for number in range(7)]
        return list(calendar.Calendar().itermonthdates(self.day.year, self.day.month))

    @property
    def monday(self) -> dt.date:
        return self.day - ONE * self.day.weekday()

    def shifted(self, by: int) -> dt.date:
        """The day that stands for the page before (-1) or after (1) this one."""
        if self.view != "month":
            return clamp(self.day + ONE * by * (7 if self.view == "week" else 1))
        year, index = divmod(self.day.year * 12 + self.day.month - 1 + by, 12)
        last = calendar.monthrange(year, index + 1)[1]
        return clamp(dt.date(year, index + 1, min(self.day.day, last)))

    def window(self, zone: str) -> Span:
        there = zoneinfo.ZoneInfo(zone)
        days = self.days
        first, last = (dt.datetime.combine(one, dt.time(), there) for one in (days[0], days[-1] + ONE))
        return int(first.timestamp()), int(last.timestamp())


def clamp(day: dt.date) -> dt.date:
    """Within what the calendar shows."""
    return min(max(day, FIRST), LAST)


@dataclass(frozen=True, slots=True)
class Placed:
    """A session, and where it stands in its day: the first row, how many, its lane, and of how many."""

    entry: Entry
    row: int
    rows: int
    lane: int
    lanes: int
    movable: bool


@dataclass(slots=True)
class Day:
    """One day of the page. `closed`: the coach takes nobody; `note`: why, in their own words; `away`: the zone in which
    they are; `change`: by how many seconds the clocks are set that day."""

    day: dt.date
    today: bool
    inside: bool = True
    sessions: list[Placed] = field(default_factory=list)
    open: list[tuple[int, int]] = field(default_factory=list)
    busy: list[tuple[int, int]] = field(default_factory=list)
    slots: list[tuple[int, Mark]] = field(default_factory=list)
    now: int = 0  # its row, 0 where it is not on the page
    closed: bool = False
    note: str = ""
    away: str = ""
    change: int = 0
    gap: tuple[int, int] | None = None  # rows that no clock shows that day


@dataclass(frozen=True, slots=True)
class Page:
    days: list[Day]
    axis: Axis
    count: int

    @property
    def hours(self) -> list[tuple[int, dt.datetime]]:
        """The hours at its side: their row, and what the clock shows."""
        first = self.days[0].day
        if self.axis.elapsed:
            marks = self.axis.marks(first, HOUR)
            return [(self.row(one), dt.datetime.fromtimestamp(one.instant, self.axis.zone)) for one in marks]
        midnight = dt.datetime.combine(first, dt.time())
        return [
            (self.axis.rows((place, place))[0], midnight + dt.timedelta(seconds=clock))
            for place, clock in self.axis.hours()
        ]

    def row(self, mark: Mark) -> int:
        return self.axis.rows((mark.offset, mark.offset))[0]

    @property
    def weeks(self) -> list[list[Day]]:
        return [self.days[number : number + 7] for number in range(0, len(self.days), 7)]


def page(reader: Membership, shown: Shown, now: dt.datetime) -> Page:
    """The page as this member sees it, on their own clock. Seven queries at most, however many sessions there are."""
    window = shown.window(reader.zone)
    found = agenda.entries(reader, shown.coach, window)
    days = shown.days
    hours = hours_of(shown.coach, days[0] - ONE, days[-1] + ONE) if shown.coach else None
    opened = open_ranges(hours, *window) if hours else []
    own = shown.coach is not None and shown.coach.pk == reader.pk
    busy = agenda.elsewhere(reader, window) if own else []
    if shown.coach is not None:
        busy = merged([*busy, *busy_of(shown.coach, window)])
    notes = _notes(reader, days) if own else {}
    at, zone = int(now.timestamp()), zoneinfo.ZoneInfo(reader.zone)
    today = now.astimezone(zone).date()
    axis = _axis(
        Axis(zone, elapsed=shown.view == "day"), days if shown.view != "month" else [], [*opened, *busy, *_spans(found)]
    )
    if shown.view != "month" and today in days and axis.offset(today, at) >= EARLY:
        axis = axis.widened([(axis.offset(today, at), axis.offset(today, at) + ROW)], today)
    made = []
    for day in days:
        one = Day(day, day == today, shown.view != "month" or day.month == shown.day.month)
        _say(one, hours, notes, reader.zone)
        if shown.view == "month":
            _list(one, axis, found, opened, at)
        else:
            _fill(one, axis, found, (opened, busy), at)
            _point(one, axis, at)
            one.gap = _gap(axis, day)
        made.append(one)
    return Page(made, axis, len(found))


def _axis(axis: Axis, days: Sequence[dt.date], spans: Sequence[Span]) -> Axis:
    """The axis with all of that in it, and with what comes twice on one of the days, where that is on the page."""
    wide = axis
    for day in days:
        wide = wide.widened([wide.stretch(day, span) for span in _on(wide, day, spans)], day)
    twice = next((found for day in days if (found := _twice(axis, day))), None)
    if axis.twice or twice is None or not (wide.first < twice[1] and wide.last > twice[0]):
        return wide
    return _axis(axis.doubled(twice), days, spans)


def _twice(axis: Axis, day: dt.date) -> Span | None:
    """What the clock shows twice on that day."""
    there = day_of(day, axis.zone.key)
    if axis.elapsed or there.after >= there.before:
        return None
    shown = there.change + there.after - there.midnight
    return shown, shown + there.before - there.after


def _spans(found: Sequence[Entry]) -> list[Span]:
    return [(one.start, one.end) for one in found]


def _on(axis: Axis, day: dt.date, spans: Sequence[Span]) -> list[Span]:
    begins, ends = axis.begins(day), axis.begins(day + ONE)
    return [(start, end) for start, end in spans if start < ends and end > begins]


def _list(day: Day, axis: Axis, found: Sequence[Entry], opened: list[Span], now: int) -> None:
    """The sessions of a day of the month, which stand one below the other."""
    begins, ends = axis.begins(day.day), axis.begins(day.day + ONE)
    mine = (one for one in found if one.start < ends and one.end > begins)
    day.sessions = [Placed(one, 1, 1, 1, 1, _movable(one, now)) for one in mine]
    day.open = [(1, 1)] if intersected(opened, [(begins, ends)]) else []


def _movable(one: Entry, now: int) -> bool:
    return one.start > now and one.status in {"requested", "booked"}


def _fill(day: Day, axis: Axis, found: Sequence[Entry], stretches: tuple[list[Span], list[Span]], now: int) -> None:
    """Everything of that day into its place; `stretches`: open hours, and what is taken elsewhere."""
    opened, busy = stretches
    begins, ends = axis.begins(day.day), axis.begins(day.day + ONE)
    mine = [one for one in found if one.start < ends and one.end > begins]
    spans = [axis.stretch(day.day, (one.start, one.end)) for one in mine]
    for one, stretch, (lane, of) in zip(mine, spans, lanes(spans), strict=True):
        day.sessions.append(Placed(one, *axis.rows(stretch), lane, of, _movable(one, now)))
    day.open = [axis.rows(axis.stretch(day.day, span)) for span in intersected(opened, [(begins, ends)])]
    day.busy = [axis.rows(axis.stretch(day.day, span)) for span in intersected(busy, [(begins, ends)])]


def _point(day: Day, axis: Axis, now: int) -> None:
    """The times of that day that can be pointed at, and where now is."""
    begins, ends = axis.begins(day.day), axis.begins(day.day + ONE)
    if ends > now:
        marks = (one for one in axis.marks(day.day) if one.instant > now)
        day.slots = [(axis.rows((one.offset, one.offset))[0], one) for one in marks]
    offset = axis.offset(day.day, now)
    if begins <= now < ends and axis.first <= offset < axis.last:
        day.now = axis.rows((offset, offset))[0]


def _gap(axis: Axis, day: dt.date) -> tuple[int, int] | None:
    """The rows that no clock shows that day, where they are among those on the page."""
    there = day_of(day, axis.zone.key)
    gap = axis.gap(day, there.after - there.before, there.change + there.after - there.midnight if there.change else 0)
    return axis.rows(gap) if gap and gap[0] < axis.last and gap[1] > axis.first else None


def _say(day: Day, hours: Hours | None, notes: dict[dt.date, str], zone: str) -> None:
    """What is unlike other days."""
    there = day_of(day.day, zone)
    day.change = there.after - there.before
    if hours is None:
        return
    place = hours.zone_on(day.day)
    day.away = place if place != hours.zone else ""
    day.note = notes.get(day.day, "")
    day.closed = day.day in hours.overrides and not hours.overrides[day.day]


def _notes(coach: Membership, days: Sequence[dt.date]) -> dict[dt.date, str]:
    """What a coach has called days of their own. One query."""
    rows = Override.objects.filter(availability__membership=coach, last__gte=days[0], first__lte=days[-1])
    return {day: one.label for one in rows for day in days if one.first <= day <= one.last and one.label}
