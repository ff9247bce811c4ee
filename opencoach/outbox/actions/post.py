"""Put something into the outbox."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, Unpack
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from opencoach.lib import secretbox
from opencoach.lib.ids import public_id
from opencoach.outbox import ports, wake
from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement, Person, Practice


class Fields(TypedDict, total=False):
    """What else a delivery may have. `due_at` and `expires_at` are UTC instants.

    `secret` is what the kind's `render` finds in `delivery.secrets` and what cannot be derived again (a sign-in
    code): it is sealed and erased once the delivery is finished.
    """

    channel: str
    person: Person | None
    practice: Practice | None
    engagement: Engagement | None
    payload: Mapping[str, object]
    secret: Mapping[str, str]
    due_at: dt.datetime
    expires_at: dt.datetime | None
    planner: str


def post(kind: str, *, address: str, dedupe_key: str, **fields: Unpack[Fields]) -> Delivery:
    """Put one delivery into the outbox, in the transaction of its cause. The same `dedupe_key` is the same delivery.

    Raises KeyError for a kind that no app has registered. Fields: see `Fields`.
    """
    known = Delivery.objects.filter(dedupe_key=dedupe_key).first()
    if known is not None:
        return known
    delivery = new(kind, address=address, dedupe_key=dedupe_key, **fields)
    try:
        with transaction.atomic():
            delivery.save(force_insert=True)
    except IntegrityError:  # somebody was faster
        return Delivery.objects.get(dedupe_key=dedupe_key)
    if delivery.next_at <= timezone.now():
        wake.on_commit()
    return delivery


def post_all(deliveries: Sequence[Delivery]) -> None:
    """Put many into the outbox (made by `new`); those whose `dedupe_key` is there already are left out."""
    Delivery.objects.bulk_create(deliveries, batch_size=500, ignore_conflicts=True)
    if any(delivery.next_at <= timezone.now() for delivery in deliveries):
        wake.on_commit()


def new(kind: str, *, address: str, dedupe_key: str, **fields: Unpack[Fields]) -> Delivery:
    """A delivery that is not in the outbox yet: for `post_all`. Raises KeyError for an unknown kind."""
    urgent = ports.kinds[kind].urgent  # an unknown kind is a programming error, found here and not in the worker
    due_at = fields.pop("due_at", None) or timezone.now()
    secret = fields.pop("secret", None)
    payload = dict(fields.pop("payload", {}))
    return Delivery(
        kind=kind,
        address=address.strip(),
        dedupe_key=dedupe_key,
        urgent=urgent,
        payload=payload,
        due_at=due_at,
        next_at=due_at,
        **identity(secret),
        **fields,
    )


def identity(secret: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The ids of a new delivery, and its secret sealed to them."""
    new = public_id()
    sealed = secretbox.seal("outbox.delivery", new.bytes, json.dumps(dict(secret))) if secret else None
    return {"public_id": new, "message_id": f"<{new}@{mail_domain()}>", "secret": sealed}


def mail_domain() -> str:
    """The right side of our Message-IDs: the domain that mails come from."""
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ")
    return address.rpartition("@")[2] or urlsplit(settings.PUBLIC_URL).hostname or "localhost"
