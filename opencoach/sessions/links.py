"""Signed links to one session, for one of its people: whoever has the mail can move or cancel it, and reads nothing.

A link names the session and the member whom its mail went to; what it does is done as by them. It holds until a day
after the session, and only while the member takes part in an engagement that goes on. Another kind of link lets them
say how the session was, and nothing else, for a month.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from opencoach.lib import tokens
from opencoach.people import access
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.sessions.models import CoachingSession

PURPOSE, RATING = "sessions.session", "sessions.rating"
HOLDS = dt.timedelta(days=1)  # after the session's end
RATING_HOLDS = dt.timedelta(days=30)
HIDDEN = "hidden"  # in place of the token in a preview


class Closed(Exception):
    """The link opens nothing (any more). `args[0]` says why: "unknown", "expired" or "ended"."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link opens: the session with its engagement's people, and for whom."""

    session: CoachingSession
    member: Membership
    token: str


def token_of(session: CoachingSession, member: Membership) -> str:
    """The secret of a link. It is made when it is needed and stored nowhere."""
    subject = session.public_id.bytes + member.public_id.bytes
    return tokens.make(PURPOSE, subject, until=session.ends_at + HOLDS)


def url(token: str) -> str:
    """The whole address of a link."""
    return settings.PUBLIC_URL + reverse("sessions:linked", args=[token])


def rating_token_of(session: CoachingSession, member: Membership) -> str:
    """The secret of a link with which that member says how it was."""
    subject = session.public_id.bytes + member.public_id.bytes
    return tokens.make(RATING, subject, until=session.ends_at + RATING_HOLDS)


def rating_url(token: str) -> str:
    """The whole address of such a link."""
    return settings.PUBLIC_URL + reverse("sessions:linked_rating", args=[token])


def find(token: str, now: dt.datetime | None = None, *, purpose: str = PURPOSE) -> Linked:
    """What a link of that purpose opens. Raises Closed."""
    try:
        subject = tokens.check(purpose, token, now=now)
    except tokens.Expired:
        raise Closed("expired") from None
    except tokens.BadToken:
        raise Closed("unknown") from None
    session_id, member_id = uuid.UUID(bytes=subject[:16]), uuid.UUID(bytes=subject[16:])
    rows = CoachingSession.objects.select_related("practice", "session_type", "coach__person")
    session = rows.filter(public_id=session_id).first()
    if session is None:
        raise Closed("unknown")
    engagement = with_parts(Engagement.objects.all()).get(pk=session.engagement_id)
    session.engagement = engagement
    taking_part = access.people_in(engagement).filter(public_id=member_id).select_related("person", "practice")
    member = taking_part.first()
    if member is None or engagement.status == Engagement.Status.ENDED:
        raise Closed("ended")
    return Linked(session, member, token)
