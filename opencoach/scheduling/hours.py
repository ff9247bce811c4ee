"""When somebody can be booked: wall-clock hours in their zone, as instants. Pure.

Hours are minutes from midnight on the wall clock, 0 to 1440. A day's override replaces its weekly hours; while
somebody travels the same hours are meant on the clock of the place where they are.
"""

import datetime as dt
import zoneinfo
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from opencoach.scheduling.spans import Span, merged

Ranges = Sequence[tuple[int, int]]
WIDEST = dt.timedelta(days=2)  # no zone is further from UTC than a day; one more for the days around


@dataclass(frozen=True, slots=True)
class Travel:
    """From the first to the last day, both included, they are in another zone."""

    first: dt.date
    last: dt.date
    zone: str


@dataclass(frozen=True, slots=True)
class Hours:
    """`weekly`: by weekday (0 is Monday) the ranges of that day; `overrides`: the ranges of single days instead."""

    zone: str
    weekly: Mapping[int, Ranges]
    overrides: Mapping[dt.date, Ranges] = field(default_factory=dict)
    travels: Sequence[Travel] = ()

    def zone_on(self, day: dt.date) -> str:
        """Where they are on that day. The later of two travels wins."""
        for travel in reversed(self.travels):
            if travel.first <= day <= travel.last:
                return travel.zone
        return self.zone

    def on(self, day: dt.date) -> Ranges:
        """The ranges of a day."""
        return self.overrides[day] if day in self.overrides else self.weekly.get(day.weekday(), ())


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Open ranges in order, and where each local day begins (epoch seconds), for limits per day and week."""

    ranges: list[Span]
    begins: list[int]
    days: list[dt.date]

    def date(self, instant: int) -> dt.date:
        """The day that it is for them at an instant between the ends of this time."""
        return self.days[max(bisect_right(self.begins, instant) - 1, 0)]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a zone: midnight's reading as if in UTC, and how far the clock is ahead of UTC before and after the
    moment at which it changes (all in seconds; without a change `after` is `before`)."""

    midnight: int
    before: int
    after: int
    change: int

    def spans(self, ranges: Ranges) -> Iterator[Span]:
        """The instants at which the clock stands in these ranges: an hour that comes twice counts twice, one that is
        left out not at all."""
        for opens, closes in ranges:
            first, last = self.midnight + opens * 60, self.midnight + closes * 60
            if self.before == self.after:
                yield first - self.before, last - self.before
                continue
            yield first - self.before, min(last - self.before, self.change)
            yield max(first - self.after, self.change), last - self.after

    @property
    def begins(self) -> int:
        """When the day begins."""
        return self.midnight - self.before


@lru_cache(4096)
def day_of(day: dt.date, zone: str) -> Day:
    """The day in that zone. A zone changes its clocks at most once a day."""
    there = zoneinfo.ZoneInfo(zone)
    midnight = dt.datetime.combine(day, dt.time())
    seconds = int(midnight.replace(tzinfo=dt.UTC).timestamp())
    before = _ahead(midnight, there)
    after = _ahead(midnight + dt.timedelta(days=1), there)
    if before == after:
        return Day(seconds, before, before, 0)
    return Day(seconds, before, after, _change(seconds - before - 1, seconds - after + 24 * 3600, there))


def _ahead(wall: dt.datetime, zone: zoneinfo.ZoneInfo) -> int:
    """By how many seconds the clock that shows `wall` is ahead of UTC."""
    offset = wall.replace(tzinfo=zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _change(low: int, high: int, zone: zoneinfo.ZoneInfo) -> int:
    """The second between two instants from which the clocks of `zone` are set otherwise."""
    before = dt.datetime.fromtimestamp(low, zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if dt.datetime.fromtimestamp(middle, zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def open_time(hours: Hours, start: int, end: int) -> OpenTime:
    """When they can be booked between two instants (epoch seconds). Ranges that touch, over midnight too, are one."""
    first = dt.datetime.fromtimestamp(start, dt.UTC).date() - WIDEST
    last = dt.datetime.fromtimestamp(end, dt.UTC).date() + WIDEST
    spans: list[Span] = []
    begins: list[int] = []
    days: list[dt.date] = []
    for number in range((last - first).days):
        day = first + dt.timedelta(days=number)
        there = day_of(day, hours.zone_on(day))
        begins.append(there.begins)
        days.append(day)
        spans += [span for span in there.spans(hours.on(day)) if span[0] < span[1]]
    clipped = [(max(opens, start), min(closes, end)) for opens, closes in merged(spans)]
    return OpenTime([span for span in clipped if span[0] < span[1]], *_in_order(begins, days))


def _in_order(begins: list[int], days: list[dt.date]) -> tuple[list[int], list[dt.date]]:
    """The beginnings of days, rising: where a traveller flies over midnight, a day may begin before the one before."""
    kept: list[int] = []
    for begin in begins:
        kept.append(max(begin, kept[-1] + 1) if kept else begin)
    return kept, days


def open_ranges(hours: Hours, start: int, end: int) -> list[Span]:
    """The open ranges alone."""
    return open_time(hours, start, end).ranges
