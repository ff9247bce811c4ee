"""What became of a session, and what it is to be about."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox import planning
from opencoach.people.models import Membership, Person
from opencoach.people.refusal import Refused
from opencoach.sessions import private
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.booking import AGENDA
from opencoach.sessions.actions.steps import Kind, Status
from opencoach.sessions.models import EARLY, Attendance, CoachingSession

BECAME = (Status.BOOKED, Status.HELD, Status.MISSED)  # what was said once can be corrected
Presence = Attendance.Presence


@transaction.atomic
def hold(
    session: CoachingSession,
    *,
    actor: Person,
    started_at: dt.datetime | None = None,
    ended_at: dt.datetime | None = None,
    missing: Collection[Membership] = (),
    now: dt.datetime | None = None,
) -> CoachingSession:
    """It was held, from when until when (as planned where nothing is said), with everybody but `missing`.

    Raises Refused before it could have begun, or for an end before the beginning.
    """
    session = _became(session, now)
    started = started_at or session.started_at or session.starts_at
    ended = ended_at or session.ended_at or max(session.ends_at, started + dt.timedelta(minutes=1))
    if ended <= started:
        raise Refused(_("A session ends after it begins."))
    session.status, session.counts = Status.HELD, True
    session.started_at, session.ended_at = started, ended
    session.save(update_fields=["status", "counts", "started_at", "ended_at"])
    _attended(session, missing)
    steps.step(session, Kind.HELD, actor, started_at=started.isoformat(), ended_at=ended.isoformat())
    planning.materialise(session.engagement)  # what goes after a session that was held
    return session


@transaction.atomic
def miss(
    session: CoachingSession, *, actor: Person, missing: Collection[Membership], now: dt.datetime | None = None
) -> CoachingSession:
    """It did not happen because somebody was not there. It counts, unless it was the coach."""
    session = _became(session, now)
    by_coach = any(one.pk == session.coach_id for one in missing)
    session.status, session.counts = Status.MISSED, not by_coach
    session.started_at = session.ended_at = None
    session.save(update_fields=["status", "counts", "started_at", "ended_at"])
    _attended(session, missing)
    steps.step(session, Kind.MISSED, actor, by_coach=by_coach)
    planning.materialise(session.engagement)
    return session


@transaction.atomic
def note_agenda(session: CoachingSession, text: str, *, actor: Person) -> CoachingSession:
    """What the session is to be about, in the words of its people."""
    session = steps.locked(session)
    steps.require(session, CoachingSession.AHEAD)
    if len(text.strip()) > AGENDA:
        raise Refused(_("Please say it in %(number)d characters.") % {"number": AGENDA})
    session.agenda = private.seal(session, "agenda", text.strip())
    session.save(update_fields=["agenda"])
    return session


def _became(session: CoachingSession, now: dt.datetime | None) -> CoachingSession:
    session = steps.locked(session)
    steps.require(session, BECAME)
    if (now or timezone.now()) < session.starts_at - EARLY:
        raise Refused(_("This session is still to come."))
    return session


def _attended(session: CoachingSession, missing: Collection[Membership]) -> None:
    gone = {one.pk for one in missing}
    session.attendances.filter(membership__in=gone).update(presence=Presence.MISSING, came_at=None, left_at=None)
    there = session.attendances.exclude(membership__in=gone)
    there.exclude(presence=Presence.LATE).update(presence=Presence.THERE)
