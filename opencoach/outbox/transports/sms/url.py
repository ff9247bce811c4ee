"""OPENCOACH_TEXT_URL in its parts.

    kannel://user:password@127.0.0.1:13013?from=4915112345678
    twilio://AC0123…:token@api.twilio.com?from=15005550006      or ?service=MG0123… instead of a number

Options of both: `connections=4` (at most so many at once), `callback=http://10.0.0.5:8000` (where the gateway reaches
OpenCoach, if that is not the public address), `tls=yes|no`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from opencoach.outbox.transports.sms.base import Backend

MOST = 8


class BadTextUrl(ValueError):
    """OPENCOACH_TEXT_URL is wrong; the text says how to write it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that every gateway has."""

    scheme: str
    user: str
    password: str
    place: str  # host, or host:port
    options: Mapping[str, str] = field(hash=False)

    @property
    def sender(self) -> str:
        """A number is written with its country code and without a plus, which an address would lose."""
        return self.options.get("from", "").strip().lstrip("+")

    @property
    def connections(self) -> int:
        text = self.options.get("connections", "")
        return min(MOST, max(1, int(text))) if text.isdigit() else 2

    @property
    def callback(self) -> str:
        return self.options.get("callback", "").rstrip("/")


def _kannel(parts: Parts) -> Backend:
    from opencoach.outbox.transports.sms import kannel

    return kannel.Kannel(parts)


def _twilio(parts: Parts) -> Backend:
    from opencoach.outbox.transports.sms import twilio

    return twilio.Twilio(parts)


BACKENDS: Mapping[str, Callable[[Parts], Backend]] = {
    "kannel": _kannel,
    "twilio": _twilio,
}


@lru_cache(maxsize=8)
def parse(url: str) -> Backend:
    """Raises BadTextUrl."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadTextUrl(f"OPENCOACH_TEXT_URL: {error}") from error
    if parts.scheme not in BACKENDS or not parts.hostname:
        raise BadTextUrl(f"OPENCOACH_TEXT_URL: write it as one of {', '.join(f'{name}://…' for name in BACKENDS)}")
    place = f"{parts.hostname}:{port}" if port else parts.hostname
    found = Parts(
        parts.scheme, unquote(parts.username or ""), unquote(parts.password or ""), place, dict(parse_qsl(parts.query))
    )  # fmt: skip
    if not found.user or not found.password:
        raise BadTextUrl("OPENCOACH_TEXT_URL: the user and password are missing before the @")
    return BACKENDS[parts.scheme](found)
