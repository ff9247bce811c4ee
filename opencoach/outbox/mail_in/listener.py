"""A mail server of our own, SMTP or LMTP, for the addresses of answers and nothing else: it relays nothing."""

import logging
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Session
from aiosmtpd.smtp import Envelope as SmtpEnvelope
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from opencoach.outbox.mail_in import addresses
from opencoach.outbox.mail_in.ingest import Envelope, TooLarge, ingest
from opencoach.outbox.mail_in.parsed import LARGEST

log = logging.getLogger("opencoach.outbox")
MOST_RECIPIENTS = 20
PATIENCE = 120  # seconds for one line


class Door:
    """What it says to who knocks."""

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: SmtpEnvelope, address: str, options: list[str]
    ) -> str:
        if not addresses.is_ours(address):
            return "550 5.7.1 No mail is relayed here"
        if addresses.has_token(address) and addresses.place(address) is None:
            return "550 5.1.1 Nobody has this address"
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: SmtpEnvelope) -> str:  # noqa: N802
        raw = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
        try:
            await sync_to_async(_store)(raw, Envelope(envelope.mail_from or "", list(envelope.rcpt_tos)))
        except TooLarge:
            return "552 5.3.4 Too large: 25 MB at most"
        except DatabaseError:
            log.exception("A mail that came in could not be stored; its server keeps it")
            return "451 4.3.0 Try again later"
        return "250 2.0.0 Stored"

    async def handle_exception(self, error: Exception) -> str:
        log.error("The mail listener: %s", type(error).__name__)
        return "451 4.3.0 Try again later"


def _store(raw: bytes, envelope: Envelope) -> None:
    close_old_connections()
    try:
        ingest(raw, envelope)
    finally:
        close_old_connections()


class Listening(Controller):
    """The server, in a thread of its own."""

    def __init__(self, host: str, port: int, *, lmtp: bool) -> None:
        self.lmtp = lmtp
        super().__init__(Door(), hostname=host, port=port)

    def factory(self) -> SMTP:
        options: dict[str, Any] = {
            "hostname": urlsplit(settings.PUBLIC_URL).hostname or "localhost",
            "ident": "OpenCoach",
            "data_size_limit": LARGEST,
            "enable_SMTPUTF8": True,
            "timeout": PATIENCE,
        }
        return (LMTP if self.lmtp else SMTP)(self.handler, **options)


def start() -> Listening | None:
    """Listen where `OPENCOACH_MAIL_IN_LISTEN` says; None where it says nothing, or the place is taken."""
    if not settings.MAIL_IN_LISTEN:
        return None
    parts = urlsplit(settings.MAIL_IN_LISTEN)
    listening = Listening(parts.hostname or "127.0.0.1", parts.port or 25, lmtp=parts.scheme == "lmtp")
    try:
        listening.start()
    except OSError as error:
        log.warning("No mail comes in by %s: %s. Another worker may listen there.", settings.MAIL_IN_LISTEN, error)
        return None
    log.info("Mail comes in by %s", settings.MAIL_IN_LISTEN)
    return listening
