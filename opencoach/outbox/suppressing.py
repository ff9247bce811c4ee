"""Addresses that nothing goes to, or nothing of one group."""

from collections.abc import Iterable

from django.db.models import Q

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery, Suppression
from opencoach.people.models import Membership

STOPPED = "stop"  # the scope of a number that has texted STOP
Suppressed = dict[tuple[str, str], list[Suppression]]


def suppressions(deliveries: Iterable[Delivery]) -> Suppressed:
    """What is suppressed for these, by channel and address: one query for all of them."""
    addresses = {delivery.address.lower() for delivery in deliveries}
    found: Suppressed = {}
    for row in Suppression.objects.filter(lifted_at=None, address__in=addresses):
        found.setdefault((row.channel, row.address), []).append(row)
    return found


def blocking(delivery: Delivery, kind: ports.Kind, suppressed: Suppressed) -> Suppression | None:
    """The suppression that holds for it. What somebody waits for right now (a sign-in code) is tried all the same:
    they asked for it a moment ago, from that very address."""
    if kind.urgent:
        return None
    for row in suppressed.get((delivery.channel, delivery.address.lower()), ()):
        ours = row.practice_id is None or row.practice_id == delivery.practice_id
        if ours and row.scope in {"all", STOPPED, kind.group or None}:
            return row
    return None


def suppress(channel: str, address: str, reason: str) -> None:
    """Nothing goes to this address any more, in any practice, because it takes no mail."""
    address = address.lower()
    known = Suppression.objects.filter(Q(practice=None), channel=channel, address=address, lifted_at=None)
    if not known.exists():
        Suppression.objects.create(channel=channel, address=address, reason=reason[:500])


def ended_groups(member: Membership) -> set[str]:
    """The groups of mails that this member has ended here."""
    rows = Suppression.objects.filter(
        practice=member.practice_id, channel="email", address=member.person.email.lower(), lifted_at=None
    )
    return set(rows.values_list("scope", flat=True)) & set(ports.groups)
