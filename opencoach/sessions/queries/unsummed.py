"""Sessions whose follow-up waits for a summary that its coach has still to write. One query."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from opencoach.people.models import Engagement, EngagementClient, Membership
from opencoach.sessions import access
from opencoach.sessions.models import CoachingSession, Packet, PacketRule, SessionSummary
from opencoach.sessions.packets.timing import LATEST

MOST = 10


def unsummed(membership: Membership, now: dt.datetime) -> list[Any]:
    """Those held lately by this coach, with `client` and `key` (name and public id of the first client)."""
    settled = Q(skipped_at__isnull=False) | Q(sent_at__isnull=False)
    packets = Packet.objects.filter(settled, rule=OuterRef("pk"), session=OuterRef(OuterRef("pk")))
    rules = PacketRule.objects.filter(
        Q(session_type=OuterRef("session_type")) | Q(engagement=OuterRef("engagement")),
        ~Exists(packets), summary=True, archived_at=None, created_at__lt=OuterRef("ends_at"),
    )  # fmt: skip
    shared = SessionSummary.objects.filter(session=OuterRef("pk"), summary__shared_at__isnull=False)
    first = EngagementClient.objects.filter(engagement=OuterRef("engagement"), until=None).order_by("since", "pk")
    rows = access.sessions_for(membership).filter(
        Exists(rules), ~Exists(shared), coach=membership, status=CoachingSession.Status.HELD, ends_at__gt=now - LATEST
    )
    rows = rows.exclude(engagement__status=Engagement.Status.ENDED).select_related("engagement__group")
    rows = rows.annotate(
        client=Subquery(first.values("membership__display_name")[:1]),
        key=Subquery(first.values("membership__public_id")[:1]),
    )
    return list(rows.order_by("ends_at")[:MOST])
