"""The one door to sessions, built on that of people. What somebody may not have is a 404."""

import uuid

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from opencoach.lib.finding import first, first_or_404
from opencoach.people import access
from opencoach.people.models import EngagementClient, Membership
from opencoach.sessions.models import CoachingSession, PacketRule, SessionRating, SessionType, SessionTypeCoach
from opencoach.sessions.queries.answers import has_answers


def sessions_for(membership: Membership) -> QuerySet[CoachingSession]:
    """The sessions whose *content* (agenda, answers) this member may read: those of their own engagements."""
    return CoachingSession.objects.filter(engagement__in=access.engagements_for(membership))


def sessions_listed_for(membership: Membership) -> QuerySet[CoachingSession]:
    """The sessions whose times this member may see and, unless they are a sponsor, arrange: an owner and an
    assistant see all of the practice."""
    if membership.role == Membership.Role.SPONSOR:
        return CoachingSession.objects.none()
    return CoachingSession.objects.filter(engagement__in=access.engagements_listed_for(membership))


def get_session(membership: Membership, public_id: uuid.UUID | str) -> CoachingSession:
    """A session whose content the member may read; else Http404."""
    return _one(sessions_for(membership), public_id)


def get_session_listed(membership: Membership, public_id: uuid.UUID | str) -> CoachingSession:
    """A session that the member may see the time of, and arrange; else Http404. What `reads` says of it is known."""
    own = sessions_for(membership).filter(pk=OuterRef("pk"))
    return _one(sessions_listed_for(membership).annotate(own=Exists(own)), public_id)


def reads(membership: Membership, session: CoachingSession) -> bool:
    """Whether the member may read what it is about; asks nothing of one that `get_session_listed` gave them."""
    known: bool | None = getattr(session, "own", None)
    return sessions_for(membership).filter(pk=session.pk).exists() if known is None else known


def ratings_for(membership: Membership) -> QuerySet[SessionRating]:
    """How sessions were: a coach reads what everybody said in their engagements, a client what they said themselves."""
    rows = SessionRating.objects.filter(session__in=sessions_for(membership))
    return rows if membership.is_coach else rows.filter(membership=membership)


def session_types_for(membership: Membership) -> QuerySet[SessionType]:
    """What the practice offers, for its staff; for a client what their coaches hold."""
    types = SessionType.objects.filter(practice=membership.practice_id)
    if membership.ended_at is not None or membership.role == Membership.Role.SPONSOR:
        return types.none()
    if not membership.is_client:
        return types
    coaches = Q(
        coach_parts__membership__coach_parts__until=None,
        coach_parts__membership__coach_parts__engagement__in=access.engagements_for(membership).exclude(status="ended"),
    )
    return types.filter(coaches, archived_at=None).distinct()


def get_session_type(membership: Membership, public_id: uuid.UUID | str) -> SessionType:
    """One that the member may change: an owner any, a coach one that they alone hold; else Http404."""
    if not membership.is_coach:
        raise Http404
    found = first(with_coaches(session_types_for(membership)), public_id)
    if found is None or not may_change(membership, found):
        raise Http404
    return found


def get_packet_rule(membership: Membership, public_id: uuid.UUID | str) -> PacketRule:
    """A rule that the member may change: of a session type that is theirs to change, or of an engagement that they
    coach; else Http404."""
    if not membership.is_coach:
        raise Http404
    rows = PacketRule.objects.filter(practice=membership.practice_id).select_related(
        "session_type", "engagement__group", "questionnaire", "practice"
    )
    found = first(rows, public_id)
    if found is None:
        raise Http404
    if found.session_type is not None:
        if not may_change(membership, found.session_type):
            raise Http404
    elif found.engagement is None or not access.engagements_for(membership).filter(pk=found.engagement.pk).exists():
        raise Http404
    return found


def may_change(membership: Membership, session_type: SessionType) -> bool:
    """Whether the member decides about that type: an owner, or the only coach who holds it now."""
    if membership.is_owner:
        return session_type.practice_id == membership.practice_id
    return membership.is_coach and {one.pk for one in holders(session_type)} == {membership.pk}


def with_coaches(types: QuerySet[SessionType]) -> QuerySet[SessionType]:
    """The same types with who holds them, in one more query for all of them."""
    parts = SessionTypeCoach.objects.select_related("membership").order_by("membership__display_name", "pk")
    return types.prefetch_related(Prefetch("coach_parts", parts))


def holders(session_type: SessionType) -> list[Membership]:
    """The present coaches who hold it; asks nothing of the database for a type `with_coaches`."""
    members = [part.membership for part in session_type.coach_parts.all()]
    return [one for one in members if one.is_coach and one.ended_at is None]


def _one(sessions: QuerySet[CoachingSession], public_id: uuid.UUID | str) -> CoachingSession:
    clients = EngagementClient.objects.filter(until=None).select_related("membership__person").order_by("since", "pk")
    rows = (
        sessions.annotate(has_answers=has_answers())
        .select_related("practice", "session_type", "coach__person", "engagement__practice", "engagement__group")
        .prefetch_related(Prefetch("engagement__client_parts", clients, to_attr="present_clients"))
    )
    return first_or_404(rows, public_id)
