"""Signed tokens for links and addresses: bound to one purpose, expiring, and safe where case gets lost.

A token is base32 in lower case, so a mail server or a person may write it in capitals. It carries its subject (an id)
in clear and signed; it is never stored, and whoever holds it holds the right that its purpose names.

    tokens.make("invitation", invitation.public_id, until=invitation.expires_at, nonce=invitation.nonce)
    tokens.peek_id(token)                                          -> which invitation it claims, unchecked
    tokens.check_id("invitation", token, nonce=invitation.nonce)   -> the same, once all of it is checked
"""

import base64
import binascii
import datetime as dt
import hmac
import uuid

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import force_bytes

VERSION = 1
HEAD = 6  # the version, and five bytes of seconds since 1970 (0: it does not expire)
MAC = 16

Subject = bytes | str | uuid.UUID


class BadToken(ValueError):
    """Not a token of this purpose, or not one of ours."""


class Expired(BadToken):
    """It was ours, and its time is over."""


def make(purpose: str, subject: Subject, *, until: dt.datetime | None = None, nonce: str = "") -> str:
    """A token for `subject` (a public id, or a few bytes) that holds until an instant, or for ever.

    `nonce` is mixed into the signature and not into the token: change it where it is kept, and older tokens end.
    """
    moment = int(until.timestamp()) if until else 0
    signed = bytes([VERSION]) + moment.to_bytes(5, "big") + _as_bytes(subject)
    raw = signed + _mac(settings.SECRET_KEY, purpose, signed, nonce)
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def check(purpose: str, token: str, *, nonce: str = "", now: dt.datetime | None = None) -> bytes:
    """The subject of a good token. Raises Expired for one whose time is over, BadToken for anything else."""
    raw = _decode(token)
    signed, mac = raw[:-MAC], raw[-MAC:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    good = [hmac.compare_digest(mac, _mac(key, purpose, signed, nonce)) for key in keys]
    if not any(good):
        raise BadToken("not one of ours")
    moment = int.from_bytes(signed[1:HEAD], "big")
    if moment and moment <= (now or timezone.now()).timestamp():
        raise Expired("its time is over")
    return signed[HEAD:]


def check_id(purpose: str, token: str, *, nonce: str = "", now: dt.datetime | None = None) -> uuid.UUID:
    """The same for a subject that is a public id."""
    return _as_uuid(check(purpose, token, nonce=nonce, now=now))


def peek_id(token: str) -> uuid.UUID:
    """The public id that a token claims, *unchecked*: to load the row that keeps its nonce, and then `check`."""
    return _as_uuid(_decode(token)[HEAD:-MAC])


def _decode(token: str) -> bytes:
    try:
        text = token.strip().upper().encode("ascii")
        raw = base64.b32decode(text + b"=" * (-len(text) % 8))
    except (UnicodeEncodeError, binascii.Error) as error:
        raise BadToken("not a token") from error
    canonical = base64.b32encode(raw).rstrip(b"=")
    if len(raw) < HEAD + MAC or raw[0] != VERSION or canonical != text:
        raise BadToken("not a token")
    return raw


def _mac(secret: str | bytes, purpose: str, signed: bytes, nonce: str) -> bytes:
    key = hmac.digest(force_bytes(secret), b"opencoach.tokens\0" + purpose.encode(), "sha256")
    tail = nonce.encode()
    # lengths first, so that no byte can move from the subject into the nonce
    message = len(signed).to_bytes(4, "big") + signed + tail
    return hmac.digest(key, message, "sha256")[:MAC]


def _as_bytes(subject: Subject) -> bytes:
    if isinstance(subject, uuid.UUID):
        return subject.bytes
    return subject.encode() if isinstance(subject, str) else subject


def _as_uuid(subject: bytes) -> uuid.UUID:
    if len(subject) != 16:
        raise BadToken("not an id")
    return uuid.UUID(bytes=subject)
