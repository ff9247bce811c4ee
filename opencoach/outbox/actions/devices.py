"""The browsers in which somebody wants notifications: added by the browser itself, removed by their person."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from py_vapid.utils import b64urldecode, b64urlencode

from opencoach.lib import outward, secretbox
from opencoach.lib.ids import public_id
from opencoach.outbox.models import Device
from opencoach.people.models import Person
from opencoach.people.refusal import Refused

MOST = 10
PURPOSE = "outbox.device"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a browser is reached: its address at a push service, and its keys (RFC 8291): 65 and 16 bytes."""

    endpoint: str
    key: bytes
    auth: bytes


def present(person: Person) -> QuerySet[Device]:
    """Where notifications reach them, the first added first."""
    return Device.objects.filter(person=person, removed_at=None).order_by("pk")


def read(subscription: object) -> Place:
    """What a browser's `PushSubscription.toJSON()` says. Raises Refused for what no browser says."""
    try:
        if not isinstance(subscription, Mapping):
            raise TypeError
        keys = subscription["keys"]
        place = Place(str(subscription["endpoint"]), _bytes(keys["p256dh"]), _bytes(keys["auth"]))
        outward.checked(place.endpoint, settings.TRUSTED_HOSTS)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), place.key)
        if len(place.auth) != 16:
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise Refused(_("This browser gave no address that notifications could go to.")) from None
    return place


@transaction.atomic
def add(person: Person, place: Place, label: str) -> Device:
    """Notifications go there, too. A browser belongs to whoever was the last to ask for them in it. Raises Refused."""
    Person.objects.select_for_update().get(pk=person.pk)
    digest = hashlib.sha256(place.endpoint.encode()).hexdigest()
    known = Device.objects.filter(digest=digest, removed_at=None).select_for_update().first()
    if known is not None and known.person_id != person.pk:
        remove(known)
        known = None
    if known is None and present(person).count() >= MOST:
        raise Refused(_("Notifications go to %(count)d devices at most. Remove one first.") % {"count": MOST})
    device = known or Device(public_id=public_id(), person=person, digest=digest)
    device.label = label[:80] or _("A browser")
    words = {"endpoint": place.endpoint, "key": b64urlencode(place.key), "auth": b64urlencode(place.auth)}
    device.place = secretbox.seal(PURPOSE, device.public_id.bytes, json.dumps(words))
    device.save()
    return device


def remove(device: Device) -> None:
    """Nothing goes there any more, and its address is forgotten."""
    Device.objects.filter(pk=device.pk, removed_at=None).update(removed_at=timezone.now(), place=b"")


def place_of(device: Device) -> Place | None:
    """None where it can't be read any more."""
    try:
        words = json.loads(secretbox.unseal(PURPOSE, device.public_id.bytes, bytes(device.place)))
    except secretbox.Unreadable:
        return None
    return Place(words["endpoint"], _bytes(words["key"]), _bytes(words["auth"]))


def _bytes(text: str) -> bytes:
    """From base64url. Raises ValueError."""
    found: bytes = b64urldecode(str(text).encode())
    return found


def heard_of(reached: Iterable[int], gone: Iterable[int]) -> None:
    """What the push services said: where something went, and who is gone for good."""
    now = timezone.now()
    if ids := list(reached):
        Device.objects.filter(pk__in=ids).update(reached_at=now)
    if ids := list(gone):
        Device.objects.filter(pk__in=ids, removed_at=None).update(removed_at=now, place=b"")
