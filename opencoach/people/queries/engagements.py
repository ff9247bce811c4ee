"""Engagements with what a page shows of them, in a fixed number of queries."""

import uuid
from operator import attrgetter
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import Http404

from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership, Sponsorship


def with_parts(
    engagements: QuerySet[Engagement], *, persons: bool = True, coaches: bool = True
) -> QuerySet[Engagement]:
    """The same engagements with practice, group, present clients and coaches: two more queries for all of them.

    Without `persons`, the members come without their accounts: enough for names. Without `coaches`, one query less.
    """
    related = "membership__person" if persons else "membership"
    clients = EngagementClient.objects.filter(until=None).select_related(related).order_by("since", "pk")
    found = engagements.select_related("practice", "group").prefetch_related(
        Prefetch("client_parts", queryset=clients, to_attr="present_clients")
    )
    if not coaches:
        return found
    parts = EngagementCoach.objects.filter(until=None).select_related(related).order_by("since", "pk")
    return found.prefetch_related(Prefetch("coach_parts", queryset=parts, to_attr="present_coaches"))


def get_with_parts(engagements: QuerySet[Engagement], public_id: uuid.UUID) -> Engagement:
    """One of these engagements, with its parts; else Http404."""
    found = with_parts(engagements.filter(public_id=public_id)).first()
    if found is None:
        raise Http404
    return found


def get_with_people(engagements: QuerySet[Engagement], public_id: uuid.UUID) -> tuple[Engagement, list[Membership]]:
    """One of these engagements with its parts, and its present sponsors, in two queries; else Http404."""
    engagement = engagements.select_related("practice", "group").filter(public_id=public_id).first()
    if engagement is None:
        raise Http404
    clients, coaches, sponsors = (
        part.objects.filter(engagement=engagement, until=None)
        for part in (EngagementClient, EngagementCoach, Sponsorship)
    )
    rows = (
        Membership.objects.filter(
            Q(pk__in=clients.values("membership"))
            | Q(pk__in=coaches.values("membership"))
            | Q(pk__in=sponsors.values("membership"))
        )
        .select_related("person")
        .annotate(as_client=_part(clients), as_coach=_part(coaches), as_sponsor=_part(sponsors))
    )
    people = list(rows)
    engagement.__dict__["present_clients"] = [
        EngagementClient(pk=row.as_client, engagement=engagement, membership=row)
        for row in sorted((row for row in people if row.as_client), key=attrgetter("as_client"))
    ]
    engagement.__dict__["present_coaches"] = [
        EngagementCoach(pk=row.as_coach, engagement=engagement, membership=row)
        for row in sorted((row for row in people if row.as_coach), key=attrgetter("as_coach"))
    ]
    return engagement, [*sorted((row for row in people if row.as_sponsor), key=attrgetter("as_sponsor"))]


def _part(parts: QuerySet[Any]) -> Subquery:
    """The id of a member's part among these: who came first has the smallest."""
    return Subquery(parts.filter(membership=OuterRef("pk")).values("pk")[:1])
