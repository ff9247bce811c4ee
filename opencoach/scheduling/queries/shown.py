"""The month of free times that a page shows: the one that is asked for, the one of the session that moves, or the first
one in which something is free."""

import datetime as dt
import zoneinfo
from collections.abc import Mapping

from django.utils import timezone

from opencoach.scheduling.queries import calendar
from opencoach.scheduling.queries.calendar import Month
from opencoach.scheduling.queries.choices import Offer
from opencoach.scheduling.queries.free import DAY, Free
from opencoach.sessions.models import CoachingSession


def is_asked(wish: Mapping[str, str]) -> bool:
    """Whether an address says which month or day it wants."""
    return bool(wish.get("month", "") or calendar.read_day(wish.get("day", "")))


def shown(
    offer: Offer, zone: str, wish: Mapping[str, str], *, by_staff: bool, ignoring: CoachingSession | None = None
) -> Month:
    """The month and the times of one day of it, in that zone; `wish`: the address's `month` ("2027-03") and `day`
    ("2027-03-28"); `ignoring`: the session that is to be moved, at whose day the page opens."""
    now = timezone.now()
    today = timezone.localdate(now, zoneinfo.ZoneInfo(zone))
    asked, day = wish.get("month", ""), calendar.read_day(wish.get("day", ""))
    if not is_asked(wish) and ignoring is not None and ignoring.starts_at > now:
        day = timezone.localdate(ignoring.starts_at, zoneinfo.ZoneInfo(zone))
    first = calendar.read_month(asked or (f"{day:%Y-%m}" if day else ""), today)

    start, end = calendar.window(first, zone)
    if not is_asked(wish):  # what comes after it, too: as many queries find both
        end = max(end, int(now.timestamp()) + offer.kind.ahead_days * DAY)
    starts = Free(offer.coach, offer.kind, (start, end), by_staff=by_staff, ignoring=ignoring).starts(now)
    found = calendar.month(first, starts, zone, today, day)
    if found.times or is_asked(wish) or not starts:
        return found
    first = timezone.localdate(dt.datetime.fromtimestamp(starts[0], dt.UTC), zoneinfo.ZoneInfo(zone)).replace(day=1)
    return calendar.month(first, starts, zone, today, None)
