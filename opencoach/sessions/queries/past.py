"""What a table of past sessions is read with: the coach's own clients, their types, and what stands there already."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone

from opencoach.people import access as people
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts
from opencoach.sessions import access
from opencoach.sessions.models import CoachingSession, SessionType
from opencoach.sessions.past_table import Client, Kind, Known, PastRow


def own(coach: Membership) -> dict[int, Engagement]:
    """The coach's engagements by id, those that have ended too. Three queries."""
    return {one.pk: one for one in with_parts(people.engagements_for(coach))}


def kinds(coach: Membership) -> dict[int, SessionType]:
    """The practice's types by id, archived ones too, the coach's own last."""
    rows = access.with_coaches(access.session_types_for(coach)).order_by("-archived_at", "pk")
    return {one.pk: one for one in sorted(rows, key=lambda one: coach in access.holders(one))}


def known(coach: Membership, engagements: Iterable[Engagement], types: Iterable[SessionType]) -> Known:
    """How rows are understood: an engagement by its name, its client's or their address; a type by its name or slug."""
    clients: dict[str, list[Client]] = defaultdict(list)
    for engagement in engagements:
        found = Client(engagement.pk, engagement.status == Engagement.Status.ENDED)
        for name in _names(engagement):
            clients[name.casefold()].append(found)
    named = {name.casefold(): Kind(one.pk, one.minutes, one.medium) for one in types for name in (one.slug, one.name)}
    return Known(clients, named, coach.zone, timezone.now())


def _names(engagement: Engagement) -> set[str]:
    """What a table may call it. A group goes by its own name: its members may be coached alone besides."""
    if engagement.group is not None:
        return {engagement.name}
    members = engagement.current_clients
    return {engagement.name, *(one.display_name for one in members), *(one.person.email for one in members)}


def mark_there(coach: Membership, rows: Sequence[PastRow]) -> None:
    """Say of each row whether it is written down already. One query."""
    good = [row for row in rows if row.client is not None and row.start is not None]
    if not good:
        return
    starts = [row.start for row in good if row.start is not None]
    kept = CoachingSession.objects.filter(
        coach=coach, engagement__in={row.client for row in good}, starts_at__range=(min(starts), max(starts))
    )
    there = set(kept.values_list("engagement_id", "starts_at"))
    for row in good:
        row.there = (row.client, row.start) in there
