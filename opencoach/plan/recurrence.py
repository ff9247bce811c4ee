"""When an action comes again: a small part of RFC 5545's RRULE, on the calendar of whoever does it. Pure.

Occurrences are days, never instants: a rule moves with its person through zones and clock changes. `instant` says when
a clock there shows a time on such a day. Everything is bounded; a rule from outside cannot make anybody count for long.
"""

import datetime as dt
import zoneinfo
from dataclasses import dataclass, replace
from enum import StrEnum

from dateutil import rrule as recurring

DAY = dt.timedelta(days=1)
MOST = 1000  # occurrences that are ever listed
MOST_COUNT = 365
MOST_EVERY = 52
NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Every(StrEnum):
    DAY = "DAILY"
    WEEK = "WEEKLY"
    MONTH = "MONTHLY"


class BadRule(ValueError):
    """No rule, or one that this product doesn't have."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `interval` days, weeks or months.

    Of a week, on `weekdays` (0 is Monday). Of a month, on `month_day` (1–31; 31 is the last day where a month is
    shorter; −1 the last), or on the `nth` (1–4, −1) of the one weekday. `until` is the last day that it may fall on.
    """

    every: Every
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    month_day: int = 0
    nth: int = 0
    until: dt.date | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.interval <= MOST_EVERY:
            raise BadRule("interval")
        if len(set(self.weekdays)) != len(self.weekdays) or any(not 0 <= day <= 6 for day in self.weekdays):
            raise BadRule("weekdays")
        of_month = self.every == Every.MONTH
        if of_month != bool(self.month_day or self.nth) or (self.month_day and self.nth):
            raise BadRule("a month needs one day")
        if self.month_day and not (self.month_day == -1 or 1 <= self.month_day <= 31):
            raise BadRule("month_day")
        if self.nth and (self.nth not in {1, 2, 3, 4, -1} or len(self.weekdays) != 1):
            raise BadRule("nth")
        if (self.every == Every.WEEK and not self.weekdays) or (self.every == Every.DAY and self.weekdays):
            raise BadRule("weekdays")
        if self.month_day and self.weekdays:
            raise BadRule("weekdays")

    def text(self) -> str:
        """As an RRULE, as it is stored and exported."""
        parts = [f"FREQ={self.every.value}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.nth:
            parts.append(f"BYDAY={self.nth}{NAMES[self.weekdays[0]]}")
        elif self.weekdays:
            parts.append("BYDAY=" + ",".join(NAMES[day] for day in sorted(self.weekdays)))
        if self.month_day:
            parts += _month_day(self.month_day)
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)


def _month_day(day: int) -> list[str]:
    """The 31st of a month that has thirty days is its last: RFC 5545 would leave that month out."""
    if day <= 28:
        return [f"BYMONTHDAY={day}"]
    return ["BYMONTHDAY=" + ",".join(str(one) for one in range(28, day + 1)), "BYSETPOS=-1"]


def parse(text: str, start: dt.date | None = None) -> Rule:
    """A rule from an RRULE. COUNT becomes the day of the last one, for which `start` is needed. Raises BadRule."""
    try:
        parts = dict(part.split("=", 1) for part in text.strip().removeprefix("RRULE:").upper().split(";") if part)
        if len(text) > 200 or parts.keys() - {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "UNTIL", "COUNT"}:
            raise BadRule(text[:200])
        every = Every(parts["FREQ"])
        nth, weekdays = _by_day(parts.get("BYDAY", ""), every)
        rule = Rule(
            every,
            int(parts.get("INTERVAL", "1")),
            weekdays or ((start.weekday(),) if every == Every.WEEK and start else ()),
            0 if nth else _by_month_day(parts, every, start),
            nth,
            _day(parts["UNTIL"]) if "UNTIL" in parts else None,
        )
        return _counted(rule, int(parts["COUNT"]), start) if "COUNT" in parts else rule
    except (KeyError, ValueError) as error:
        raise BadRule(text[:200]) from error


def _day(text: str) -> dt.date:
    return dt.date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _by_day(text: str, every: Every) -> tuple[int, tuple[int, ...]]:
    names = [name for name in text.split(",") if name]
    if every == Every.MONTH and len(names) == 1:
        return int(names[0][:-2]), (NAMES.index(names[0][-2:]),)
    return 0, tuple(sorted(NAMES.index(name) for name in names))


def _by_month_day(parts: dict[str, str], every: Every, start: dt.date | None) -> int:
    if "BYMONTHDAY" not in parts:
        return start.day if every == Every.MONTH and start else 0
    days = [int(day) for day in parts["BYMONTHDAY"].split(",")]
    if len(days) == 1:
        return days[0]
    if parts.get("BYSETPOS") != "-1" or days != list(range(28, days[-1] + 1)):
        raise BadRule("BYMONTHDAY")
    return days[-1]


def _counted(rule: Rule, count: int, start: dt.date | None) -> Rule:
    if start is None or not 1 <= count <= MOST_COUNT or rule.until is not None:
        raise BadRule("COUNT")
    found = days(rule, start, start, start + dt.timedelta(days=366 * 40), most=count)
    return replace(rule, until=found[-1] if found else start)


def days(rule: Rule, start: dt.date, first: dt.date, last: dt.date, most: int = MOST) -> list[dt.date]:
    """The days from `first` to `last` (both included) on which it falls, if it began on `start`; at most so many."""
    last = min(last, rule.until) if rule.until else last
    begin = _near(rule, start, max(first, start))
    if last < begin:
        return []
    found: list[dt.date] = []
    whole = recurring.rrulestr(replace(rule, until=None).text(), dtstart=dt.datetime.combine(begin, dt.time()))
    for moment in whole.xafter(dt.datetime.combine(max(first, start) - DAY, dt.time())):
        if moment.date() > last or len(found) >= min(most, MOST):
            break
        if moment.date() >= first:
            found.append(moment.date())
    return found


def _near(rule: Rule, start: dt.date, first: dt.date) -> dt.date:
    """A day from which counting gives the same days as from `start`, and is short: no years are walked through."""
    if rule.every == Every.MONTH:
        months = (first.year - start.year) * 12 + first.month - start.month
        months -= months % rule.interval
        total = start.year * 12 + start.month - 1 + months
        return start if months <= 0 else dt.date(total // 12, total % 12 + 1, 1)
    step = rule.interval * (7 if rule.every == Every.WEEK else 1)
    origin = start - start.weekday() * DAY if rule.every == Every.WEEK else start
    passed = (first - origin).days // step
    return start if passed <= 0 else origin + dt.timedelta(days=passed * step)


def falls_on(rule: Rule, start: dt.date, day: dt.date) -> bool:
    """Whether it falls on that day: what lists ask of a thousand actions, so without listing anything."""
    if day < start or (rule.until is not None and day > rule.until):
        return False
    if rule.every == Every.DAY:
        return (day - start).days % rule.interval == 0
    if rule.every == Every.WEEK:
        weeks = ((day - day.weekday() * DAY) - (start - start.weekday() * DAY)).days // 7
        return weeks % rule.interval == 0 and day.weekday() in rule.weekdays
    months = (day.year - start.year) * 12 + day.month - start.month
    return months % rule.interval == 0 and _is_its_day_of_month(rule, day)


def _is_its_day_of_month(rule: Rule, day: dt.date) -> bool:
    is_last = (day + DAY).month != day.month
    if rule.nth == -1:
        return day.weekday() == rule.weekdays[0] and (day + 7 * DAY).month != day.month
    if rule.nth:
        return day.weekday() == rule.weekdays[0] and (day.day - 1) // 7 + 1 == rule.nth
    if rule.month_day == -1:
        return is_last
    return day.day == rule.month_day or (day.day < rule.month_day and is_last)


def following(rule: Rule, start: dt.date, after: dt.date) -> dt.date | None:
    """The next day that it falls on after that one; None when it is over."""
    found = days(rule, start, after + DAY, after + dt.timedelta(days=366 * 9), most=1)
    return found[0] if found else None


def instant(day: dt.date, clock: dt.time, zone: str) -> dt.datetime:
    """When a clock in `zone` shows that time on that day, in UTC. A time that comes twice is the first of the two; one
    that the clock leaves out is as much later as the clock jumps."""
    wall = dt.datetime.combine(day, clock, zoneinfo.ZoneInfo(zone)).replace(fold=0)
    return wall.astimezone(dt.UTC)
