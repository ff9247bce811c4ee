"""What `check` says of mail beyond the server itself: what the DNS says of the sender, and the provider's webhooks."""

from collections.abc import Callable, Iterator

import dns.exception
import dns.resolver
from authheaders.dmarc_lookup import get_org_domain
from django.conf import settings

from opencoach.config.check import Finding, broken, good, lacking
from opencoach.outbox.mail_in import webhooks as reports
from opencoach.outbox.transports.email.address import split
from opencoach.outbox.transports.email.url import BadMailUrl, Provider, parse

Lookup = Callable[[str, str], list[str]]  # (name, kind of record) → the records, none for a name that is not there
PATIENCE = 4.0  # seconds for one answer
MOST_LOOKUPS = 10  # RFC 7208, 4.6.4
ASKING = ("include:", "a", "mx", "ptr", "exists:", "redirect=")
# where providers put a sender's key, unless they make up a name for each
SELECTORS = (
    "default", "mail", "dkim", "s1", "s2", "k1", "k2", "k3", "selector1", "selector2", "google", "fm1", "fm2", "fm3",
    "pm", "mx", "smtp", "pic", "mailjet", "brevo1", "brevo2", "resend", "sig1", "zoho", "zmail", "MBO0001", "s1-ionos",
    "s2-ionos", "ovhmo-selector-1", "scph1",
)  # fmt: skip
PAGE = "docs/admin/mail.md"


class Unreachable(Exception):
    """The DNS does not answer from here."""


def ask(name: str, kind: str) -> list[str]:
    """The records of a name, as text. Raises Unreachable."""
    resolver = dns.resolver.Resolver()
    resolver.lifetime = PATIENCE
    try:
        found = resolver.resolve(name, kind)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as error:
        raise Unreachable(str(error)) from error
    if kind == "TXT":
        return [b"".join(one.strings).decode("utf-8", "replace") for one in found]
    return [str(one) for one in found]


def sender(lookup: Lookup | None = None) -> Iterator[Finding]:
    """SPF, DKIM and DMARC of the domain that mails come from: without them they end among the junk."""
    if settings.DEMO or not settings.MAIL_URL or not settings.ENV.mail_from:
        return
    domain = split(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()
    asked = lookup or _resolver()
    if asked is None:
        yield lacking(f"This machine has no DNS server: SPF, DKIM and DMARC of {domain} are not looked at.")
        return
    try:
        found = [*spf(domain, asked), *dkim(domain, asked), *dmarc(domain, asked), *mx(asked)]
    except Unreachable:
        yield lacking(f"The DNS does not answer from here: SPF, DKIM and DMARC of {domain} are not looked at.")
    else:
        yield from found


def _resolver() -> Lookup | None:
    try:
        dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        return None
    return ask


def spf(domain: str, lookup: Lookup) -> Iterator[Finding]:
    found = _spf_of(domain, lookup)
    if not found:
        yield lacking(
            f"{domain} has no SPF record: many servers take its mail for junk. Your provider says which ({PAGE})."
        )
        return
    if len(found) > 1:
        yield broken(f"{domain} has {len(found)} SPF records, so servers heed none of them: make one of them.")
        return
    words = found[0].lower().split()
    if {"+all", "all"} & set(words):
        yield broken(f"The SPF record of {domain} lets everybody send in its name: end it with -all or ~all.")
    elif (count := _lookups(domain, lookup)) > MOST_LOOKUPS:
        yield broken(f"The SPF record of {domain} needs {count} look-ups; after {MOST_LOOKUPS} servers give it up.")
    else:
        yield good(f"SPF of {domain}: {found[0][:120]}")


def _spf_of(domain: str, lookup: Lookup) -> list[str]:
    return [one for one in lookup(domain, "TXT") if one.lower().split(" ")[0] == "v=spf1"]


def _lookups(domain: str, lookup: Lookup, depth: int = 0) -> int:
    """How often a server has to ask the DNS to judge by that record."""
    count = 0
    for record in _spf_of(domain, lookup)[:1] if depth <= MOST_LOOKUPS else ():
        for word in record.lower().split()[1:]:
            term = word.lstrip("+-~?")
            if not term.startswith(ASKING) or term.startswith("all"):
                continue
            count += 1
            kind, _mark, name = term.partition("=" if term.startswith("redirect=") else ":")
            if kind in {"include", "redirect"} and count <= MOST_LOOKUPS and "%" not in name:
                count += _lookups(name, lookup, depth + 1)
    return count


def dkim(domain: str, lookup: Lookup) -> Iterator[Finding]:
    own = settings.ENV.mail_dkim
    for selector in [own] if own else SELECTORS:
        name = f"{selector}._domainkey.{domain}"
        for record in lookup(name, "TXT"):
            key = _tags(record)
            if key.get("p"):
                yield good(f"DKIM: a key stands at {name}. That mails carry it, their source says (dkim=pass).")
                return
            if "p" in key:
                yield broken(f"The DKIM key at {name} has been withdrawn: it is empty.")
                return
    if own:
        yield broken(f"There is no DKIM key at {own}._domainkey.{domain}: set the record that your provider shows you.")
    else:
        yield lacking(
            f"No DKIM key of {domain} was found under a usual name. Set the record that your provider shows you; if it "
            "has a name of its own, say so: OPENCOACH_MAIL_DKIM=name, of name._domainkey."
        )


def _tags(record: str) -> dict[str, str]:
    """ "v=DKIM1; p=…" by name."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, _mark, value in pairs}


def dmarc(domain: str, lookup: Lookup) -> Iterator[Finding]:
    house = str(get_org_domain(domain) or domain)
    for name in dict.fromkeys((domain, house)):
        found = [one for one in lookup(f"_dmarc.{name}", "TXT") if one.lower().replace(" ", "").startswith("v=dmarc1")]
        if len(found) > 1:
            yield broken(f"_dmarc.{name} has {len(found)} DMARC records, so servers heed none of them: leave one.")
            return
        if found:
            watching = " It only watches: when its reports are clean, go to p=quarantine."
            more = watching if _tags(found[0]).get("p", "").lower() == "none" else ""
            yield good(f"DMARC at _dmarc.{name}: {found[0][:120]}.{more}")
            return
    yield lacking(
        f"{domain} has no DMARC record; large providers ask for one. Begin with a TXT record at _dmarc.{house}: "
        "v=DMARC1; p=none"
    )


def mx(lookup: Lookup) -> Iterator[Finding]:
    """Where answers come to this machine itself, the DNS must say so."""
    box, _at, domain = settings.MAIL_IN.rpartition("@")
    if settings.MAIL_IN and not box and settings.MAIL_IN_LISTEN.startswith("smtp:"):
        if found := lookup(domain, "MX"):
            yield good(f"Mail to {domain} goes to {', '.join(one.split()[-1].rstrip('.') for one in found[:3])}.")
        else:
            yield broken(f"No mail server is named for {domain}, so no answer arrives: set an MX record ({PAGE}).")


def webhooks() -> Iterator[Finding]:
    """Whether the provider's reports are heard, and where they go."""
    name = _provider()
    if settings.DEMO or (not name and not settings.MAIL_WEBHOOK_SECRET):
        return
    if not name:
        yield good(f"Webhooks of a mail provider are heard below {settings.PUBLIC_URL}/mail/webhooks/ ({PAGE}).")
        return
    lack = reports.lacks(name)
    if lack == "secret":
        yield lacking(
            f"Nobody hears from {name} which mails came back: set OPENCOACH_MAIL_WEBHOOK_SECRET=name:password, and "
            f"the webhook there ({PAGE})."
        )
    elif lack == "key":
        yield broken(f"{name} signs its webhooks: without OPENCOACH_MAIL_WEBHOOK_KEY none of them is heard.")
    elif lack:
        yield broken(f"The webhooks of {name} need the Python package {lack}: none of them is heard.")
    else:
        yield good(f"The webhooks of {name} are heard at {settings.PUBLIC_URL}/mail/webhooks/{name}/tracking/.")
        if not settings.HTTPS:
            yield lacking("Their secret travels unencrypted: the public address is not https.")


def _provider() -> str:
    """The provider that mail goes out through, where it has webhooks that we hear; "" else."""
    try:
        route = parse(settings.MAIL_URL) if settings.MAIL_URL else None
    except BadMailUrl:
        return ""
    if isinstance(route, Provider):
        return route.name if route.name in reports.PROVIDERS else ""
    host = route.host if route else ""
    known = {"sendgrid": "smtp.sendgrid.net", "postmark": "smtp.postmarkapp.com", "ses": ".amazonaws.com"}
    return next((name for name, end in known.items() if host.endswith(end)), "")
