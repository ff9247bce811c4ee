"""The one door to when coaches can be booked, to their calendars elsewhere, and to their and their clients' calendar
feeds."""

import datetime as dt
import uuid
from typing import TypeVar

from django.db import models
from django.db.models import F
from django.http import Http404

from opencoach.lib import tokens
from opencoach.people.models import Engagement, Membership
from opencoach.scheduling.models import Availability, CalendarFeed, CalendarLink, Override, Travel
from opencoach.sessions import access as sessions
from opencoach.sessions.models import CoachingSession

PURPOSE = "calendar-feed"
FEED_DAYS = 90  # so far back a feed goes
T = TypeVar("T", Override, Travel)


def availability_of(membership: Membership) -> Availability:
    """A coach's own hours; none are set where there is no row yet (then it isn't saved). Else Http404."""
    if not membership.is_coach or membership.ended_at is not None:
        raise Http404
    found = Availability.objects.filter(membership=membership).first()
    return found or Availability(membership=membership)


def get_override(membership: Membership, public_id: uuid.UUID) -> Override:
    """One of the coach's own days that differ; else Http404. So is `get_travel`."""
    return _own(Override.objects.all(), membership, public_id)


def get_travel(membership: Membership, public_id: uuid.UUID) -> Travel:
    return _own(Travel.objects.all(), membership, public_id)


def _own(rows: "models.QuerySet[T]", membership: Membership, public_id: uuid.UUID) -> T:
    found = rows.filter(availability__membership=membership, public_id=public_id).first()
    if found is None or not membership.is_coach:
        raise Http404
    return found


def get_link(membership: Membership, public_id: uuid.UUID) -> CalendarLink:
    """One of the coach's own calendars elsewhere; else Http404."""
    found = CalendarLink.objects.filter(membership=membership, public_id=public_id).first()
    if found is None or not membership.is_coach or membership.ended_at is not None:
        raise Http404
    found.membership = membership
    return found


def feed_of(membership: Membership) -> CalendarFeed | None:
    """The member's own feed, if they have one."""
    return CalendarFeed.objects.filter(membership=membership, revoked_at=None).first()


def token_of(feed: CalendarFeed) -> str:
    """What stands in its address. Whoever knows it reads the feed, until a new address is made."""
    return tokens.make(PURPOSE, feed.public_id, nonce=feed.nonce)


def feed_by_token(token: str) -> CalendarFeed:
    """The feed of an address, with its membership; Http404 for one that is made up or was taken away, and for somebody
    who isn't a coach or a client there any more."""
    try:
        found = (
            CalendarFeed.objects.select_related("membership__practice")
            .filter(public_id=tokens.peek_id(token), revoked_at=None)
            .filter(membership__ended_at=None, membership__person__is_active=True)
            .first()
        )
        if found is None:
            raise Http404
        tokens.check_id(PURPOSE, token, nonce=found.nonce)
    except tokens.BadToken as error:
        raise Http404 from error
    if not (found.membership.is_coach or found.membership.is_client):
        raise Http404
    return found


def sessions_in(feed: CalendarFeed, now: dt.datetime) -> "models.QuerySet[CoachingSession]":
    """A coach's as coach, a client's as client: from 90 days ago (by the day, in UTC) to all that is ahead. What was
    planned for the time after an engagement's end is not among them."""
    member = feed.membership
    since = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0) - dt.timedelta(days=FEED_DAYS)
    rows = sessions.sessions_for(member).filter(starts_at__gte=since)
    if member.is_coach:
        rows = rows.filter(coach=member)
    return rows.exclude(engagement__status=Engagement.Status.ENDED, ends_at__gt=F("engagement__status_at"))
