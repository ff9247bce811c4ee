"""Free times to begin: one sweep over open and taken time. Pure; everything in epoch seconds.

A time is free when the session lies in one open range, its buffers overlap nothing that is taken (touching is no
conflict), it is neither too soon nor too far ahead, and its day and week have room. Taken stretches carry buffers of
their own. Who moves a session leaves its own stretch and beginning out.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
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


class Limits:
    """Which days and weeks are full."""

    def __init__(self, time: OpenTime, rules: Rules, booked: Iterable[int]) -> None:
        self.time, self.rules = time, rules
        self.any = rules.per_day is not None or rules.per_week is not None
        dates = [time.date(start) for start in booked] if self.any else []
        self.days = Counter(dates)
        self.weeks = Counter(week(date) for date in dates)

    def full(self, start: int) -> str:
        """ "per_day" or "per_week" where the day or the week of that beginning is full, else ""."""
        if not self.any:
            return ""
        date = self.time.date(start)
        if self.rules.per_day is not None and self.days[date] >= self.rules.per_day:
            return "per_day"
        if self.rules.per_week is not None and self.weeks[week(date)] >= self.rules.per_week:
            return "per_week"
        return ""


def week(date: dt.date) -> tuple[int, int]:
    """The ISO year and week of a day."""
    year, number, _weekday = date.isocalendar()
    return year, number


def reach(rules: Rules, start: int, end: int) -> Span:
    """Which taken time can matter to beginnings between two instants."""
    return start - rules.before, end + rules.length + rules.after


def free_starts(
    time: OpenTime, taken: Iterable[Span], rules: Rules, *, now: int, booked: Sequence[int] = ()
) -> list[int]:
    """The times at which such a session can begin, in order. `taken` may come in any order and overlap; `booked` are
    the beginnings of the sessions that count for the limits. O(taken log taken + beginnings)."""
    soonest = now + rules.notice
    latest = None if rules.ahead is None else now + rules.ahead
    busy = merged(taken)
    limits = Limits(time, rules, booked)
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
            if not limits.any or not limits.full(start):
                found.append(start)
            start += step
    return found


def why_not(
    start: int, time: OpenTime, taken: Iterable[Span], rules: Rules, *, now: int, booked: Sequence[int] = ()
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
    return Limits(time, rules, booked).full(start)
