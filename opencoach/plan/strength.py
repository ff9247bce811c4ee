"""How firm a habit is, 0 to 1, and how long it has been kept. Pure.

Strength as Loop Habit Tracker computes it: every day that counts moves it by m = 0.5^(√f/13) towards what was done,
s′ = s·m + c·(1−m), with f repetitions a day. A day that is skipped, ill or paused is no day: strength and streak after
it are what they would be if it had not been on the calendar.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HALF = 13  # days in which a daily habit comes half way
DAY = dt.timedelta(days=1)


class Per(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


SPAN = {Per.DAY: 1, Per.WEEK: 7, Per.MONTH: 30}


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be done: `times` in a period (yes or no on each day), or `amount` in a period, at least or `at_most`.

    `weekdays` (0 is Monday) are the days that a habit per day is for; empty for all of them.
    """

    per: Per = Per.DAY
    times: int = 1
    amount: Decimal | None = None
    at_most: bool = False
    weekdays: frozenset[int] = frozenset()

    @property
    def frequency(self) -> float:
        """Repetitions a day; a number counts as one repetition a period."""
        return min(1.0, (1 if self.amount is not None else self.times) / SPAN[self.per])

    def is_for(self, day: dt.date) -> bool:
        return self.per != Per.DAY or not self.weekdays or day.weekday() in self.weekdays


def step(strength: float, frequency: float, share: float) -> float:
    """One day further: `share` (0 to 1) of what was to be done has been done."""
    kept = math.pow(0.5, math.sqrt(frequency) / HALF)
    return strength * kept + share * (1 - kept)


def share(aim: Aim, total: Decimal) -> float:
    """How much of the aim a total is, 0 to 1. For at most, the aim is whole up to it and gone at twice as much."""
    wanted = Decimal(aim.times) if aim.amount is None else aim.amount
    if aim.at_most:
        if wanted <= 0:
            return 0.0 if total > 0 else 1.0
        return float(min(Decimal(1), max(Decimal(0), 1 - (total - wanted) / wanted)))
    return 1.0 if wanted <= 0 else float(min(Decimal(1), total / wanted))


def counted(aim: Aim, first: dt.date, last: dt.date, off: frozenset[dt.date]) -> list[dt.date]:
    """The days that count: on the calendar of the habit, and neither skipped, ill nor paused."""
    days = ((first + n * DAY) for n in range((last - first).days + 1))
    return [day for day in days if day not in off and aim.is_for(day)]


def strengths(aim: Aim, days: Sequence[dt.date], done: Mapping[dt.date, Decimal]) -> list[tuple[dt.date, float]]:
    """The strength after each of these days (`counted`), given what was done on them: 1 or an amount.

    Less than once a day, yes or no, it looks at two periods, so that it doesn't matter on which days of the week.
    """
    per_day = aim.per == Per.DAY and aim.times == 1
    spans = 2 if aim.amount is None and not per_day else 1
    window = SPAN[aim.per] * spans
    at = 1.0 if aim.at_most else 0.0
    total, found = Decimal(0), []
    for index, day in enumerate(days):
        total += done.get(day, Decimal(0))
        if index >= window:
            total -= done.get(days[index - window], Decimal(0))
        at = step(at, aim.frequency, share(aim, total / spans))
        found.append((day, at))
    return found


def strength(
    aim: Aim, first: dt.date, last: dt.date, done: Mapping[dt.date, Decimal], off: frozenset[dt.date]
) -> float:
    """The strength at the end of `last` (today: only once something was done today, else pass yesterday)."""
    found = strengths(aim, counted(aim, first, last, off), done)
    return found[-1][1] if found else (1.0 if aim.at_most else 0.0)


@dataclass(frozen=True, slots=True)
class Period:
    """One day, week (from Monday) or month of a habit. `eased`: some of its days don't count."""

    first: dt.date
    last: dt.date
    total: Decimal
    met: bool
    eased: bool


def periods(
    aim: Aim, first: dt.date, last: dt.date, done: Mapping[dt.date, Decimal], off: frozenset[dt.date]
) -> list[Period]:
    """The periods from the one with `first` to the one with `last`, in order. Without a single day that counts, a
    period is left out."""
    found, start = [], begin_of(aim.per, first)
    while start <= last:
        end = end_of(aim.per, start)
        days = [start + n * DAY for n in range((end - start).days + 1)]
        inside = [day for day in days if first <= day and aim.is_for(day)]
        counts = [day for day in inside if day not in off]
        if counts:
            total = sum((done.get(day, Decimal(0)) for day in counts), Decimal(0))
            eased = len(counts) < len([day for day in days if aim.is_for(day)])
            found.append(Period(start, end, total, share(aim, total) >= 1, eased))
        start = end + DAY
    return found


def streak(found: Iterable[Period], today: dt.date) -> int:
    """How many periods in a row were kept, up to now. The one that is still running breaks nothing, nor does one with
    days that didn't count."""
    run = 0
    for period in sorted(found, key=lambda one: one.first, reverse=True):
        if period.met:
            run += 1
        elif not (period.eased or period.first <= today <= period.last):
            break
    return run


def asked_on(aim: Aim, day: dt.date) -> bool:
    """Whether that day may be needed to meet the aim: of a day each that it is for; of a week or a month as many of
    its last days as it takes times, the last one where a number is counted."""
    if aim.per == Per.DAY:
        return aim.is_for(day)
    left = (end_of(aim.per, begin_of(aim.per, day)) - day).days
    return left < (1 if aim.amount is not None else aim.times)


def needed(aim: Aim, day: dt.date, done: Mapping[dt.date, Decimal], off: frozenset[dt.date]) -> bool:
    """Whether it is time to be reminded on that day, given what was done: nothing on the day itself, and the aim of
    its period isn't met with more days left than it takes."""
    if day in done or day in off or not asked_on(aim, day):
        return False
    if aim.per == Per.DAY:
        return True
    first = begin_of(aim.per, day)
    last = end_of(aim.per, first)
    total = sum((value for one, value in done.items() if first <= one <= last), Decimal(0))
    if aim.amount is not None:
        return aim.at_most or total < aim.amount
    return aim.times - total > (last - day).days


def begin_of(per: Per, day: dt.date) -> dt.date:
    """The first day of the period that `day` is in."""
    if per == Per.WEEK:
        return day - day.weekday() * DAY
    return day.replace(day=1) if per == Per.MONTH else day


def end_of(per: Per, start: dt.date) -> dt.date:
    """The last day of the period that begins at `start`."""
    if per == Per.WEEK:
        return start + 6 * DAY
    return (start.replace(day=28) + 4 * DAY).replace(day=1) - DAY if per == Per.MONTH else start
