"""Who reads the mails about a session, and how it looks from where they are."""

import uuid
from dataclasses import dataclass

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.people import access
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.queries.engagements import with_parts
from opencoach.people.reading import as_read_by
from opencoach.sessions.models import CoachingSession

__all__ = ["Letter", "as_read_by", "clients_of", "coaches_of", "letter_of", "may_preview", "readers"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A session and somebody who gets a mail about it."""

    session: CoachingSession
    reader: Membership

    @property
    def other(self) -> Membership | None:
        """The one on the other side, where it is one."""
        if self.reader.is_client:
            return self.session.coach
        clients = self.session.engagement.current_clients
        return clients[0] if len(clients) == 1 else None

    @property
    def name(self) -> str:
        """Whom the session is with, for the reader."""
        return self.session.coach.display_name if self.reader.is_client else self.session.engagement.name

    @property
    def reply_to(self) -> str:
        """Where an answer to the mail goes: into the conversation, or to the other one's own mailbox."""
        own = self.other.person.email if self.other else ""
        return ports.answers_to(self.session.engagement, self.reader.person, own)


def clients_of(engagement: Engagement) -> list[Membership]:
    """The clients who take part now."""
    parts = engagement.client_parts.filter(until=None, membership__ended_at=None)
    return [part.membership for part in parts.select_related("membership__person").order_by("pk")]


def coaches_of(engagement: Engagement) -> list[Membership]:
    """The coaches who hold it now."""
    parts = engagement.coach_parts.filter(until=None, membership__ended_at=None)
    return [part.membership for part in parts.select_related("membership__person").order_by("pk")]


def readers(session: CoachingSession) -> list[Membership]:
    """Who hears of what becomes of a session: its clients, and its coach."""
    coach = [session.coach] if session.coach.ended_at is None else []
    return [*clients_of(session.engagement), *coach]


def letter_of(delivery: Delivery) -> Letter | None:
    """The session and the reader of a delivery, with all that its words need; None where one is gone or takes no part
    any more."""
    try:
        session_id, member_id = (uuid.UUID(str(delivery.payload[key])) for key in ("session", "member"))
    except (KeyError, ValueError):
        return None
    rows = CoachingSession.objects.select_related("practice", "session_type", "coach__person")
    session = rows.prefetch_related("steps").filter(public_id=session_id).first()
    if session is None:
        return None
    session.engagement = with_parts(Engagement.objects.all()).get(pk=session.engagement_id)
    people = access.people_in(session.engagement).select_related("person", "practice")
    reader = people.filter(public_id=member_id).first()
    return Letter(session, reader) if reader else None


def may_preview(person: Person, delivery: Delivery) -> bool:
    """Whoever may see when the engagement's sessions are; nothing else stands in these mails, and links are hidden."""
    if delivery.engagement_id is None:
        return False
    return any(
        access.engagements_listed_for(membership).filter(pk=delivery.engagement_id).exists()
        for membership in access.memberships_of(person).filter(practice=delivery.practice)
        if membership.role != Membership.Role.SPONSOR
    )
