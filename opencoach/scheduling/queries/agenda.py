"""The sessions of a stretch of time as the practice's calendar shows them, in a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from opencoach.people.models import Engagement, Membership
from opencoach.scheduling.spans import Span
from opencoach.sessions import access
from opencoach.sessions.models import LONGEST as LONGEST_STRETCH
from opencoach.sessions.models import CoachingSession, Occupancy

Status = CoachingSession.Status
SHOWN = (Status.REQUESTED, Status.BOOKED, Status.HELD, Status.MISSED)
LONGEST = dt.timedelta(days=1)  # no session lasts longer


@dataclass(frozen=True, slots=True)
class Entry:
    """A session in the calendar. `zone`: of its only client, "" where there are several."""

    public_id: str
    start: int
    end: int
    status: str
    medium: str
    kind: str
    hue: str
    name: str
    coach: str
    zone: str


def sessions_of(reader: Membership, coach: Membership | None) -> QuerySet[CoachingSession]:
    """What of a coach's sessions (of all coaches: `None`) the reader's calendar has: an owner and an assistant see
    everybody's, a coach those that they hold."""
    rows = access.sessions_listed_for(reader).filter(status__in=SHOWN)
    if not sees_all(reader):
        return rows.filter(coach=reader)
    return rows if coach is None else rows.filter(coach=coach)


def sees_all(reader: Membership) -> bool:
    """Whether the calendar of colleagues is open to this member."""
    return reader.is_owner or reader.role == Membership.Role.ASSISTANT


def entries(reader: Membership, coach: Membership | None, window: Span) -> list[Entry]:
    """In order of their beginnings. Two queries."""
    start, end = (dt.datetime.fromtimestamp(one, dt.UTC) for one in window)
    rows = sessions_of(reader, coach).filter(starts_at__gt=start - LONGEST, starts_at__lt=end, ends_at__gt=start)
    known = _names(Engagement.objects.filter(pk__in=rows.order_by().values("engagement")))
    values = rows.order_by("starts_at", "pk").values_list(
        "public_id", "starts_at", "ends_at", "status", "medium", "session_type__name", "session_type__hue",
        "coach__display_name", "engagement_id",
    )  # fmt: skip
    return [_entry(row, known) for row in values]


def _names(engagements: QuerySet[Engagement]) -> dict[int, tuple[str, str]]:
    """What a coach calls each of them (as `Engagement.name` does) and the zone of its only client, by its id. One
    query for values: a month of forty clients would else load a hundred rows of models for their names."""
    present = FilteredRelation("client_parts", condition=Q(client_parts__until=None))
    rows = engagements.annotate(present=present).order_by("pk", F("present__since"), F("present__pk"))
    found: dict[int, tuple[str, str]] = {}
    for pk, title, group, group_name, client, zone in rows.values_list(
        "pk", "title", "group", "group__name", "present__membership__display_name", "present__membership__zone"
    ):
        if group is not None:
            found[pk] = group_name, ""
        elif pk in found:  # of two the zones may differ
            found[pk] = f"{found[pk][0]}, {client}", ""
        else:
            found[pk] = client or title, zone or ""
    return found


def _entry(row: tuple[Any, ...], known: dict[int, tuple[str, str]]) -> Entry:
    public_id, start, end, status, medium, kind, hue, coach, engagement = row
    name, zone = known[engagement]
    return Entry(
        str(public_id), int(start.timestamp()), int(end.timestamp()), status, medium, kind or "", hue or "pine", name,
        coach, zone,
    )  # fmt: skip


def elsewhere(reader: Membership, window: Span) -> list[Span]:
    """When the reader is busy in another practice. Of nobody but themselves. One query."""
    start, end = window
    rows = Occupancy.objects.filter(
        person=reader.person_id, until=None, starts__gt=start - LONGEST_STRETCH, starts__lt=end, ends__gt=start
    )
    rows = rows.exclude(session__practice=reader.practice_id).order_by("starts")
    return [(max(first, start), min(last, end)) for first, last in rows.values_list("starts", "ends")]


def coaches(reader: Membership) -> list[Membership]:
    """Whose calendars the reader may choose from, by name; nobody for a coach. One query for those who may."""
    if not sees_all(reader):
        return []
    rows = Membership.objects.filter(practice=reader.practice_id, role__in=Membership.COACHES, ended_at=None)
    return list(rows.order_by("display_name", "pk"))
