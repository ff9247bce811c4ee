"""A mail provider's webhooks: mail that comes in at the provider, and what became of mail that went out through it.

Anymail's own views read what a provider sends and check that it is from them; what they say goes to `ingest` and to
`actions.became`. Nothing is heard without a secret: that is one of ours, and where the provider signs, its own key.
"""

import base64
import importlib
import importlib.util
import logging
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import getaddresses
from typing import Any

from anymail import signals
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings

from opencoach.outbox.actions import became
from opencoach.outbox.mail_in.ingest import Envelope, TooLarge, ingest, ours
from opencoach.outbox.mail_in.mailbox import TO

log = logging.getLogger("opencoach.outbox")


@dataclass(frozen=True, slots=True)
class Provider:
    """`module` and `prefix` name Anymail's views; `key` is what they call the provider's signing key ("": it signs
    nothing), `must`: whether they can't do without it; `package`: what Anymail needs besides itself."""

    module: str
    prefix: str
    key: str = ""
    must: bool = False
    package: str = ""
    inbound: bool = True


PROVIDERS: Mapping[str, Provider] = {
    "brevo": Provider("brevo", "Brevo", inbound=False),
    "mailgun": Provider("mailgun", "Mailgun", key="webhook_signing_key", must=True),
    "mailjet": Provider("mailjet", "Mailjet"),
    "postmark": Provider("postmark", "Postmark"),
    "sendgrid": Provider("sendgrid", "SendGrid", key="tracking_webhook_verification_key"),
    "ses": Provider("amazon_ses", "AmazonSES", package="boto3"),
    "sparkpost": Provider("sparkpost", "SparkPost"),
}


def connect() -> None:
    """Hear what Anymail's views say. Called once, when the app is ready."""
    signals.inbound.connect(take, weak=False, dispatch_uid="opencoach.outbox.inbound")
    signals.tracking.connect(note, weak=False, dispatch_uid="opencoach.outbox.tracking")


def lacks(name: str) -> str:
    """What a provider's webhooks still need before they are heard: "secret", "key" or a package; "" when nothing."""
    provider = PROVIDERS[name]
    if not settings.MAIL_WEBHOOK_SECRET:
        return "secret"
    if provider.must and not settings.MAIL_WEBHOOK_KEY:
        return "key"
    missing = provider.package and importlib.util.find_spec(provider.package) is None
    return provider.package if missing else ""


def view_of(name: str, what: str) -> AnymailCoreWebhookView | None:
    """Anymail's view for that provider; None where there is none, or it would be open to anybody. `what`: "inbound",
    "inbound_mime" (to such an address Mailgun sends the mail whole), "tracking"."""
    what = what.removesuffix("_mime") if name == "mailgun" else what
    provider = PROVIDERS.get(name)
    if provider is None or what not in {"inbound", "tracking"} or (what == "inbound" and not provider.inbound):
        return None
    if lacks(name):
        return None
    given = {"webhook_secret": settings.MAIL_WEBHOOK_SECRET}
    if settings.MAIL_WEBHOOK_KEY and provider.key and (provider.must or what == "tracking"):
        given[provider.key] = settings.MAIL_WEBHOOK_KEY
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Anymail says once more that nobody there can try SendGrid any longer
        module = importlib.import_module(f"anymail.webhooks.{provider.module}")
        made = getattr(module, f"{provider.prefix}{what.title()}WebhookView")(**given)
    return made if isinstance(made, AnymailCoreWebhookView) else None


def take(sender: object, event: Any, esp_name: str, **_more: object) -> None:
    """A mail has come in at the provider: it goes the way of every other."""
    mail = event.message
    given = [mail.envelope_recipient or "", *_envelope(event)]
    given += [address for _name, address in getaddresses([str(v) for name in TO for v in mail.get_all(name, [])])]
    recipients = ours(given)
    if not recipients:
        log.info("A mail that %s handed over is to no address of ours", esp_name)
        return
    try:
        ingest(_raw(event), Envelope(mail.envelope_sender, recipients))
    except TooLarge:
        log.warning("A mail of more than 25 MB is left out")


def note(sender: object, event: Any, esp_name: str, **_more: object) -> None:
    """The provider says what became of a mail."""
    kind, words = str(event.event_type), str(event.mta_response or event.description or "")
    found = became.find(str(event.message_id or ""), str(event.recipient or ""))
    if found is None:
        return
    if kind == "delivered":
        became.arrived(found, event.timestamp)
    elif kind == "complained":
        became.complained(found)
    elif kind in {"bounced", "rejected", "failed"} and not _is_soft(event):
        became.came_back(found, words, gone=kind == "bounced" and str(event.reject_reason) in GONE)


GONE = frozenset({"bounced", "invalid", "None"})  # of a bounce: the address takes no mail


def _is_soft(event: Any) -> bool:
    """Whether it may still arrive: providers count a full mailbox among their bounces, too."""
    given = event.esp_event if isinstance(event.esp_event, dict) else {}
    if given.get("Type") in {"SoftBounce", "Transient", "DnsError"}:  # Postmark
        return True
    if given.get("bounce", {}).get("bounceType") in {"Transient", "Undetermined"}:  # Amazon SES
        return True
    return given.get("event") == "bounce" and given.get("type") == "blocked"  # SendGrid


def _envelope(event: Any) -> Iterator[str]:
    """Every address that it was sent to, where the provider says more than the first."""
    given = event.esp_event
    if isinstance(given, dict):
        yield from (str(one) for one in given.get("receipt", {}).get("recipients", []))


def _raw(event: Any) -> bytes:
    """The mail byte for byte, where the provider sends it: a signature holds for nothing else."""
    given = event.esp_event
    text = (given.get("RawEmail") or given.get("content")) if isinstance(given, dict) else None
    if isinstance(text, str) and given.get("receipt", {}).get("action", {}).get("encoding") == "BASE64":
        return base64.b64decode(text)
    if text is None and hasattr(given, "POST"):
        text = given.POST.get("body-mime") or given.POST.get("email")
    if isinstance(text, str):
        return text.encode("utf-8", "surrogateescape")
    raw: bytes = event.message.as_bytes()
    return raw
