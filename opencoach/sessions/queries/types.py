"""The types of sessions that a practice offers, as Settings lists them."""

from dataclasses import dataclass

from opencoach.people.models import Membership
from opencoach.sessions import access
from opencoach.sessions.models import SessionType


@dataclass(frozen=True, slots=True)
class Listed:
    """A type with its present coaches, and whether the reader decides about it."""

    kind: SessionType
    coaches: list[Membership]
    mine: bool


def listed(reader: Membership) -> tuple[list[Listed], list[Listed]]:
    """What is offered, by name, and what is archived of what the reader may bring back. Two queries."""
    rows = access.with_coaches(access.session_types_for(reader)).order_by("name", "pk")
    found = [Listed(one, access.holders(one), access.may_change(reader, one)) for one in rows]
    offered = [one for one in found if one.kind.archived_at is None]
    return offered, [one for one in found if one.kind.archived_at is not None and one.mine]


def offers_something(coach: Membership) -> bool:
    """Whether that coach holds a type that is offered. One query."""
    return SessionType.objects.filter(coach_parts__membership=coach, archived_at=None).exists()
