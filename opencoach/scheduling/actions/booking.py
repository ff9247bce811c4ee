"""Booking and moving from the page of free times: by the rules of the type, then as sessions book."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership
from opencoach.people.refusal import Refused
from opencoach.scheduling.queries.choices import Offer
from opencoach.scheduling.queries.free import DAY, Free
from opencoach.sessions import actions as sessions
from opencoach.sessions.actions import Booked, Taken, taking
from opencoach.sessions.models import CoachingSession


def book(
    engagement: Engagement,
    offer: Offer,
    start: dt.datetime,
    *,
    by: Membership,
    agenda: str = "",
    answers: Sequence[tuple[str, str]] = (),
) -> CoachingSession:
    """Book a free time. A client keeps to what is offered; the practice books any time that nobody has.

    Raises Refused, in plain words; Taken where somebody was faster.
    """
    if by.is_client:
        require_free(offer, start)
    wanted = Booked(agenda=agenda, answers=answers, over=not by.is_client)
    return sessions.book(engagement, offer.kind, offer.coach, start, actor=by.person, wanted=wanted)


def move(session: CoachingSession, offer: Offer, start: dt.datetime, *, by: Membership) -> CoachingSession:
    """Move a session to a free time; its own time is no obstacle. Raises as `book` does."""
    if by.is_client and start != session.starts_at:
        require_free(offer, start, ignoring=session)
    return sessions.move(session, start, actor=by.person)


def require_free(offer: Offer, start: dt.datetime, *, ignoring: CoachingSession | None = None) -> None:
    """Raises Refused unless the time is offered now. What nobody confirmed in time is free at once, without waiting for
    the worker."""
    at, now = int(start.timestamp()), timezone.now()
    taking.free_held(now, offer.coach.person_id)
    free = Free(offer.coach, offer.kind, (at - DAY, at + 2 * DAY), by_staff=False, ignoring=ignoring)
    why = free.why_not(at, now)
    if why == "taken":
        raise Taken(_("That time has just been taken. Choose another one."))
    if why:
        raise Refused(
            {
                "outside": _("This time is not offered. Choose another one."),
                "notice": _("That is too soon. Choose a later time."),
                "ahead": _("That is too far ahead. Choose an earlier time."),
                "per_day": _("This day is full. Choose another one."),
                "per_week": _("This week is full. Choose another one."),
            }[why]
        )


def shift(session: CoachingSession, start: dt.datetime, *, by: Membership) -> CoachingSession:
    """Somebody of the practice drags a session to a time, in the hours or not. Raises as `book` does."""
    if by.is_client:
        raise Refused(_("Only the practice moves sessions in its calendar."))
    return sessions.move(session, start, actor=by.person)
