"""Miriam's calendar of her family, as it was read last: on Mondays she fetches somebody, and twice a choir sings."""

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING

from opencoach.lib.ids import public_id
from opencoach.scheduling.calendars import looking
from opencoach.scheduling.models import BusyTime, CalendarLink

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

ADDRESS = "https://calendar.example/family.ics"  # nobody answers there, so it is not asked either
NEVER = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
WEEKS = 12
FETCHES = (0, dt.time(15, 30), 90)  # weekday, when, minutes
SINGS = (1, dt.time(17, 0), 150)


def add(demo: "Demo") -> None:
    coach = demo.people["M"]
    link = CalendarLink(
        public_id=public_id(), membership=coach, name="Family", host="calendar.example", created_at=demo.ago(60),
        next_at=NEVER, tried_at=demo.now, checked_at=demo.now, read_at=demo.now,
    )  # fmt: skip
    looking.seal_address(link, ADDRESS)
    link.save()
    rows = []
    for week in range(WEEKS):
        for weekday, clock, minutes in (FETCHES, *([SINGS] if week % 4 == 1 else [])):
            day = demo.today + dt.timedelta(days=weekday - demo.today.weekday() + 7 * week)
            start = int(dt.datetime.combine(day, clock, zoneinfo.ZoneInfo(coach.zone)).timestamp())
            rows.append(BusyTime(link=link, person=coach.person, starts=start, ends=start + minutes * 60))
    BusyTime.objects.bulk_create(rows)
