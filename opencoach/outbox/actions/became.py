"""What became of a mail after a server had taken it: it arrived, it came back, somebody complained of it.

Each may be said twice, and in any order; what is said of a mail holds for all that went in it.
"""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox.models import Delivery
from opencoach.outbox.suppressing import suppress

State = Delivery.State


def named(message_id: str) -> Delivery | None:
    """The delivery with that Message-ID of ours. It begins with the delivery's own id, which the database finds at
    once."""
    try:
        key = uuid.UUID(message_id.strip("<>").partition("@")[0])
    except ValueError:
        return None
    return Delivery.objects.filter(public_id=key, message_id=message_id).first()


def find(provider_id: str, address: str) -> Delivery | None:
    """The mail to that address which the other side calls so: as it said when it took it, or by our own Message-ID."""
    if not provider_id or not address:
        return None
    theirs = Q(person__email=address.lower()) | Q(person=None, address__iexact=address)
    named = Q(provider_id=provider_id) | Q(provider_id__endswith=f" {provider_id}") | Q(message_id=provider_id)
    rows = Delivery.objects.filter(theirs, named, channel="email", carrier=None)
    return rows.select_related("person").order_by("-pk").first()


@transaction.atomic
def arrived(delivery: Delivery, at: dt.datetime | None = None) -> None:
    """The reader's own server has it."""
    _whole(delivery).filter(state=State.SENT, arrived_at=None).update(arrived_at=at or timezone.now())


@transaction.atomic
def came_back(delivery: Delivery, words: str = "", *, gone: bool) -> None:
    """It reaches nobody. `words`: as the server there says it; `gone`: nobody takes mail at that address, so nothing is
    sent there any more."""
    said = " ".join(words.split())[:300]
    reason = _("It came back: %(answer)s") % {"answer": said} if said else _("It came back.")
    _whole(delivery).filter(state=State.SENT).update(state=State.FAILED, reason=reason, arrived_at=None)
    if gone:
        suppress("email", delivery.address, _("The address came back: nobody takes mail there."))


@transaction.atomic
def complained(delivery: Delivery) -> None:
    """Somebody there says that it is spam: nothing goes to them until somebody has asked them."""
    suppress("email", delivery.address, _("Somebody there marked a mail as spam."))


def _whole(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(Q(pk=delivery.pk) | Q(carrier=delivery.pk))
