"""Short-lived secrets at rest: sealed with a key that is derived from the installation's own.

For what must wait for a moment and be readable by this installation alone, such as a sign-in code between the request
and its mail. What must be destroyable for good has keys of its own (`lib/keystore.py`).
"""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.encoding import force_bytes

NONCE = 12


class Unreadable(ValueError):
    """Sealed with another key, for another place, or damaged."""


def seal(purpose: str, place: bytes, text: str) -> bytes:
    """`text`, readable again for the same purpose and place (table, column, row) only."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, text.encode(), place)


def unseal(purpose: str, place: bytes, sealed: bytes) -> str:
    """What was sealed. Raises Unreadable."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret, purpose)).decrypt(sealed[:NONCE], sealed[NONCE:], place).decode()
        except (InvalidTag, ValueError):
            continue
    raise Unreadable("sealed with another key, for another place, or damaged")


def _key(secret: str | bytes, purpose: str) -> bytes:
    return hmac.digest(force_bytes(secret), b"opencoach.secretbox\0" + purpose.encode(), "sha256")
