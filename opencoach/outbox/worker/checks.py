"""Just before sending: does it still have to go, and may it?"""

import logging
from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery, Suppression
from opencoach.outbox.worker.table import Mark

log = logging.getLogger("opencoach.outbox")
State = Delivery.State
Suppressed = dict[tuple[str, str], list[Suppression]]


def suppressions(deliveries: Iterable[Delivery]) -> Suppressed:
    """What is suppressed for these, by channel and address: one query for all of them."""
    addresses = {delivery.address.lower() for delivery in deliveries}
    found: Suppressed = {}
    for row in Suppression.objects.filter(lifted_at=None, address__in=addresses):
        found.setdefault((row.channel, row.address), []).append(row)
    return found


def stands_in_the_way(delivery: Delivery, suppressed: Suppressed) -> Mark | None:
    """Why it must not go, as its mark; None when it goes. Raises what a kind's own check raises."""
    kind = ports.kinds.get(delivery.kind)
    if kind is None:
        return Mark(delivery.pk, State.FAILED, _("Nothing here knows this kind of mail any more."), attempted=False)
    if delivery.expires_at is not None and delivery.expires_at <= timezone.now():
        return Mark(delivery.pk, State.FAILED, _("It could not go before it was too late."), attempted=False)
    if found := blocking(delivery, kind, suppressed):
        state = State.FAILED if found.practice_id is None else State.SKIPPED
        return Mark(delivery.pk, state, found.reason, attempted=False)
    for ask in (kind.still_due, *ports.consents.values()):
        if reason := ask(delivery):
            return Mark(delivery.pk, State.SKIPPED, reason, attempted=False)
    return None


def blocking(delivery: Delivery, kind: ports.Kind, suppressed: Suppressed) -> Suppression | None:
    """The suppression that holds for it. What somebody waits for right now (a sign-in code) is tried all the same:
    they asked for it a moment ago, from that very address."""
    if kind.urgent:
        return None
    for row in suppressed.get((delivery.channel, delivery.address.lower()), ()):
        ours = row.practice_id is None or row.practice_id == delivery.practice_id
        if ours and row.scope in {"all", kind.group or None}:
            return row
    return None


def suppress(channel: str, address: str, reason: str) -> None:
    """Nothing goes to this address any more, in any practice, because it takes no mail."""
    address = address.lower()
    known = Suppression.objects.filter(Q(practice=None), channel=channel, address=address, lifted_at=None)
    if not known.exists():
        Suppression.objects.create(channel=channel, address=address, reason=reason[:500])
