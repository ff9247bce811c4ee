"""Notifications: to every browser of a person that asked for them (RFC 8030, 8291, 8292).

What goes holds no words, only which delivery it is: the browser asks us for the words, with its own session, and says
something general where it can't. The same notification never stands there twice: its tag is its delivery.
"""

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib import outward
from opencoach.outbox.actions import devices
from opencoach.outbox.actions.devices import Place
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Rendered
from opencoach.outbox.transports.base import CannotPrepare, Dropped, Gate, Later, Outcome, Refused, Sent
from opencoach.outbox.transports.webpush import vapid

DAY = 86_400
LONGEST = 28 * DAY  # seconds; push services keep nothing longer
GONE = {404, 410}  # the browser has ended it


@dataclass(frozen=True, slots=True)
class Prepared:
    """`ttl`: seconds for which a push service keeps it for a browser that is off; of several with one `topic` it keeps
    the last."""

    places: tuple[tuple[int, Place], ...]
    content: bytes
    ttl: int
    topic: str
    urgent: bool


class WebPush:
    """The channel "push"."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reached: set[int] = set()
        self._gone: set[int] = set()

    def problem(self) -> str:
        return ""

    def is_wanted(self) -> bool:
        return True

    def most_connections(self) -> int:
        return 4

    def prepare(self, delivery: Delivery, rendered: Rendered) -> Prepared:
        """Raises CannotPrepare for somebody without a device."""
        found = devices.present(delivery.person) if delivery.person is not None else ()
        places = tuple((device.pk, place) for device in found if (place := devices.place_of(device)) is not None)
        if not places:
            raise CannotPrepare(no_device())
        left = DAY
        if delivery.expires_at is not None:
            left = int((delivery.expires_at - timezone.now()).total_seconds())
        content = json.dumps({"id": str(delivery.public_id)}).encode()
        topic = hashlib.sha256(f"{delivery.practice_id}:{delivery.kind}".encode()).hexdigest()[:32]
        return Prepared(places, content, max(0, min(left, LONGEST)), topic, delivery.urgent)

    def connect(self) -> "Line":
        return Line(self)

    def settle(self, outcomes: Sequence[tuple[Delivery, Outcome]]) -> None:
        with self._lock:
            reached, self._reached = self._reached, set()
            gone, self._gone = self._gone, set()
        if reached or gone:
            devices.heard_of(reached, gone)

    def heard(self, device: int, *, gone: bool) -> None:
        """Kept until the next `settle`: a sender never touches the database."""
        with self._lock:
            (self._gone if gone else self._reached).add(device)


class Line:
    """One sender's connections to the push services."""

    def __init__(self, transport: WebPush) -> None:
        self.transport = transport
        self.client = outward.Client(settings.TRUSTED_HOSTS)

    def send(self, prepared: Prepared, gate: Gate) -> Outcome:
        """See `Connection.send`. It has gone where one browser of theirs has it; those that can't be reached now are
        tried again only where none could."""
        if not gate():
            return Dropped()
        outcomes = [self._push(device, place, prepared) for device, place in prepared.places]
        for wanted in (Sent, Later):
            for outcome in outcomes:
                if isinstance(outcome, wanted):
                    return outcome
        return outcomes[0]

    def _push(self, device: int, place: Place, prepared: Prepared) -> Outcome:
        try:
            answer = self.client.request(
                "POST", place.endpoint, headers_of(place, prepared), sealed(prepared.content, place)
            )
        except outward.Forbidden as error:
            self.transport.heard(device, gone=True)
            return Refused(_("This device can’t be reached: %(why)s.") % {"why": error})
        except (outward.Unreachable, ValueError) as error:
            return Later(str(error)[:200], unsure=True)
        if answer.status in GONE:
            self.transport.heard(device, gone=True)
            return Refused(no_device())
        if 200 <= answer.status < 300:
            self.transport.heard(device, gone=False)
            return Sent(answer.headers.get("location", "")[:200])
        said = _("The push service answered %(status)d.") % {"status": answer.status}
        return Later(said) if answer.status == 429 or answer.status >= 500 else Refused(said)

    def close(self) -> None:
        self.client.close()

    def leave(self) -> None:
        self.client.close()


def sealed(content: bytes, place: Place) -> bytes:
    """`content` for that browser alone (RFC 8291)."""
    own = ec.generate_private_key(ec.SECP256R1())
    found: bytes = http_ece.encrypt(content, private_key=own, dh=place.key, auth_secret=place.auth, version="aes128gcm")
    return found


def headers_of(place: Place, prepared: Prepared) -> dict[str, str]:
    return {
        "Authorization": vapid.header(place.endpoint), "Content-Encoding": "aes128gcm", "TTL": str(prepared.ttl),
        "Content-Type": "application/octet-stream", "Topic": prepared.topic,
        "Urgency": "high" if prepared.urgent else "normal",
    }  # fmt: skip


def no_device() -> str:
    return _("No device of theirs gets notifications any more.")
