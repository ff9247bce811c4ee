"""A session on the spot."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership
from opencoach.people.refusal import Refused
from opencoach.rooms import hours
from opencoach.sessions import private
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.booking import NOT_THEIRS
from opencoach.sessions.actions.taking import TAKEN, Taken, span, take
from opencoach.sessions.models import EARLY, Attendance, CoachingSession, Occupancy, SessionType
from opencoach.sessions.times import epoch

USUAL = 30  # minutes, where the coach has no type of session to go by
SHORTEST = 10  # minutes until the coach's next session, below which none begins now
Status = CoachingSession.Status


@transaction.atomic
def start(engagement: Engagement, coach: Membership, medium: str, *, now: dt.datetime | None = None) -> CoachingSession:
    """A session that begins now, or the one that is due in this very moment.

    As long as the coach's own kind of session with that medium; shorter where the next one begins before that. Its
    people hear of it like of any booking. Raises Refused: the work has ended, the coach isn't theirs, the time is not
    free.
    """
    now = (now or timezone.now()).replace(microsecond=0)
    engagement = steps.lock_engagement(engagement)
    if engagement.status == Engagement.Status.ENDED:
        raise Refused(_("This work together has ended; nothing new can be booked."))
    if not engagement.coach_parts.filter(membership=coach, until=None, membership__ended_at=None).exists():
        raise Refused(NOT_THEIRS)
    if (due := due_now(engagement, coach, now)) is not None:
        return due
    kind = _kind(coach, medium)
    session = CoachingSession(
        practice=engagement.practice, engagement=engagement, coach=coach, medium=medium, session_type=kind,
        status=Status.BOOKED,
    )  # fmt: skip
    steps.plan(session, now, coach.zone, kind.minutes if kind else USUAL)
    session.agenda, session.answers = private.seal(session, "agenda", ""), private.seal_answers(session, ())
    _shorten(session)
    session.save(force_insert=True)
    clients = [part.membership for part in engagement.client_parts.filter(until=None).select_related("membership")]
    Attendance.objects.bulk_create(Attendance(session=session, membership=one) for one in (coach, *clients))
    take(session)
    steps.step(session, steps.Kind.BOOKED, coach.person)
    return session


def due_now(engagement: Engagement, coach: Membership, now: dt.datetime) -> CoachingSession | None:
    """A session of these that has its room open already."""
    rows = CoachingSession.objects.filter(
        engagement=engagement, coach=coach, status=Status.BOOKED, place="", medium__in=hours.ROOMS,
        starts_at__lte=now + EARLY, ends_at__gt=now, room__ended_at=None,
    )  # fmt: skip
    return rows.order_by("starts_at").first()


def _kind(coach: Membership, medium: str) -> SessionType | None:
    own = SessionType.objects.filter(coach_parts__membership=coach, archived_at=None, audience="clients", place="")
    return own.filter(medium=medium).order_by("pk").first()


def _shorten(session: CoachingSession) -> None:
    """Until the coach's next session at most. Raises Taken where there is hardly any time until then."""
    starts, ends = span(session)
    others = Occupancy.objects.filter(person=session.coach.person_id, ends__gt=starts, starts__lt=ends)
    first = others.order_by("starts").values_list("starts", flat=True).first()
    if first is None:
        return
    minutes = (first - epoch(session.starts_at)) // 60
    if minutes < SHORTEST:
        raise Taken(TAKEN)
    steps.plan(session, session.starts_at, session.zone, minutes)
