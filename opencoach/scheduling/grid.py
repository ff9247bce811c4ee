"""Where things stand on a calendar's page: rows of five minutes, and lanes beside each other. Pure.

A *wall* axis has one row for each five minutes that a clock can show, the same for every day of a week: an hour that is
left out stays empty, and one that comes twice on one of the days has its rows twice (`twice`), which stay empty on the
others. An *elapsed* axis, for one day alone, has the day's real length: 23 or 25 hours on a day on which clocks change.
"""

import datetime as dt
import zoneinfo
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from opencoach.scheduling.spans import Span

ROW = 5 * 60  # seconds
HOUR = 3600
SHOWN = (8 * HOUR, 18 * HOUR)  # what is shown of an empty day


@lru_cache(512)  # a page asks for the same few days a thousand times
def _midnight(day: dt.date, zone: zoneinfo.ZoneInfo) -> int:
    return int(dt.datetime.combine(day, dt.time(), zone).timestamp())


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the axis: seconds from the day's beginning, and when that is."""

    offset: int
    instant: int


@dataclass(frozen=True, slots=True)
class Axis:
    """From where until where a day is shown, seconds from its midnight."""

    zone: zoneinfo.ZoneInfo
    elapsed: bool
    first: int = SHOWN[0]
    last: int = SHOWN[1]
    twice: Span | None = None  # what a wall clock shows twice on one of the days, seconds from midnight

    def doubled(self, twice: Span) -> "Axis":
        """The same axis with rows for both times of that stretch."""
        made = Axis(self.zone, self.elapsed, twice=twice)
        return Axis(self.zone, self.elapsed, made.place(self.first), made.place(self.last), twice)

    def place(self, clock: int, fold: int = 0) -> int:
        """Where on a wall axis a reading of the clock stands (both in seconds)."""
        if self.twice is None or clock < self.twice[0] or (clock < self.twice[1] and not fold):
            return clock
        return clock + self.twice[1] - self.twice[0]

    def reading(self, place: int) -> tuple[int, int]:
        """What the clock shows there, and its fold: `place` the other way round."""
        if self.twice is None or place < self.twice[1]:
            return place, 0
        clock = place - self.twice[1] + self.twice[0]
        return clock, int(clock < self.twice[1])

    def begins(self, day: dt.date) -> int:
        """The instant of its midnight."""
        return _midnight(day, self.zone)

    def length(self, day: dt.date) -> int:
        """How long the day is on this axis, in seconds."""
        return self.begins(day + dt.timedelta(days=1)) - self.begins(day) if self.elapsed else self.place(24 * HOUR)

    def offset(self, day: dt.date, instant: int) -> int:
        """Where an instant stands on that day, in seconds from its beginning; cut at the day's ends."""
        begins, ends = self.begins(day), self.begins(day + dt.timedelta(days=1))
        if instant <= begins:
            return 0
        if instant >= ends:
            return self.length(day)
        if self.elapsed:
            return instant - begins
        wall = dt.datetime.fromtimestamp(instant, self.zone)
        return self.place(wall.hour * HOUR + wall.minute * 60 + wall.second, wall.fold)

    def stretch(self, day: dt.date, span: Span) -> Span:
        """A stretch of time on that day; it is drawn as long as it lasts, also where clocks change."""
        start, end = self.offset(day, span[0]), min(self.offset(day, span[1] - 1) + 1, self.length(day))
        if self.twice:
            return start, end
        begins = max(span[0], self.begins(day))
        lasts = min(span[1], self.begins(day + dt.timedelta(days=1))) - begins
        return start, max(end, min(start + lasts, self.length(day)))

    def widened(self, stretches: Sequence[Span], day: dt.date) -> "Axis":
        """The same axis with these in it, to the whole hour."""
        first = min([self.first, *(start for start, _end in stretches)]) // HOUR * HOUR
        last = -(-max([self.last, *(end for _start, end in stretches)]) // HOUR) * HOUR
        return Axis(self.zone, self.elapsed, first, min(last, self.length(day)), self.twice)

    def rows(self, stretch: Span) -> tuple[int, int]:
        """The first row (from 1) and how many, at least one; what lies outside is cut off."""
        start, end = max(stretch[0], self.first), min(stretch[1], self.last)
        row = (start - self.first) // ROW + 1
        return row, max(-(-(end - self.first) // ROW) + 1 - row, 1)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return (self.last - self.first) // ROW

    def marks(self, day: dt.date, every: int = HOUR // 2) -> Iterator[Mark]:
        """The times that can be pointed at; those that the clock leaves out are missing."""
        for offset in range(self.first, self.last, every):
            if self.elapsed:
                yield Mark(offset, self.begins(day) + offset)
                continue
            clock, fold = self.reading(offset)
            wall = dt.datetime.combine(day, dt.time(clock // HOUR, clock % HOUR // 60, fold=fold), self.zone)
            instant = int(wall.timestamp())
            back = dt.datetime.fromtimestamp(instant, self.zone)
            if (back.time(), back.fold) == (wall.time(), fold):
                yield Mark(offset, instant)

    def hours(self) -> list[tuple[int, int]]:
        """The whole hours of a wall axis: where each stands, and what the clock shows; of what comes twice both."""
        marks = [(self.place(clock), clock) for clock in range(0, 24 * HOUR, HOUR)]
        if self.twice:
            marks = sorted([*marks, (self.twice[1], self.twice[0])])
        return [(place, clock) for place, clock in marks if self.first <= place < self.last]

    def gap(self, day: dt.date, change: int, after: int) -> Span | None:
        """What no clock shows that day although it has rows. `change`: by how much the clocks are set then, `after`:
        what they show at once after that (0, 0 on other days)."""
        if self.elapsed:
            return None
        if change > 0:
            return after - change, after
        if self.twice and not change:
            return self.twice[1], self.place(self.twice[1])
        return None


def lanes(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """For each stretch (in order of their beginnings) its lane, from 1, and how many there are beside each other."""
    found: list[tuple[int, int]] = []
    group: list[int] = []  # the lane of each in the present group
    ends: list[int] = []  # when each lane of the group is free again
    until = 0
    for start, end in spans:
        if start >= until:
            found += [(lane, len(ends)) for lane in group]
            group, ends = [], []
        free = next((number for number, over in enumerate(ends) if over <= start), len(ends))
        if free == len(ends):
            ends.append(end)
        else:
            ends[free] = end
        group.append(free + 1)
        until = max(until, end)
    return found + [(lane, len(ends)) for lane in group]
