"""The packets that are to go, as the outbox plans them."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from opencoach.outbox import ports
from opencoach.outbox.ports import Planned
from opencoach.people.actions.pause import current_pauses
from opencoach.people.models import Engagement, Membership
from opencoach.sessions.mails.readers import clients_of
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.packets.standing import Moment, Standing, standings
from opencoach.sessions.reminders import Breaks

PACKET, PLANNER = "session_packet", "sessions.packets"
BEHIND = dt.timedelta(days=16)  # so long after a session, something can still be due
HOLDS = dt.timedelta(days=3)
Status = CoachingSession.Status


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_planner(PLANNER, plan_packets)


def plan_packets(engagement: Engagement, start: dt.datetime, end: dt.datetime) -> Iterable[Planned]:
    """One for each client and packet; nothing on the days of a pause. What has been due already is planned still:
    whether it is a row that waits, or came too late, is the outbox's to know."""
    if engagement.status in {Engagement.Status.ENDED, Engagement.Status.PAUSED}:
        return []
    wanted = Q(status=Status.BOOKED, starts_at__gt=start) | Q(status=Status.HELD, ends_at__gt=start - BEHIND)
    rows = CoachingSession.objects.filter(wanted, engagement=engagement).select_related("session_type")
    found = standings(list(rows.order_by("starts_at", "pk")))
    if not found:
        return []
    for one in found:
        one.session.engagement = engagement
    breaks = Breaks(list(current_pauses(engagement)))
    planned = []
    for reader in clients_of(engagement):
        for one in found:
            at = one.goes_at(reader.zone)
            if at is None or at >= end or (not one.by_hand and breaks.cover(at, reader.zone)):
                continue
            planned.append(
                Planned(PACKET, "email", reader.person, at, one.key(reader), _until(one, at), payload_of(one, reader))
            )
    return planned


def _until(one: Standing, at: dt.datetime) -> dt.datetime:
    """After the session has begun, nothing is prepared any more; a follow-up may be a few days late."""
    return one.session.starts_at if one.rule.moment == Moment.BEFORE else at + HOLDS


def payload_of(one: Standing, reader: Membership) -> dict[str, object]:
    return {
        "session": str(one.session.public_id), "rule": str(one.rule.public_id),
        "member": str(reader.public_id),
    }  # fmt: skip
