"""From the events of a calendar file to stretches of time.

By RFC 5545: occurrences repeat on the clock of their zone, across changes of the clocks; each is as long as the first,
in elapsed time (3.8.5.3). `dateutil` works out the rules; we do the rest, since the libraries that do take
milliseconds for each event and a program's file has thousands. What stands in a file may be hostile: it is read in a
process that can be ended (`child.py`), and no series gets more than its share (`guard`).
"""

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from dateutil.rrule import rrulestr

from opencoach.scheduling.calendars import wall
from opencoach.scheduling.calendars.sifting import SHOWN, Event, Sifted, TooMuch, sift
from opencoach.scheduling.calendars.wall import Moment, Zones
from opencoach.scheduling.spans import Span, merged

MOST = 40_000  # occurrences of one calendar
MOST_OF_ONE = 10_000  # of one series: by the hour it has 9,600 within what is looked ahead
DAY = 24 * 3600
LONGEST = 366 * DAY  # of one event
FREE = frozenset({"FREE", "WORKINGELSEWHERE"})  # how Microsoft's programs say that somebody has time
PARTS = re.compile(r"[A-Z]+=[A-Z0-9,+-]*", re.IGNORECASE)
STEP = {"DAILY": DAY, "WEEKLY": 7 * DAY, "HOURLY": 3600}  # seconds on the clock between two rounds of a rule
Guard = Callable[[], "contextlib.AbstractContextManager[None]"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`window` in epoch seconds; `zone`: where times that name none, and whole days, are; `all_day`, `free`: whether
    whole days, and what is marked as free, count."""

    window: Span
    zone: str
    all_day: bool = False
    free: bool = False


@dataclass(frozen=True, slots=True)
class Busy:
    """In order, without overlaps, within the window. `unread`: how many events nobody could make sense of."""

    spans: list[Span]
    unread: int = 0


@dataclass(slots=True)
class Timed:
    """An event with its times: how long it takes in days of the calendar and elapsed seconds after them."""

    event: Event
    start: Moment
    days: int
    seconds: int

    def span(self, clock: dt.datetime) -> Span:
        """When the occurrence is that begins at this time on the clock."""
        starts = wall.at(clock, self.start.zone)
        return starts, wall.at(clock + dt.timedelta(days=self.days), self.start.zone) + self.seconds


@dataclass(slots=True)
class Series:
    """Everything with one UID. `moved`: exceptions by the time on the clock that they stand for; `from_on`: those for
    all occurrences from that time on, in order."""

    moved: dict[dt.datetime, Timed] = field(default_factory=dict)
    from_on: list[tuple[dt.datetime, Timed]] = field(default_factory=list)


def busy(content: bytes, wanted: Wanted, guard: Guard = contextlib.nullcontext) -> Busy:
    """When somebody is busy by a calendar file. Raises TooMuch; ValueError for what is no calendar. `guard`: entered
    around what belongs to one series; it may raise TimeoutError there."""
    start, end = (dt.datetime.fromtimestamp(one, dt.UTC) for one in wanted.window)
    sifted = sift(content, start.date(), end.date())
    zones = _zones(sifted, wanted.zone)
    found, unread = list(_periods(sifted.periods, zones)), sifted.unread
    for events in sifted.events.values():
        mine: list[Span] = []
        try:
            with guard():
                for span in _spans(events, wanted, zones):
                    mine.append(span)
                    if len(found) + len(mine) > MOST:
                        raise TooMuch("occurrences")
                    if len(mine) > MOST_OF_ONE:
                        raise ValueError("more often than by the hour")
        except TooMuch:
            raise
        except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError, TimeoutError):
            unread += len(events)  # what could be read of it still counts
        found += mine
    first, last = wanted.window
    inside = ((max(starts, first), min(ends, last)) for starts, ends in found)
    return Busy(merged(one for one in inside if one[0] < one[1]), unread)


def _zones(sifted: Sifted, zone: str) -> Zones:
    blocks = {}
    for block in sifted.zones:
        named = re.search(r"^TZID[^:]*:(.*)$", block, re.MULTILINE | re.IGNORECASE)
        if named:
            blocks[named[1].strip()] = block
    own = wall.known(sifted.zone) if sifted.zone else None
    return Zones(own or wall.known(zone) or dt.UTC, blocks)


def _spans(events: list[Event], wanted: Wanted, zones: Zones) -> Iterator[Span]:
    """Raises anything that `busy` catches."""
    bases = [one for one in events if not one.is_exception]
    exceptions = [one for one in events if one.is_exception]
    for base in bases:
        timed = _timed(base, zones)
        if not base.is_series:
            if _counts(base, timed, wanted):
                yield timed.span(timed.start.wall)
            continue
        yield from _occurrences(timed, _series(exceptions, timed, zones), wanted, zones)
    if not any(one.is_series for one in bases):  # their series is not in the file
        for one in exceptions:
            timed = _timed(one, zones)
            if _counts(one, timed, wanted):
                yield timed.span(timed.start.wall)


def _series(exceptions: list[Event], base: Timed, zones: Zones) -> Series:
    found = Series()
    for one in exceptions:
        parameters, text = one.said["RECURRENCE-ID"][-1]
        stands_for = wall.moment(text, parameters, zones).wall_in(base.start.zone)
        timed = _timed(one, zones)
        if "RANGE=THISANDFUTURE" in parameters.upper():
            found.from_on.append((stands_for, timed))
        else:
            found.moved[stands_for] = timed
    found.from_on.sort(key=lambda pair: pair[0])
    return found


def _occurrences(base: Timed, series: Series, wanted: Wanted, zones: Zones) -> Iterator[Span]:
    """Those of a series, its exceptions in their places."""
    first, last = wanted.window
    for timed in series.moved.values():
        if _counts(timed.event, timed, wanted):
            yield timed.span(timed.start.wall)
    left_out = _moments(base, "EXDATE", zones)
    days_out = {one.wall.date() for one in left_out if one.is_day}
    times_out = {one.wall_in(base.start.zone) for one in left_out if not one.is_day} | set(series.moved)
    counts = _counts(base.event, base, wanted)
    for clock in _clocks(base, wanted.window, zones):
        if clock in times_out or clock.date() in days_out:
            continue
        later = [pair for pair in series.from_on if pair[0] <= clock]
        if not later:
            if counts:
                yield base.span(clock)
            continue
        stands_for, timed = later[-1]
        if _counts(timed.event, timed, wanted):
            span = timed.span(clock + (timed.start.wall - stands_for))
            if span[0] < last and span[1] > first:
                yield span


def _clocks(base: Timed, window: Span, zones: Zones) -> Iterator[dt.datetime]:
    """The times on its zone's clock at which occurrences begin that may reach into the window."""
    zone = base.start.zone
    reach = dt.timedelta(days=base.days + 8, seconds=base.seconds)  # an exception may move what follows by some days
    first = dt.datetime.fromtimestamp(window[0], zone).replace(tzinfo=None) - reach
    last = dt.datetime.fromtimestamp(window[1], zone).replace(tzinfo=None) + dt.timedelta(days=8)
    extra = [one.wall_in(zone) for one in _moments(base, "RDATE", zones)]
    yield from sorted({one for one in (*extra, base.start.wall) if first <= one <= last})
    for _parameters, rule in base.event.said.get("RRULE", []):
        begins, text = _rule(rule, base.start, first)
        for one in rrulestr(text, dtstart=begins).xafter(first, inc=True):
            if one > last:
                break
            if one != base.start.wall and one not in extra:
                yield one


def _rule(rule: str, start: Moment, first: dt.datetime) -> tuple[dt.datetime, str]:
    """The rule for `dateutil`, on the clock of its zone, and where it begins: as near before the window as may be,
    since a rule of decades would be gone through from its beginning."""
    parts = dict(one.upper().split("=", 1) for one in PARTS.findall(rule))
    if until := parts.get("UNTIL", ""):
        end = wall.moment(until, "", Zones(start.zone))
        clock = end.wall_in(start.zone)
        if end.is_day and not start.is_day:
            clock += dt.timedelta(days=1, seconds=-1)
        parts["UNTIL"] = f"{clock:%Y%m%dT%H%M%S}"
    begins = start.wall
    step = STEP.get(parts.get("FREQ", ""), 0) * max(1, int(parts.get("INTERVAL", "1") or 1))
    if step and "COUNT" not in parts:
        rounds = int((first - begins).total_seconds()) // step - 1
        if rounds > 0:
            begins += dt.timedelta(seconds=rounds * step)
    return begins, ";".join(f"{name}={value}" for name, value in parts.items())


def _moments(base: Timed, name: str, zones: Zones) -> list[Moment]:
    found = []
    for parameters, value in base.event.said.get(name, []):
        for text in value.split(","):
            if text.strip():
                found.append(wall.moment(text.partition("/")[0], parameters, zones))  # of a period its beginning
    return found


def _timed(event: Event, zones: Zones) -> Timed:
    """Raises ValueError for what ends before it begins, or hardly ever."""
    parameters, text = event.said["DTSTART"][-1]
    start = wall.moment(text, parameters, zones)
    days = seconds = 0
    if "DTEND" in event.said:
        parameters, text = event.said["DTEND"][-1]
        end = wall.moment(text, parameters, zones)
        if start.is_day and end.is_day:
            days = (end.wall - start.wall).days or 1  # some programs end a day on itself
        else:
            seconds = end.instant - start.instant
    elif "DURATION" in event.said:
        days, seconds = wall.duration(event.value("DURATION"))
    elif start.is_day:
        days = 1
    if days < 0 or seconds < 0 or days * DAY + seconds > LONGEST:
        raise ValueError("it ends before it begins, or never")
    return Timed(event, start, days, seconds)


def _counts(event: Event, timed: Timed, wanted: Wanted) -> bool:
    """Whether it takes somebody's time."""
    if event.value("STATUS").upper() == "CANCELLED" or not (timed.days or timed.seconds):
        return False
    shown = event.value(SHOWN).upper()
    if not wanted.free and (event.value("TRANSP").upper() == "TRANSPARENT" or shown in FREE):
        return False
    return wanted.all_day or not timed.start.is_day


def _periods(periods: list[str], zones: Zones) -> Iterator[Span]:
    """Those of VFREEBUSY: "20270301T080000Z/20270301T090000Z", or with a duration."""
    for text in periods:
        with contextlib.suppress(ValueError, ArithmeticError):
            first, _slash, last = text.partition("/")
            start = wall.moment(first, "", zones)
            if last.strip()[:1].upper() in {"P", "+"}:
                days, seconds = wall.duration(last)
                yield Timed(Event(), start, days, seconds).span(start.wall)
            else:
                yield start.instant, wall.moment(last, "", zones).instant
