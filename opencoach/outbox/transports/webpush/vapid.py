"""Who we are to push services: a key of our own, made once (RFC 8292)."""

import time
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from opencoach.lib.secretkey import kept
from opencoach.outbox.actions.post import mail_domain

HOLDS = 12 * 3600  # seconds for which a push service believes us; a day at most
_known: dict[str, Vapid02] = {}


def _ours() -> Vapid02:
    pem = kept(settings.KEYS_ROOT / "push", _make)
    if pem not in _known:
        _known.clear()
        _known[pem] = Vapid02.from_pem(pem.encode())
    return _known[pem]


def _make() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_key() -> str:
    """What a browser subscribes with: 65 bytes, base64url."""
    found: str = b64urlencode(_ours().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
    return found


def header(endpoint: str) -> str:
    """What a request to this address says of us: `Authorization`."""
    parts = urlsplit(endpoint)
    whom = settings.PUBLIC_URL if settings.PUBLIC_URL.startswith("https:") else f"mailto:no-reply@{mail_domain()}"
    claims = {"sub": whom, "aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + HOLDS}
    said: str = _ours().sign(claims)["Authorization"]
    return said
