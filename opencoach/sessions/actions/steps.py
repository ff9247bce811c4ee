"""What every verb does: lock, write down the step, and record the event."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.actions.event import record_event, record_events
from opencoach.people.models import Engagement, Event, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.sessions import times
from opencoach.sessions.models import CoachingSession, SessionStep
from opencoach.sessions.telling import tell

Status = CoachingSession.Status
Kind = SessionStep.Kind
RELATED = ("practice", "engagement__practice", "engagement__group", "session_type", "coach__person")


def lock_engagement(engagement: Engagement) -> Engagement:
    """Whoever books, moves or cancels in an engagement takes turns: what is left is counted under this lock."""
    return Engagement.objects.select_for_update(of=("self",)).select_related("practice").get(pk=engagement.pk)


def lock_engagements(ids: Collection[int]) -> dict[int, Engagement]:
    """Several at once, by id; in the order of their ids, so that two who do it never wait in a circle."""
    rows = Engagement.objects.select_for_update(of=("self",)).select_related("practice").filter(pk__in=ids)
    return {one.pk: one for one in rows.order_by("pk")}


def locked(session: CoachingSession) -> CoachingSession:
    """The session as it stands now; nobody else changes it, nor another of its engagement, until the commit."""
    lock_engagement(session.engagement)
    return CoachingSession.objects.select_related(*RELATED).get(pk=session.pk)


def require(session: CoachingSession, statuses: Collection[str]) -> None:
    """Raises Refused, saying how the session stands, unless it is in one of `statuses`."""
    if session.status in statuses:
        return
    raise Refused(
        {
            Status.REQUESTED: _("This session is asked for and waits for the coach’s answer."),
            Status.BOOKED: _("This session is booked."),
            Status.HELD: _("This session has been held."),
            Status.MISSED: _("This session was missed."),
            Status.CANCELLED: _("This session has been cancelled."),
            Status.DECLINED: _("This session was declined."),
        }[Status(session.status)]
    )


def plan(session: CoachingSession, start: dt.datetime, zone: str, minutes: int) -> None:
    """Plan the session for an instant, kept as what the wall clock in `zone` shows then (not saved)."""
    there = times.wall(start, zone)
    session.day, session.clock, session.fold, session.zone = there.date(), there.time(), there.fold, zone
    session.minutes = minutes
    session.starts_at = start.astimezone(times.UTC)
    session.ends_at = session.starts_at + dt.timedelta(minutes=minutes)


def step(
    session: CoachingSession, kind: str, actor: Person | None, *, at: dt.datetime | None = None, **data: object
) -> SessionStep:
    """Write down what was done (`at`: when, now where it is left out), for the session and for its engagement, and let
    its people hear of it."""
    done = SessionStep.objects.create(session=session, kind=kind, actor=actor, data=data, at=at or timezone.now())
    record_event(
        f"session.{kind}",
        practice=session.practice,
        engagement=session.engagement,
        actor=actor,
        thing=session.public_id,
        starts_at=session.starts_at.isoformat(),
        **data,
    )
    tell(session, done)
    return done


def step_all(sessions: Collection[CoachingSession], kind: str, actor: Person | None) -> None:
    """The same done with many sessions, in two queries."""
    done = [SessionStep(session=session, kind=kind, actor=actor) for session in sessions]
    SessionStep.objects.bulk_create(done, batch_size=500)
    record_events(
        Event(
            practice=one.practice, engagement=one.engagement, actor=actor, verb=f"session.{kind}",
            thing=one.public_id, data={"starts_at": one.starts_at.isoformat()},
        )
        for one in sessions
    )  # fmt: skip


def is_staff(session: CoachingSession, actor: Person | None) -> bool:
    """Whether that person acts for the practice: a coach, an owner, an assistant; the house itself (None) does too."""
    if actor is None:
        return True
    staff = (Membership.Role.OWNER, Membership.Role.COACH, Membership.Role.ASSISTANT)
    return Membership.objects.filter(practice=session.practice_id, person=actor, role__in=staff, ended_at=None).exists()
