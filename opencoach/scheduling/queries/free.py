"""The free times of a coach for one type of session, from the database."""

import datetime as dt
from dataclasses import replace

from opencoach.people.models import Membership
from opencoach.scheduling import slots
from opencoach.scheduling.hours import OpenTime, open_time
from opencoach.scheduling.queries.availability import hours_of
from opencoach.scheduling.queries.limits import full
from opencoach.scheduling.queries.taken import taken
from opencoach.scheduling.slots import Rules
from opencoach.scheduling.spans import Span, intersected
from opencoach.sessions.models import CoachingSession, SessionType

MINUTE, DAY = 60, 24 * 3600


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
        rules, person = self.rules, coach.person_id
        least = rules.before + rules.length + rules.after  # a shorter gap holds no such session
        self.taken = taken(person, slots.reach(rules, start, end), least, ignoring=ignoring)
        self.full = full(whole, window, rules, coach.pk, kind.pk, ignoring=ignoring)

    def starts(self, now: dt.datetime) -> list[int]:
        """The times to begin, in order: epoch seconds."""
        return slots.free_starts(self.time, self.taken, self.rules, now=int(now.timestamp()), full=self.full)

    def why_not(self, start: int, now: dt.datetime) -> str:
        """Why that time cannot be had (`slots.why_not`)."""
        return slots.why_not(start, self.time, self.taken, self.rules, now=int(now.timestamp()), full=self.full)

    def is_full(self, start: int) -> bool:
        """Whether the day or the week of that beginning has as many sessions as it may have."""
        return bool(self.full.why(self.time, start))
