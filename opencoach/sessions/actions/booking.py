"""How a session comes to be."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.questionnaires.actions.responding import ask_about
from opencoach.sessions import private
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.steps import Kind, Status
from opencoach.sessions.actions.taking import take
from opencoach.sessions.models import ASKED, Attendance, CoachingSession, SessionType
from opencoach.sessions.models.type import Medium
from opencoach.sessions.queries.allotment import allotment

LONGEST = 24 * 60  # minutes
AGENDA = 2000  # characters
NOT_THEIRS = gettext_lazy("Only a coach of this engagement holds its sessions.")


class AlreadyThere(Refused):
    """The engagement has a session with that coach at that time."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What is wanted, besides when. `over`: a coach goes on although nothing is left of the allotment."""

    agenda: str = ""
    answers: Sequence[tuple[str, str]] = ()
    over: bool = False
    zone: str = ""  # whose wall clock the session keeps; the coach's where it is left out
    counts: bool = True  # it is taken from the allotment; a first talk isn't
    held: int | None = None  # the hold that was laid on the time for it (`taking.hold_time`)


@transaction.atomic
def book(
    engagement: Engagement,
    session_type: SessionType,
    coach: Membership,
    start: dt.datetime,
    *,
    actor: Person | None,
    wanted: Booked | None = None,
    now: dt.datetime | None = None,
) -> CoachingSession:
    """A session at `start` (an instant). It waits for the coach's word where the type says so and a client books.

    Whether the time is one that the coach offers is scheduling's to know; here it is only never taken twice.
    Raises Refused: the engagement is over, the coach isn't theirs or doesn't hold that type, the time is past, nothing
    is left of the allotment; Taken: the time is.
    """
    wanted, now = wanted or Booked(), now or timezone.now()
    engagement = steps.lock_engagement(engagement)
    _check(engagement, session_type, coach)
    if start <= now:
        raise Refused(_("That time is over."))
    session = CoachingSession(
        practice=engagement.practice,
        engagement=engagement,
        session_type=session_type,
        coach=coach,
        medium=session_type.medium,
        place=session_type.place,
        before=session_type.before,
        after=session_type.after,
        counts=wanted.counts,
    )
    steps.plan(session, start, wanted.zone or coach.zone, session_type.minutes)
    staff = steps.is_staff(session, actor)
    if wanted.counts and not (staff and wanted.over) and not allotment(engagement).has_room(session.minutes):
        raise Refused(_("Nothing is left of what was agreed. Write to your coach about more sessions."))
    asks = session_type.approval and not staff
    session.status = Status.REQUESTED if asks else Status.BOOKED
    _write(session, wanted)
    take(session, held=wanted.held)
    steps.step(session, Kind.REQUESTED if asks else Kind.BOOKED, actor)
    if session_type.questionnaire is not None:
        ask_about(session_type.questionnaire, engagement, (ASKED, session.public_id), by=coach)
    return session


@transaction.atomic
def log_past(
    engagement: Engagement,
    coach: Membership,
    start: dt.datetime,
    minutes: int,
    *,
    actor: Person,
    medium: str = Medium.IN_PERSON,
    counts: bool = True,
    session_type: SessionType | None = None,
    now: dt.datetime | None = None,
) -> CoachingSession:
    """Write down a session that was held elsewhere, or before OpenCoach. Takes nobody's time.

    Raises Refused for a beginning that is still to come, or a length of nothing or of more than a day; AlreadyThere for
    a session that stands there.
    """
    engagement = steps.lock_engagement(engagement)
    session = past(engagement, coach, start, minutes, medium=medium, counts=counts, session_type=session_type, now=now)
    if not _is_coach(engagement, coach):
        raise Refused(NOT_THEIRS)
    if CoachingSession.objects.filter(engagement=engagement, coach=coach, starts_at=start).exists():
        raise AlreadyThere(_("That session is written down already."))
    _write(session, Booked())
    session.attendances.update(presence=Attendance.Presence.THERE)
    steps.step(session, Kind.LOGGED, actor)
    return session


def past(
    engagement: Engagement, coach: Membership, start: dt.datetime, minutes: int, *,
    medium: str, counts: bool, session_type: SessionType | None, now: dt.datetime | None = None,
) -> CoachingSession:  # fmt: skip
    """One that was held, not saved. Raises Refused for a time that is still to come, or a length that is none."""
    if start > (now or timezone.now()):
        raise Refused(_("That is still to come: book it instead."))
    if not 0 < minutes <= LONGEST:
        raise Refused(_("A session lasts between a minute and a day."))
    session = CoachingSession(
        practice=engagement.practice, engagement=engagement, session_type=session_type, coach=coach, medium=medium,
        status=Status.HELD, counts=counts,
    )  # fmt: skip
    steps.plan(session, start, coach.zone, minutes)
    session.started_at, session.ended_at = session.starts_at, session.ends_at
    return session


def _check(engagement: Engagement, session_type: SessionType, coach: Membership) -> None:
    if engagement.status == Engagement.Status.ENDED:
        raise Refused(_("This work together has ended; nothing new can be booked."))
    if not _is_coach(engagement, coach):
        raise Refused(NOT_THEIRS)
    offered = session_type.coach_parts.filter(membership=coach).exists()
    if session_type.practice_id != engagement.practice_id or session_type.archived_at is not None or not offered:
        raise Refused(_("This kind of session is not offered any more."))


def _is_coach(engagement: Engagement, coach: Membership) -> bool:
    return engagement.coach_parts.filter(membership=coach, until=None, membership__ended_at=None).exists()


def _write(session: CoachingSession, wanted: Booked) -> None:
    session.agenda = private.seal(session, "agenda", wanted.agenda.strip()[:AGENDA])
    session.answers = private.seal_answers(session, wanted.answers)
    session.save(force_insert=True)
    clients = [part.membership for part in session.engagement.client_parts.filter(until=None)]
    Attendance.objects.bulk_create(Attendance(session=session, membership=one) for one in (session.coach, *clients))
