"""When a practice promises to answer: in hours, or in working days. Pure."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAY = dt.timedelta(days=1)
EVENING = dt.time(18)  # when a working day ends
WEEKEND = 5  # Saturday's number
AWAY = "away"  # in `Membership.preferences`


@dataclass(frozen=True, slots=True)
class Away:
    """The days on which a coach is away, and what they say about it."""

    first: dt.date
    last: dt.date
    text: str = ""

    def covers(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    @property
    def kept(self) -> dict[str, str]:
        return {"first": self.first.isoformat(), "last": self.last.isoformat(), "text": self.text}


def read_away(preferences: dict[str, Any]) -> Away | None:
    """The holiday in these preferences; None where there is none."""
    kept = preferences.get(AWAY)
    try:
        first, last = (dt.date.fromisoformat(kept[end]) for end in ("first", "last"))  # type: ignore[index]
        return Away(first, last, str(kept.get("text", "")))  # type: ignore[union-attr]
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


@dataclass(frozen=True, slots=True)
class Promise:
    """Within so many hours; or within so many working days, Monday to Friday, until the evening in `zone`."""

    hours: int | None = None
    days: int | None = None
    zone: str = "UTC"

    @property
    def is_given(self) -> bool:
        return bool(self.hours or self.days)

    @property
    def words(self) -> str:
        """ "within 2 working days"; "" where nothing is promised."""
        if self.days:
            return ngettext("within %d working day", "within %d working days", self.days) % self.days
        if not self.hours:
            return ""
        if self.hours % 24 == 0:
            return ngettext("within %d day", "within %d days", self.hours // 24) % (self.hours // 24)
        return ngettext("within %d hour", "within %d hours", self.hours) % self.hours

    def until(self, asked: dt.datetime, away: Away | None = None) -> dt.datetime | None:
        """By when somebody who asked at that instant is answered (UTC); None where nothing is promised.

        The days on which the coach is away don't count; what came on one of them counts from the day after.
        """
        if not self.is_given:
            return None
        zone = zoneinfo.ZoneInfo(self.zone)
        day = asked.astimezone(zone).date()
        if not self.days:
            start = asked
            if away is not None and away.covers(day):
                start = dt.datetime.combine(away.last + DAY, dt.time(), zone).astimezone(dt.UTC)
            return start + dt.timedelta(hours=self.hours or 0)
        left = self.days
        while left:
            day += DAY
            left -= day.weekday() < WEEKEND and not (away is not None and away.covers(day))
        return dt.datetime.combine(day, EVENING, zone).astimezone(dt.UTC)


def answer_time(promise: Promise) -> str:
    """For the agreement: what is promised, or that nothing is."""
    return promise.words or _("as soon as your coach can")
