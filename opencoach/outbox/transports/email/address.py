"""Addresses as they stand in mails: any letters, and nothing that could end a line."""

import re
from email.utils import parseaddr
from functools import lru_cache

import idna
from django.utils.translation import gettext as _

from opencoach.outbox.transports.base import CannotPrepare

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
ATOM = re.compile(r"[^\s()<>\[\]:;@\\,\"]+")
LONGEST = 254


def one_line(text: str) -> str:
    """Without anything that could start another header: control characters become one space."""
    return CONTROL.sub(" ", text).strip()


def address(text: str) -> str:
    """An address ready for the envelope: its domain in ASCII, its left side as it is. Raises CannotPrepare."""
    left, at, domain = text.strip().rpartition("@")
    if not at or not domain or CONTROL.search(text) or not ATOM.fullmatch(left):
        raise CannotPrepare(_("“%(address)s” is not an e-mail address.") % {"address": one_line(text)[:80]})
    try:
        ascii_domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise CannotPrepare(_("“%(domain)s” is not a domain.") % {"domain": domain[:80]}) from error
    if not ATOM.fullmatch(ascii_domain) or len(left) + len(ascii_domain) >= LONGEST:
        raise CannotPrepare(_("“%(address)s” is not an e-mail address.") % {"address": one_line(text)[:80]})
    return f"{left}@{ascii_domain}"


@lru_cache(maxsize=8)
def split(text: str) -> tuple[str, str]:
    """("Okafor Coaching", "no-reply@…") from the form with angle brackets."""
    name, plain = parseaddr(text)
    return name, plain
