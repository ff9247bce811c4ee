"""Many past sessions at once, from a table: all of them or none."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.booking import AlreadyThere, log_past
from opencoach.sessions.models import SessionType


@dataclass(frozen=True, slots=True)
class Past:
    """A session that was held: `start` is an instant."""

    engagement: Engagement
    start: dt.datetime
    minutes: int
    medium: str
    counts: bool = True
    session_type: SessionType | None = None


@transaction.atomic
def import_past(coach: Membership, sessions: Iterable[Past]) -> int:
    """Write them all down in one transaction; gives how many are new. What stands there already is left as it is, so
    the same table twice changes nothing. Raises Refused (and writes nothing) if one can't be written down."""
    rows = sorted(sessions, key=lambda one: (one.engagement.pk, one.start))
    for engagement in {one.engagement.pk: one.engagement for one in rows}.values():
        steps.lock_engagement(engagement)  # in the order of their ids: two imports never wait in a circle
    made = 0
    for one in rows:
        try:
            log_past(
                one.engagement, coach, one.start, one.minutes,
                actor=coach.person, medium=one.medium, counts=one.counts, session_type=one.session_type,
            )  # fmt: skip
        except AlreadyThere:
            continue
        made += 1
    if made:
        record_event("sessions.imported", practice=coach.practice, actor=coach.person, count=made)
    return made
