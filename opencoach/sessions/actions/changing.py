"""What happens to a session before it begins: confirmed, declined, moved, cancelled, and booked again."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Person
from opencoach.people.refusal import Refused
from opencoach.questionnaires.actions.responding import close_about, reopen_about
from opencoach.sessions import policy
from opencoach.sessions.actions import steps
from opencoach.sessions.actions.steps import Kind, Status
from opencoach.sessions.actions.taking import give_back, take
from opencoach.sessions.models import ASKED, CoachingSession, SessionStep
from opencoach.sessions.queries.allotment import allotment


@transaction.atomic
def confirm(session: CoachingSession, *, actor: Person) -> CoachingSession:
    """The coach says yes to what was asked for. Raises Refused for anything else; so does `decline`."""
    session = steps.locked(session)
    if session.status == Status.BOOKED:
        return session
    steps.require(session, {Status.REQUESTED})
    session.status = Status.BOOKED
    session.sequence += 1
    session.save(update_fields=["status", "sequence"])
    steps.step(session, Kind.CONFIRMED, actor)
    return session


@transaction.atomic
def decline(session: CoachingSession, *, actor: Person) -> CoachingSession:
    """The coach says no: the time is free again, and nothing is taken from the allotment."""
    session = steps.locked(session)
    if session.status == Status.DECLINED:
        return session
    steps.require(session, {Status.REQUESTED})
    session.status, session.counts = Status.DECLINED, False
    session.sequence += 1
    session.save(update_fields=["status", "counts", "sequence"])
    give_back(session)
    close_about((ASKED, session.public_id))
    steps.step(session, Kind.DECLINED, actor)
    return session


@transaction.atomic
def move(
    session: CoachingSession,
    start: dt.datetime,
    *,
    actor: Person | None,
    zone: str = "",
    now: dt.datetime | None = None,
) -> CoachingSession:
    """The same session at another time, on the wall clock of the same zone unless another is given.

    A client moves it as long as cancelling costs nothing; what needs the coach's word needs it again. To move it to
    where it is changes nothing. Raises Refused, or Taken: then everything is as it was.
    """
    now = now or timezone.now()
    session = steps.locked(session)
    steps.require(session, CoachingSession.AHEAD)
    if start == session.starts_at:
        return session
    staff = steps.is_staff(session, actor)
    if start <= now:
        raise Refused(_("That time is over."))
    if session.starts_at <= now:
        raise Refused(_("This session has begun; it can’t be moved any more."))
    if not policy.is_free(session, now, by_staff=staff):
        raise Refused(_("It is too late to move this session. Write to your coach."))
    old = session.starts_at
    steps.plan(session, start, zone or session.zone, session.minutes)
    session.sequence += 1
    if session.session_type and session.session_type.approval and not staff:
        session.status = Status.REQUESTED
    session.save()
    take(session)
    steps.step(session, Kind.MOVED, actor, moved_from=old.isoformat(), by_practice=staff)
    return session


@transaction.atomic
def cancel(session: CoachingSession, *, actor: Person | None, now: dt.datetime | None = None) -> CoachingSession:
    """It will not happen. In time, or by the practice, it goes back to the allotment; later it doesn't.

    Cancelling twice is cancelling once. Raises Refused for one that has begun or is over.
    """
    now = now or timezone.now()
    session = steps.locked(session)
    if session.status == Status.CANCELLED:
        return session
    steps.require(session, CoachingSession.AHEAD)
    if session.starts_at <= now:
        raise Refused(_("This session has begun; say what became of it instead."))
    staff = steps.is_staff(session, actor)
    free = policy.is_free(session, now, by_staff=staff)
    was = session.status
    counted = session.counts  # a first talk never does
    session.status, session.counts = Status.CANCELLED, counted and not free
    session.sequence += 1
    session.save(update_fields=["status", "counts", "sequence"])
    give_back(session)
    close_about((ASKED, session.public_id))
    steps.step(session, Kind.CANCELLED, actor, at=now, was=was, free=free, by_practice=staff, counted=counted)
    return session


@transaction.atomic
def reinstate(session: CoachingSession, *, actor: Person | None, now: dt.datetime | None = None) -> CoachingSession:
    """Take a cancellation back, for ten minutes: by who cancelled, or by the practice. It counts as it did before.

    Raises Refused when it is too late or somebody else cancelled; Taken when the time has gone meanwhile.
    """
    now = now or timezone.now()
    session = steps.locked(session)
    if session.is_ahead:
        return session
    steps.require(session, {Status.CANCELLED})
    done = cancellation(session)
    if done is None or now > done.at + policy.UNDO or session.starts_at <= now:
        raise Refused(_("It is too late to take this back. Book a new session."))
    if session.engagement.status == Engagement.Status.ENDED:
        raise Refused(_("This work together has ended; nothing new can be booked."))
    if actor is not None and done.actor_id != actor.pk and not steps.is_staff(session, actor):
        raise Refused(_("Only who cancelled it can take it back."))
    was_counted, room = done.data.get("counted", True), allotment(session.engagement).has_room(session.minutes)
    if was_counted and not session.counts and not room and done.data.get("free"):
        raise Refused(_("Nothing is left of what was agreed: another session has taken its place."))
    session.status, session.counts = str(done.data["was"]), done.data.get("counted", True)
    session.sequence += 1
    session.save(update_fields=["status", "counts", "sequence"])
    take(session)
    reopen_about((ASKED, session.public_id))
    steps.step(session, Kind.REINSTATED, actor)
    return session


def cancellation(session: CoachingSession) -> SessionStep | None:
    """The step that cancelled it last."""
    return session.steps.filter(kind=Kind.CANCELLED).order_by("-pk").first()
