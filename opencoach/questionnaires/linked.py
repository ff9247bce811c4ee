"""Signed links to what one person is asked: whoever has the mail answers it without signing in.

A link names the response and the member whom its mail went to; what is written is theirs. It opens nothing else, shows
no answer that was given somewhere else (`knows`), and holds a month, only while the work together goes on.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from opencoach.lib import tokens
from opencoach.people import access
from opencoach.people.models import Membership
from opencoach.questionnaires.models import Response

PURPOSE = "questionnaires.response"
HOLDS = dt.timedelta(days=30)
HIDDEN = "hidden"  # in place of the token in a preview
SIZE = 16
WRITTEN = "written-in"  # of a browser's session: the responses that were written in here
MOST = 20


class Closed(Exception):
    """The link opens nothing (any more). `args[0]` says why: "unknown", "expired" or "ended"."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a link opens, and for whom."""

    response: Response
    member: Membership
    token: str


def token_of(response: Response, member: Membership, *, sent: dt.datetime) -> str:
    """The secret of a link in a mail that goes at `sent`. It is made when it is needed and stored nowhere."""
    return tokens.make(PURPOSE, response.public_id.bytes + member.public_id.bytes, until=sent + HOLDS)


def url(token: str) -> str:
    """The whole address of a link."""
    return settings.PUBLIC_URL + reverse("answering:response", args=[token])


def find(token: str, now: dt.datetime | None = None) -> Linked:
    """What a link opens. Raises Closed."""
    try:
        subject = tokens.check(PURPOSE, token, now=now)
    except tokens.Expired:
        raise Closed("expired") from None
    except tokens.BadToken:
        raise Closed("unknown") from None
    if len(subject) != 2 * SIZE:
        raise Closed("unknown")
    response_id, member_id = uuid.UUID(bytes=subject[:SIZE]), uuid.UUID(bytes=subject[SIZE:])
    rows = Response.objects.select_related("version__questionnaire", "engagement__practice", "person", "practice")
    response = rows.filter(public_id=response_id).first()
    if response is None or response.engagement is None:
        raise Closed("unknown")
    people = access.people_in(response.engagement).filter(public_id=member_id, person=response.person_id)
    member = people.select_related("person", "practice").first()
    if member is None or not member.is_client or response.engagement.is_over:
        raise Closed("ended")
    return Linked(response, member, token)


def knows(request: HttpRequest, response: Response) -> bool:
    """Whether what is written there may be shown here: nothing yet, or what this browser wrote. A mail is forwarded,
    or read by an assistant; what the client wrote before, signed in or on another device, is not theirs to read."""
    return response.saved_at is None or str(response.public_id) in request.session.get(WRITTEN, [])


def wrote(request: HttpRequest, response: Response) -> None:
    """This browser has written in it, and may go on."""
    known = [one for one in request.session.get(WRITTEN, []) if one != str(response.public_id)]
    request.session[WRITTEN] = [*known, str(response.public_id)][-MOST:]
