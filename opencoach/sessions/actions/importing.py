"""Many past sessions at once, from a table: all of them or none, in as many queries for a thousand as for one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership
from opencoach.people.refusal import Refused
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.booking import NOT_THEIRS, past
from opencoach.sessions.models import Attendance, CoachingSession, SessionType

BATCH = 500


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
    engagements = steps.lock_engagements({one.engagement.pk for one in rows})
    theirs = EngagementCoach.objects.filter(engagement__in=engagements, membership=coach, until=None)
    if coach.ended_at is not None or set(theirs.values_list("engagement_id", flat=True)) != set(engagements):
        raise Refused(NOT_THEIRS)
    made = _new(coach, rows, engagements)
    CoachingSession.objects.bulk_create(made, batch_size=BATCH)
    _attended(coach, made)
    steps.step_all(made, steps.Kind.LOGGED, coach.person)
    if made:
        record_event("sessions.imported", practice=coach.practice, actor=coach.person, count=len(made))
    return len(made)


def _new(coach: Membership, rows: Sequence[Past], engagements: Mapping[int, Engagement]) -> list[CoachingSession]:
    """Those that are not written down yet, each once."""
    kept = CoachingSession.objects.filter(coach=coach, engagement__in=engagements)
    if rows:
        kept = kept.filter(starts_at__range=(min(one.start for one in rows), max(one.start for one in rows)))
    seen = set(kept.values_list("engagement_id", "starts_at"))
    found = []
    for one in rows:
        session = past(
            engagements[one.engagement.pk], coach, one.start, one.minutes,
            medium=one.medium, counts=one.counts, session_type=one.session_type,
        )  # fmt: skip
        place = (session.engagement_id, session.starts_at)
        if place not in seen:
            seen.add(place)
            found.append(session)
    return found


def _attended(coach: Membership, sessions: Sequence[CoachingSession]) -> None:
    """Everybody who takes part was there."""
    clients: dict[int, list[int]] = defaultdict(list)
    parts = EngagementClient.objects.filter(engagement__in={one.engagement_id for one in sessions}, until=None)
    for engagement, membership in parts.values_list("engagement_id", "membership_id"):
        clients[engagement].append(membership)
    there = Attendance.Presence.THERE
    Attendance.objects.bulk_create(
        (
            Attendance(session=session, membership_id=membership, presence=there)
            for session in sessions
            for membership in (coach.pk, *clients[session.engagement_id])
        ),
        batch_size=BATCH,
    )
