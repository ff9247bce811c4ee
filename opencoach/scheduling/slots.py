"""Free times to begin: one sweep over open and taken time. Pure; everything in epoch seconds.

A time is free when the session lies in one open range, its buffers overlap nothing that is taken (touching is no
conflict), it is neither too soon nor too far ahead, and its day and week have room. Taken stretches carry buffers of
their own. Who moves a session leaves its own stretch and beginning out.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from opencoach.scheduling.hours import OpenTime
from opencoach.scheduling.spans import Span, merged


@dataclass(frozen=True, slots=True)
class Rules:
    """How a kind of session is booked. Seconds, but for the limits. Times to begin stand every `step` from the
    beginning of each open range. Raises ValueError for what makes no sense."""

    length: int
    step: int
    before: int = 0
    after: int = 0
    notice: int = 0
    ahead: int | None = None
    per_day: int | None = None
    per_week: int | None = None

    def __post_init__(self) -> None:
        if self.length <= 0 or self.step <= 0:
            raise ValueError("a session lasts, and times to begin are apart")
        if min(self.before, self.after, self.notice) < 0 or (self.ahead is not None and self.ahead < 0):
            raise ValueError("buffers, notice and how far ahead are not negative")


@dataclass(frozen=True, slots=True)
class Full:
    """The days and the ISO weeks that a limit has filled."""

    days: Collection[dt.date] = frozenset()
    weeks: Collection[tuple[int, int]] = frozenset()

    def why(self, time: OpenTime, start: int) -> str:
        """ "per_day" or "per_week" where the day or the week of that beginning is full, else ""."""
        if not self.days and not self.weeks:
            return ""
        date = time.date(start)
        if date in self.days:
            return "per_day"
        return "per_week" if week(date) in self.weeks else ""


NOTHING_FULL = Full()


def full(time: OpenTime, rules: Rules, booked: Iterable[int]) -> Full:
    """What is full, from the beginnings of the sessions that count for the limits."""
    dates = [time.date(start) for start in booked]
    days, weeks = Counter(dates), Counter(week(date) for date in dates)
    return Full(
        {day for day, number in days.items() if rules.per_day is not None and number >= rules.per_day},
        {one for one, number in weeks.items() if rules.per_week is not None and number >= rules.per_week},
    )


def week(date: dt.date) -> tuple[int, int]:
    """The ISO year and week of a day."""
    year, number, _weekday = date.isocalendar()
    return year, number


def reach(rules: Rules, start: int, end: int) -> Span:
    """Which taken time can matter to beginnings between two instants."""
    return start - rules.before, end + rules.length + rules.after


def free_starts(
    time: OpenTime, taken: Iterable[Span], rules: Rules, *, now: int, full: Full = NOTHING_FULL
) -> list[int]:
    """The times at which such a session can begin, in order. `taken` may come in any order and overlap; `full`: what
    the limits leave no room in. O(taken log taken + beginnings)."""
    soonest = now + rules.notice
    latest = None if rules.ahead is None else now + rules.ahead
    busy = merged(taken)
    limited = bool(full.days or full.weeks)
    length, step, before, after = rules.length, rules.step, rules.before, rules.after
    found: list[int] = []
    i, count = 0, len(busy)
    for opens, closes in time.ranges:
        start = opens if opens >= soonest else opens + -(-(soonest - opens) // step) * step
        last = closes - length if latest is None else min(closes - length, latest)
        while start <= last:
            while i < count and busy[i][1] <= start - before:
                i += 1
            if i < count and busy[i][0] < start + length + after:
                # the next beginning on the grid that leaves this stretch behind
                start += -(-(busy[i][1] + before - start) // step) * step
                continue
            if not limited or not full.why(time, start):
                found.append(start)
            start += step
    return found


def why_not(
    start: int, time: OpenTime, taken: Iterable[Span], rules: Rules, *, now: int, full: Full = NOTHING_FULL
) -> str:
    """What forbids that beginning: "outside", "taken", "notice", "ahead", "per_day" or "per_week"; "" for nothing."""
    if start < now + rules.notice:
        return "notice"
    if rules.ahead is not None and start > now + rules.ahead:
        return "ahead"
    end = start + rules.length
    if not any(opens <= start and end <= closes and (start - opens) % rules.step == 0 for opens, closes in time.ranges):
        return "outside"
    if any(begins < end + rules.after and ends > start - rules.before for begins, ends in taken):
        return "taken"
    return full.why(time, start)
