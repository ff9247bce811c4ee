"""Moments as people say them, in the reader's zone and language."""

import datetime as dt
import zoneinfo
from contextvars import ContextVar
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

WEEK = 7
# How the present reader likes the clock: True "4:30 p.m.", False "16:30", None as the language has it. English has
# both; 24 hours cannot be misread between two zones.
twelve_hours: ContextVar[bool | None] = ContextVar("twelve_hours", default=None)


EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def micros(moment: dt.datetime) -> int:
    """Microseconds since 1970 (UTC), exactly: a moment's name in an address."""
    return (moment - EPOCH) // MICROSECOND


def from_micros(number: int) -> dt.datetime:
    """The moment of that name, in UTC. Raises OverflowError for one beyond the calendar."""
    return EPOCH + number * MICROSECOND


def clock(wall: dt.datetime) -> str:
    """The time of day that `wall` shows, in the reader's way; its zone is left as it is."""
    if not twelve_hours.get():
        return f"{wall.hour:02}:{wall.minute:02}"
    return formats.time_format(wall, "g:i A")


def spoken(moment: dt.datetime, now: dt.datetime | None = None, style: str = "") -> str:
    """`moment` (aware) in the current zone: "today at 10:00", "tomorrow at 10:00", "Friday at 10:00", "6 November".

    `style` "short" is for lists: "10:00" today, "Mon" within a week, "6 Nov", "6 Nov 2025". `style` "time" is the
    time of day alone. Raises ValueError for a naive moment.
    """
    if timezone.is_naive(moment):
        raise ValueError("a moment without a zone")
    local = timezone.localtime(moment)
    today = timezone.localtime(now or timezone.now()).date()
    time = clock(local)
    if style == "time":
        return time
    days = (local.date() - today).days
    return _short(local, days, time, today) if style == "short" else _long(local, days, time, today)


def _short(local: dt.datetime, days: int, time: str, today: dt.date) -> str:
    if days == 0:
        return time
    if abs(days) < WEEK:
        return _date(local, "D")
    return _date(local, "j M" if local.year == today.year else "j M Y")


def _long(local: dt.datetime, days: int, time: str, today: dt.date) -> str:
    near = {-1: _("yesterday at %(time)s"), 0: _("today at %(time)s"), 1: _("tomorrow at %(time)s")}
    if days in near:
        return near[days] % {"time": time}
    if abs(days) < WEEK:
        day = _date(local, "l")
        return (_("last %(day)s at %(time)s") if days < 0 else _("%(day)s at %(time)s")) % {"day": day, "time": time}
    return _date(local, "j F" if local.year == today.year else "j F Y")


def stretch(start: dt.datetime, end: dt.datetime, now: dt.datetime | None = None) -> str:
    """From when until when, in the current zone: "Today, 10:00–11:00", "Thursday 4 March, 10:00–11:00"."""
    first, last = timezone.localtime(start), timezone.localtime(end)
    return f"{day(first.date(), timezone.localtime(now or timezone.now()).date())}, {clock(first)}–{clock(last)}"


def day(date: dt.date, today: dt.date) -> str:
    """A day at the head of a line: "Yesterday", "Today", "Tomorrow", "Thursday 4 March", with the year if another."""
    near = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}
    if (date - today).days in near:
        return near[(date - today).days]
    return _day(date, "l j F" if date.year == today.year else "l j F Y", get_language() or "")


def there(moment: dt.datetime, zone: str, here: str) -> dt.datetime | None:
    """What a clock in `zone` shows at `moment`, if it shows something else than one `here`."""
    found = moment.astimezone(zoneinfo.ZoneInfo(zone))
    return found if found.utcoffset() != moment.astimezone(zoneinfo.ZoneInfo(here)).utcoffset() else None


def exact(moment: dt.datetime) -> str:
    """`moment` in full, with the zone's abbreviation: "Tuesday 24 November 2026, 10:00 CET"."""
    local = timezone.localtime(moment)
    return f"{_date(local, 'l j F Y')}, {clock(local)} {local.tzname() or ''}".strip()


def _date(local: dt.datetime, style: str) -> str:
    return _day(local.date(), style, get_language() or "")


@lru_cache(2000)  # a page says the same few days again and again
def _day(day: dt.date, style: str, _language: str) -> str:
    return formats.date_format(day, style)
