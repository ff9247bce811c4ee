"""Sessions as their pages show them, in a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from opencoach.lib import moments
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.sessions import access
from opencoach.sessions.models import CoachingSession

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """A session as one reader sees it: with whom, and when it is on the other's clock where that differs."""

    session: CoachingSession
    name: str
    who: str  # decides the avatar's hue
    group: bool
    there: dt.datetime | None


def visible(reader: Membership, engagement: Engagement | None = None) -> QuerySet[CoachingSession]:
    """The sessions that a list shows to this reader: their own, an assistant's all; or those of one engagement."""
    office = reader.role == Membership.Role.ASSISTANT or engagement is not None
    sessions = access.sessions_listed_for(reader) if office else access.sessions_for(reader)
    return sessions if engagement is None else sessions.filter(engagement=engagement)


def ahead(reader: Membership, engagement: Engagement | None = None, limit: int = PER_PAGE) -> list[Listed]:
    """What is going to happen, or is happening, the next first."""
    rows = visible(reader, engagement).filter(status__in=CoachingSession.AHEAD, ends_at__gt=timezone.now())
    return listed(reader, rows.order_by("starts_at", "pk")[:limit], engagement)


def behind(
    reader: Membership, engagement: Engagement | None = None, first: int = 0, limit: int = PER_PAGE
) -> list[Listed]:
    """What has been, or is not going to happen any more, the latest first."""
    rows = visible(reader, engagement)
    coming = rows.filter(status__in=CoachingSession.AHEAD, ends_at__gt=timezone.now())
    over = rows.exclude(pk__in=coming.values("pk")).order_by("-starts_at", "-pk")
    return listed(reader, over[first : first + limit], engagement)


def listed(
    reader: Membership, sessions: QuerySet[CoachingSession], engagement: Engagement | None = None
) -> list[Listed]:
    """These sessions with their names: three queries for all of them, one where their engagement is loaded already."""
    rows = sessions.select_related("session_type", "coach")
    if engagement is None:
        engagements = with_parts(Engagement.objects.all(), persons=False, coaches=False)
        rows = rows.prefetch_related(Prefetch("engagement", engagements))
    found = list(rows)
    if engagement is not None:
        for session in found:
            session.engagement = engagement
    return [as_seen(session, reader) for session in found]


def as_seen(session: CoachingSession, reader: Membership) -> Listed:
    """One session with its people, as this reader sees it."""
    engagement = session.engagement
    clients = engagement.current_clients
    other = session.coach if reader.is_client else (clients[0] if len(clients) == 1 else None)
    if reader.is_client:
        name, who = session.coach.display_name, str(session.coach.public_id)
    else:
        name, who = engagement.name, str(other.public_id if other else engagement.public_id)
    group = engagement.group is not None and not reader.is_client
    other_clock = moments.there(session.starts_at, other.zone, reader.zone) if other else None
    return Listed(session, name, who, group, other_clock)
