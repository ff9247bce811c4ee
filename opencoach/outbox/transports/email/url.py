"""OPENCOACH_MAIL_URL in its parts.

    smtp://user:password@mail.example:587      STARTTLS (asked for where there is a password)
    smtps://user:password@mail.example:465     TLS from the first byte
    anymail+postmark://token@                  a provider's API: see `PROVIDERS`

Options behind a question mark: `connections=16` (at most so many at once), for SMTP `tls=required|auto|no` and
`verify=no` (a certificate that nobody signed), for a provider whatever Anymail calls its settings (`api_url=…`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext as _

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST = 24

# provider → the Anymail settings that user, password and host of the URL stand for
PROVIDERS: Mapping[str, tuple[str, str, str]] = {
    "brevo": ("api_key", "", ""),
    "mailersend": ("api_token", "", ""),
    "mailgun": ("api_key", "", "sender_domain"),
    "mailjet": ("api_key", "secret_key", ""),
    "mailtrap": ("api_token", "", ""),
    "mandrill": ("api_key", "", ""),
    "postmark": ("server_token", "", ""),
    "resend": ("api_key", "", ""),
    "sparkpost": ("api_key", "", ""),
}


class BadMailUrl(ValueError):
    """OPENCOACH_MAIL_URL is wrong; the text says how to write it."""


@dataclass(frozen=True, slots=True)
class Smtp:
    host: str
    port: int
    user: str
    password: str
    tls: str  # "first" (from the first byte), "required", "auto", "no"
    verify: bool
    connections: int


@dataclass(frozen=True, slots=True)
class Provider:
    name: str
    options: Mapping[str, str] = field(hash=False)
    connections: int = 8


@lru_cache(maxsize=8)
def parse(url: str) -> Smtp | Provider:
    """Raises BadMailUrl."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadMailUrl(_("OPENCOACH_MAIL_URL: %(error)s") % {"error": error}) from error
    options = dict(parse_qsl(parts.query))
    connections = _number(options.pop("connections", ""))
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if parts.scheme.startswith("anymail+"):
        name = parts.scheme.removeprefix("anymail+")
        return _provider(name, (user, password, parts.hostname or ""), options, connections)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadMailUrl(
            _("OPENCOACH_MAIL_URL: write smtp://user:password@host:587, smtps://…:465 or anymail+postmark://token@")
        )
    first = parts.scheme == "smtps"
    default = "first" if first else "required" if password else "no" if parts.hostname in LOOPBACK else "auto"
    tls = options.pop("tls", default)
    verify = options.pop("verify", "yes") != "no"
    if options or tls not in {"first", "required", "auto", "no"}:
        raise BadMailUrl(_("OPENCOACH_MAIL_URL: after the question mark only connections, tls and verify are known."))
    return Smtp(parts.hostname, port or (465 if first else 587), user, password, tls, verify, connections or MOST)


def _provider(name: str, given: tuple[str, str, str], options: dict[str, str], most: int) -> Provider:
    if name not in PROVIDERS:
        raise BadMailUrl(
            _("OPENCOACH_MAIL_URL: “%(name)s” is not one of %(known)s.") % {"name": name, "known": ", ".join(PROVIDERS)}
        )
    for setting, value in zip(PROVIDERS[name], given, strict=True):
        if setting and value:
            options[setting] = value
    if PROVIDERS[name][0] not in options:
        raise BadMailUrl(_("OPENCOACH_MAIL_URL: write the key before the @: anymail+%(name)s://key@") % {"name": name})
    return Provider(name, options, most or 8)


def _number(text: str) -> int:
    if not text:
        return 0
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise BadMailUrl(_("OPENCOACH_MAIL_URL: connections is a number from 1 to 64."))
    return int(text)
