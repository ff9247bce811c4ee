"""How two browsers find a way to each other: the ICE servers of this installation, with credentials for one person.

A relay (TURN) is used with time-limited credentials, as coturn's `use-auth-secret` has them: the user name is
`"{expiry}:{person}"`, the password base64(HMAC-SHA1(secret, user name)). Pure.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import TypedDict

LASTS = 3600  # seconds: a page asks again long before


def urls(text: str) -> list[str]:
    """The addresses of servers, given with commas."""
    return [one.strip() for one in text.split(",") if one.strip()]


class IceServer(TypedDict, total=False):
    urls: list[str]
    username: str
    credential: str


def servers(stun: Sequence[str], turn: Sequence[str], secret: str, person: str, now: int) -> list[IceServer]:
    """What an RTCPeerConnection gets. `now` is in epoch seconds; without a secret the relay is left out."""
    found: list[IceServer] = []
    if stun:
        found.append({"urls": list(stun)})
    if turn and secret:
        username = f"{now + LASTS}:{person}"
        found.append({"urls": list(turn), "username": username, "credential": credential(secret, username)})
    return found


def credential(secret: str, username: str) -> str:
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
