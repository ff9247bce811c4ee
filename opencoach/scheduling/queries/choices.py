"""With whom, and what, somebody can book."""

import uuid
from dataclasses import dataclass

from opencoach.people import access
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.sessions.models import SessionType, SessionTypeCoach

Status = Engagement.Status
BOOKABLE = (Status.ACTIVE, Status.PAUSED, Status.PROSPECT, Status.INVITED)


@dataclass(frozen=True, slots=True)
class Offer:
    """A type of session with the coach who would hold it."""

    kind: SessionType
    coach: Membership


def engagements(reader: Membership, key: str = "") -> list[Engagement]:
    """Those that the reader books for: a client their own, a coach theirs, an assistant all; by name. With a `key` (a
    public id) that one alone, or none."""
    office = reader.role == Membership.Role.ASSISTANT
    rows = access.engagements_listed_for(reader) if office else access.engagements_for(reader)
    if key:
        try:
            rows = rows.filter(public_id=uuid.UUID(key))
        except ValueError:
            return []
    found = with_parts(rows.filter(status__in=BOOKABLE), persons=False)
    return sorted(found, key=lambda one: one.name.casefold())


def offers(reader: Membership, engagement: Engagement) -> list[Offer]:
    """What can be booked in an engagement: a type once for each of its coaches who holds it. A client is not offered
    what is for first talks, unless this is one."""
    coaches = {one.pk: one for one in engagement.current_coaches if one.ended_at is None}
    parts = SessionTypeCoach.objects.filter(membership__in=coaches, session_type__archived_at=None)
    if reader.is_client:
        first = engagement.status == Status.PROSPECT
        audience = SessionType.Audience.ANYBODY if first else SessionType.Audience.CLIENTS
        parts = parts.filter(session_type__audience=audience)
    rows = parts.select_related("session_type").order_by("session_type__name", "pk")
    return [Offer(row.session_type, coaches[row.membership_id]) for row in rows]
