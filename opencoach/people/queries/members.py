"""The members of a practice as Settings lists them."""

from django.db.models import Count, Q, QuerySet

from opencoach.people import access
from opencoach.people.models import Membership


def colleagues(membership: Membership) -> tuple[list[Membership], list[Membership]]:
    """Present and former colleagues and sponsors, each with `clients_now`, the engagements that they coach."""
    members = _counted(access.members_of(membership))
    found = list(members.order_by("display_name", "pk"))
    return [one for one in found if one.ended_at is None], [one for one in found if one.ended_at is not None]


def _counted(members: QuerySet[Membership]) -> QuerySet[Membership]:
    running = Q(coach_parts__until=None) & ~Q(coach_parts__engagement__status="ended")
    return members.select_related("person").annotate(clients_now=Count("coach_parts", filter=running))
