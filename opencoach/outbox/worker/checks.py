"""Just before sending: does it still have to go, and may it?"""

import logging

from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.suppressing import STOPPED, Suppressed, blocking
from opencoach.outbox.worker.table import Mark

log = logging.getLogger("opencoach.outbox")
State = Delivery.State


def stands_in_the_way(delivery: Delivery, suppressed: Suppressed) -> Mark | None:
    """Why it must not go, as its mark; None when it goes. Raises what a kind's own check raises."""
    kind = ports.kinds.get(delivery.kind)
    if kind is None:
        return Mark(delivery.pk, State.FAILED, _("Nothing here knows this kind of mail any more."), attempted=False)
    if delivery.expires_at is not None and delivery.expires_at <= timezone.now():
        return Mark(delivery.pk, State.FAILED, _("It could not go before it was too late."), attempted=False)
    if found := blocking(delivery, kind, suppressed):
        refused = found.practice_id is None and found.scope != STOPPED
        state = State.FAILED if refused else State.SKIPPED
        return Mark(delivery.pk, state, found.reason, attempted=False)
    for ask in (kind.still_due, *ports.consents.values()):
        if reason := ask(delivery):
            return Mark(delivery.pk, State.SKIPPED, reason, attempted=False)
    return None
