"""Rules and aims as people say them, in the reader's language."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.lib import moments
from opencoach.plan.models import Habit
from opencoach.plan.recurrence import Every, Rule

WORKDAYS = (0, 1, 2, 3, 4)


def rule(found: Rule) -> str:
    """ "every day", "every Monday and Thursday", "every 2 weeks on Friday", "on the 15th of every month" """
    text = {Every.DAY: _daily, Every.WEEK: _weekly, Every.MONTH: _monthly}[found.every](found)
    if found.until is None:
        return text
    return _("%(days)s, until %(day)s") % {"days": text, "day": formats.date_format(found.until, "j F Y")}


def _daily(found: Rule) -> str:
    return ngettext("every day", "every %(n)d days", found.interval) % {"n": found.interval}


def _weekly(found: Rule) -> str:
    if found.interval == 1 and found.weekdays == WORKDAYS:
        return _("Monday to Friday")
    names = listed([str(WEEKDAYS[day]) for day in found.weekdays])
    if found.interval == 1:
        return _("every %(days)s") % {"days": names}
    return _("every %(n)d weeks on %(days)s") % {"n": found.interval, "days": names}


def _monthly(found: Rule) -> str:
    often = ngettext("every month", "every %(n)d months", found.interval) % {"n": found.interval}
    if found.nth:
        order = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), -1: _("last")}[found.nth]
        day = _("the %(order)s %(day)s") % {"order": order, "day": WEEKDAYS[found.weekdays[0]]}
    elif found.month_day in {-1, 31}:
        day = _("the last day")
    else:
        day = _("day %(n)d") % {"n": found.month_day}
    return _("%(often)s on %(day)s") % {"often": often, "day": day}


def listed(names: list[str]) -> str:
    """ "Monday, Tuesday and Friday" """
    if len(names) < 2:
        return "".join(names)
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def number(value: Decimal | float | None) -> str:
    """A number in the reader's way, without zeros that say nothing: "6.5", "12,000"."""
    if value is None:
        return ""
    exact = Decimal(str(value)).normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    return formats.number_format(exact, decimal_pos=min(places, 4), force_grouping=True)


def as_said(value: Any) -> str:
    """A word, a number, a day, a time of day or yes and no, as people say it; "" for none."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.date):
        return formats.date_format(value, "j F Y")
    if isinstance(value, dt.time):
        return moments.clock(dt.datetime.combine(dt.date(2000, 1, 1), value))
    return number(value) if isinstance(value, (Decimal, float, int)) else str(value or "")


def aim(habit: Habit, unit: str = "") -> str:
    """ "every day", "3 times a week", "at least 8 glasses a day", "at most 2 a week" """
    per = {"day": _("a day"), "week": _("a week"), "month": _("a month")}[habit.per]
    if habit.amount is not None:
        what = f"{number(habit.amount)} {unit}".strip()
        said = _("at most %(what)s %(per)s") if habit.at_most else _("at least %(what)s %(per)s")
        return said % {"what": what, "per": per}
    if habit.per == Habit.Period.DAY:
        if not habit.weekdays:
            return _("every day")
        return _weekly(Rule(Every.WEEK, 1, tuple(sorted(int(digit) for digit in habit.weekdays))))
    return ngettext("once %(per)s", "%(n)d times %(per)s", habit.times) % {"n": habit.times, "per": per}


class Days:
    """Days as "5 Jan 2026", for pages with hundreds of them: each month's name is looked up once."""

    def __init__(self) -> None:
        self.months: dict[tuple[int, int], str] = {}

    def __call__(self, day: dt.date) -> str:
        key = (day.year, day.month)
        month = self.months.get(key)
        if month is None:
            month = self.months[key] = formats.date_format(day, "M Y")
        return f"{day.day} {month}"


def weekday(day: dt.date) -> str:
    """The letter that stands for a day of the week."""
    return str(WEEKDAYS[day.weekday()])[:1]
