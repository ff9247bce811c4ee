"""What of a member's sessions stands on *Today*: the next one, and for a coach what waits for a word. One query."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from opencoach.people.models import Engagement, EngagementClient, Membership
from opencoach.people.once import once
from opencoach.sessions import access
from opencoach.sessions.models import Attendance, CoachingSession, Occupancy, SessionRating
from opencoach.sessions.queries.answers import current

MOST = 40
LATE = dt.timedelta(days=60)  # what is longer ago is not asked for any more
RATED = dt.timedelta(days=30)  # so long a low mark waits for its coach
Status = CoachingSession.Status
Answer = Attendance.Answer


def front(membership: Membership) -> list[Any]:
    """Sessions with `client` and `key` (name and public id of the first client), by their beginning; loaded once for a
    page: the next one; for a coach also those asked for, those that somebody's calendar says no to (`said`), those over
    of which nobody has said what became, those that a client marked low (`low_at`, `low_name`, `low_key`: when, who and
    their public id), and the talks of those who are prospects still."""
    return once(membership, "sessions.front", lambda: _load(membership))


def _load(membership: Membership) -> list[Any]:
    if not (membership.is_coach or membership.is_client):
        return []
    now = timezone.now()
    mine = access.sessions_for(membership)
    if membership.is_coach:
        mine = mine.filter(coach=membership)
    coming = mine.filter(status__in=CoachingSession.AHEAD, ends_at__gt=now).order_by("starts_at", "pk")
    said = current().filter(answer__in=(Answer.DECLINED, Answer.PROPOSED))
    low = SessionRating.objects.filter(session=OuterRef("pk"), low=True, seen_at=None, at__gt=now - RATED).order_by(
        "at"
    )
    wanted = Q(pk__in=coming.values("pk")[:1])
    if membership.is_coach:
        wanted |= Q(status=Status.REQUESTED, starts_at__gt=now)
        wanted |= Q(status=Status.BOOKED, ends_at__lt=now, ends_at__gt=now - LATE)
        wanted |= Q(status__in=CoachingSession.AHEAD, starts_at__gt=now, occupancies=None)
        wanted |= Q(Exists(said), status__in=CoachingSession.AHEAD, starts_at__gt=now)
        wanted |= Q(Exists(low)) & ~Q(engagement__status=Engagement.Status.ENDED)
        talks = (Status.BOOKED, Status.HELD, Status.MISSED)
        wanted |= Q(engagement__status=Engagement.Status.PROSPECT, status__in=talks, ends_at__gt=now - LATE)
    first = EngagementClient.objects.filter(engagement=OuterRef("engagement"), until=None).order_by("since", "pk")
    rows = mine.filter(wanted).select_related("engagement__group", "session_type", "coach")
    rows = rows.annotate(
        said=Subquery(said.order_by("-answer").values("answer")[:1]),  # a proposal before a no
        takes=Exists(Occupancy.objects.filter(session=OuterRef("pk"))),
        low_at=Subquery(low.values("at")[:1]),
        low_name=Subquery(low.values("membership__display_name")[:1]),
        low_key=Subquery(low.values("membership__public_id")[:1]),
        client=Subquery(first.values("membership__display_name")[:1]),
        client_zone=Subquery(first.values("membership__zone")[:1]),
        key=Subquery(first.values("membership__public_id")[:1]),
    )
    return list(rows.order_by("-starts_at")[:MOST])[::-1]


def next_session(membership: Membership) -> Any | None:
    """The next of the member's sessions, or the one that runs; None where nothing is booked."""
    now = timezone.now()
    ahead = (row for row in front(membership) if row.status in CoachingSession.AHEAD and row.ends_at > now)
    return next(ahead, None)


def clashing(membership: Membership) -> list[Any]:
    """Those ahead that take no time of their coach, because another has it (`zones`)."""
    now = timezone.now()
    return [row for row in front(membership) if row.is_ahead and row.starts_at > now and not row.takes]


def name_of(row: Any) -> str:
    """Whom a row of `front` is with, for its coach."""
    engagement = row.engagement
    return str(engagement.group.name if engagement.group else row.client or engagement.title)
