"""Signed links to one thing of a plan, for one client: whoever has the mail can tick it, answer it or report a number.

A link names the client, the thing and (where it has one) its day; what it does is done as by them. It opens nothing
else, shows no answer that was given, and holds two weeks, only while the client takes part in work that goes on.
"""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.urls import reverse

from opencoach.lib import tokens
from opencoach.people import access
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.plan import private
from opencoach.plan.models import Action, CheckInRhythm, Measure

PURPOSE = "plan.acting"
HOLDS = dt.timedelta(days=14)
HIDDEN = "hidden"  # in place of the token in a preview
SIZE = 16


class Sort(StrEnum):
    """What a link opens; one letter, in the token."""

    ACTION = "a"
    CHECKIN = "c"
    MEASURE = "m"


Thing = Action | CheckInRhythm | Measure
ROWS: dict[Sort, type[Thing]] = {Sort.ACTION: Action, Sort.CHECKIN: CheckInRhythm, Sort.MEASURE: Measure}


class Closed(Exception):
    """The link opens nothing (any more). `args[0]` says why: "unknown", "expired" or "ended"."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link opens: a thing with its engagement, for whom, and the day that it is about."""

    sort: Sort
    thing: Thing
    member: Membership
    day: dt.date
    token: str

    @property
    def title(self) -> str:
        """Of the thing, or of the goal that a check-in is about; "" where nobody can read it."""
        row = self.thing.goal if isinstance(self.thing, CheckInRhythm) else self.thing
        if row is None:
            return ""
        row.engagement = self.thing.engagement
        return str(private.words(row).get("title", ""))


def token_of(sort: Sort, thing: Thing, member: Membership, day: dt.date, *, sent: dt.datetime) -> str:
    """The secret of a link in a mail that goes at `sent`. It is made when it is needed and stored nowhere."""
    subject = member.public_id.bytes + sort.encode() + thing.public_id.bytes + day.toordinal().to_bytes(4, "big")
    return tokens.make(PURPOSE, subject, until=sent + HOLDS)


def url(token: str) -> str:
    """The whole address of a link."""
    return settings.PUBLIC_URL + reverse("acting:thing", args=[token])


def find(token: str, now: dt.datetime | None = None) -> Opened:
    """What a link opens. Raises Closed."""
    try:
        subject = tokens.check(PURPOSE, token, now=now)
    except tokens.Expired:
        raise Closed("expired") from None
    except tokens.BadToken:
        raise Closed("unknown") from None
    if len(subject) != 2 * SIZE + 5:
        raise Closed("unknown")
    member_id, thing_id = uuid.UUID(bytes=subject[:SIZE]), uuid.UUID(bytes=subject[SIZE + 1 : 2 * SIZE + 1])
    sort = Sort(chr(subject[SIZE]))
    day = dt.date.fromordinal(int.from_bytes(subject[2 * SIZE + 1 :], "big"))
    thing = ROWS[sort].objects.select_related("client", "goal").filter(public_id=thing_id).first()
    if thing is None:
        raise Closed("unknown")
    member = taking_part(thing, member_id)
    if thing.removed_at is not None or member is None:
        raise Closed("ended")
    return Opened(sort, thing, member, day, token)


def taking_part(thing: Thing, member_id: uuid.UUID) -> Membership | None:
    """The client whose thing it is, with everything that acting as them needs; None once they take no part, or the
    work is over."""
    engagement = with_parts(Engagement.objects.all()).get(pk=thing.engagement_id)
    thing.engagement = engagement
    if engagement.status == Engagement.Status.ENDED:
        return None
    people = access.people_in(engagement).filter(public_id=member_id).select_related("person", "practice")
    member = people.first()
    if member is None or not member.is_client or thing.client_id not in {None, member.pk}:
        return None
    return member
