"""The free times of a coach for one type of session, from the database."""

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from opencoach.people.models import Membership
from opencoach.scheduling import slots
from opencoach.scheduling.hours import OpenTime, open_time
from opencoach.scheduling.queries.availability import hours_of
from opencoach.scheduling.slots import Rules
from opencoach.scheduling.spans import Span, intersected
from opencoach.sessions.models import CoachingSession, Occupancy, SessionType

MINUTE, DAY = 60, 24 * 3600
WIDEST = 3 * DAY  # no stretch is longer: a session lasts a day at most, and so does each buffer


def rules_of(kind: SessionType, *, by_staff: bool) -> Rules:
    """How that type is booked. Notice, how far ahead and limits bind clients; the practice itself only its hours."""
    rules = Rules(
        length=kind.minutes * MINUTE,
        step=(30 if kind.minutes >= 30 else 15) * MINUTE,
        before=kind.before * MINUTE,
        after=kind.after * MINUTE,
        notice=kind.notice * MINUTE,
        ahead=kind.ahead_days * DAY,
        per_day=kind.per_day,
        per_week=kind.per_week,
    )
    return replace(rules, notice=0, ahead=None, per_day=None, per_week=None) if by_staff else rules


class Busy(NamedTuple):
    """`taken`: what of a person's time is taken, in any practice. `booked`: the beginnings of their sessions of one
    type, those that count for its limits. Epoch seconds."""

    taken: list[Span]
    booked: list[int]


def busy(person_id: int, window: Span, kind: SessionType, *, ignoring: CoachingSession | None = None) -> Busy:
    """Between two instants (epoch seconds), in one query."""
    start, end = window
    rows = Occupancy.objects.filter(person=person_id, starts__gt=start - WIDEST, starts__lt=end, ends__gt=start)
    if ignoring is not None:
        rows = rows.exclude(session=ignoring)
    found = Busy([], [])
    for begins, ends, of, before in rows.values_list("starts", "ends", "session__session_type", "session__before"):
        found.taken.append((begins, ends))
        if of == kind.pk:
            found.booked.append(begins + before * MINUTE)
    return found


class Free:
    """What is free between two instants for a coach and a type; `ignoring`: the session that is to be moved."""

    def __init__(
        self, coach: Membership, kind: SessionType, window: Span, *, by_staff: bool,
        ignoring: CoachingSession | None = None,
    ) -> None:  # fmt: skip
        start, end = window
        self.rules = rules_of(kind, by_staff=by_staff)
        first, last = (dt.datetime.fromtimestamp(one, dt.UTC).date() for one in window)
        around = dt.timedelta(days=8)  # the limits of a week look at all of it
        whole = open_time(hours_of(coach, first - around, last + around), start - 9 * DAY, end + 9 * DAY)
        self.time: OpenTime = replace(whole, ranges=intersected(whole.ranges, [window]))
        limited = self.rules.per_day is not None or self.rules.per_week is not None
        reach = (start - 8 * DAY, end + 8 * DAY) if limited else slots.reach(self.rules, start, end)
        self.busy = busy(coach.person_id, reach, kind, ignoring=ignoring)

    def starts(self, now: dt.datetime) -> list[int]:
        """The times to begin, in order: epoch seconds."""
        return slots.free_starts(
            self.time, self.busy.taken, self.rules, now=int(now.timestamp()), booked=self.busy.booked
        )

    def why_not(self, start: int, now: dt.datetime) -> str:
        """Why that time cannot be had (`slots.why_not`)."""
        return slots.why_not(
            start, self.time, self.busy.taken, self.rules, now=int(now.timestamp()), booked=self.busy.booked
        )
