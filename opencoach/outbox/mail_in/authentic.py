"""Whether a mail comes from the domain that its From names. A name alone proves nothing: anybody can write it.

Two proofs count. The server that handed the mail to us may have looked (`Authentication-Results`, RFC 8601), and we
believe the ones that `OPENCOACH_MAIL_IN_TRUSTS` names, and only in the header that stands on top. Else we look at the
signature ourselves (DKIM, RFC 6376), which must be by the domain of the From or one of its house (RFC 7489, 3.1.1).
"""

import email
import email.policy
import logging
from collections.abc import Callable

import authres
import dkim
from authheaders.dmarc_lookup import get_org_domain
from django.conf import settings

log = logging.getLogger("opencoach.outbox")
Lookup = Callable[..., bytes | None]  # a name's TXT record, as dkimpy asks for it
LARGEST_SIGNED = 25_000_000


def is_from(raw: bytes, sender: str, *, lookup: Lookup | None = None) -> bool:
    """Whether it is proven that `sender`'s domain sent this mail."""
    domain = sender.rpartition("@")[2].lower()
    return bool(domain) and (_trusted_says_so(raw, domain) or _is_signed(raw, domain, lookup))


def _trusted_says_so(raw: bytes, domain: str) -> bool:
    if not settings.MAIL_IN_TRUSTS:
        return False
    mail = email.message_from_bytes(raw[:200_000], policy=email.policy.compat32)
    for value in mail.get_all("Authentication-Results", [])[:1]:  # those below may be the sender's own
        try:
            header = authres.AuthenticationResultsHeader.parse(
                f"Authentication-Results: {' '.join(str(value).split())}"
            )
        except (authres.core.AuthResError, ValueError, AttributeError):
            return False
        if str(header.authserv_id).lower() not in settings.MAIL_IN_TRUSTS:
            return False
        return any(_proves(result, domain) for result in header.results)
    return False


def _proves(result: object, domain: str) -> bool:
    """A passed DMARC for the domain, or a passed DKIM of its house."""
    if getattr(result, "result", "") != "pass":
        return False
    given = {(p.type, p.name): str(p.value).lower() for p in getattr(result, "properties", ())}
    method = getattr(result, "method", "")
    if method == "dmarc":
        return given.get(("header", "from"), "") == domain
    if method == "dkim":
        signer = given.get(("header", "d")) or given.get(("header", "i"), "").rpartition("@")[2]
        return bool(signer) and _same_house(signer, domain)
    return False


def _is_signed(raw: bytes, domain: str, lookup: Lookup | None) -> bool:
    if len(raw) > LARGEST_SIGNED or b"dkim-signature:" not in raw[:200_000].lower():
        return False
    try:
        seen = dkim.DKIM(raw, minkey=1024, timeout=5)
        for index in range(min(5, sum(name.lower() == b"dkim-signature" for name, _ in seen.headers))):
            good = seen.verify(index, dnsfunc=lookup) if lookup else seen.verify(index)
            signer = seen.signature_fields.get(b"d", b"").decode("ascii", "replace").lower()
            if good and b"l" not in seen.signature_fields and _same_house(signer, domain):
                return True
    except Exception as error:  # a stranger's bytes, and a network
        log.info("A signature could not be checked: %s", type(error).__name__)
    return False


def _same_house(signer: str, domain: str) -> bool:
    try:
        return signer == domain or get_org_domain(signer) == get_org_domain(domain)
    except Exception:
        return False
