"""Links that are short enough for a text. A few letters stand for what they lead to; only their digest is kept.

Opening one leads on to the page that a mail would lead to, with a signed link of its own; that page asks before it does
anything. Fifty bits, a day or two of life and a limit for those who guess keep them safe.
"""

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery, ShortLink

LETTERS = 10
HIDDEN = "hidden"


def shortened(delivery: Delivery, kind: str, payload: Mapping[str, object], until: dt.datetime) -> str:
    """The whole address of a short link of that delivery, the same at every attempt. `kind` is one of `ports.links`."""
    return settings.PUBLIC_URL + reverse(
        "outbox:short", args=[delivery.hidden(lambda: _made(delivery, kind, payload, until), HIDDEN)]
    )


def _made(delivery: Delivery, kind: str, payload: Mapping[str, object], until: dt.datetime) -> str:
    key = hmac.digest(force_bytes(settings.SECRET_KEY), b"opencoach.short", "sha256")
    said = f"{delivery.public_id}:{kind}:{sorted(payload.items())}"
    code = base64.b32encode(hmac.digest(key, said.encode(), "sha256")).decode().lower()[:LETTERS]
    ShortLink.objects.update_or_create(
        digest=_digest(code), defaults={"kind": kind, "payload": dict(payload), "until": until}
    )  # fmt: skip
    return code


def find(code: str) -> str:
    """The path that it leads to. Raises LookupError where it leads nowhere (any more)."""
    row = ShortLink.objects.filter(digest=_digest(code.strip().lower()), until__gt=timezone.now()).first()
    if row is None or row.kind not in ports.links:
        raise LookupError(code)
    return ports.links[row.kind](row.payload)


def forget() -> bool:
    """The worker's job: what leads nowhere any more is erased."""
    ShortLink.objects.filter(until__lt=timezone.now()).delete()
    return False


def _digest(code: str) -> str:
    return hashlib.sha256(f"short:{code}".encode()).hexdigest()
