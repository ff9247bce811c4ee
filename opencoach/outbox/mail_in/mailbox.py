"""A mailbox at a provider that we look into, by IMAP: what comes is stored here and marked as read there."""

import imaplib
import logging
import threading
import time
from email.utils import getaddresses
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import close_old_connections
from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from opencoach.outbox.mail_in.ingest import Envelope, TooLarge, ingest, ours

log = logging.getLogger("opencoach.outbox")
LOOK = 20.0  # seconds between two looks, where the server gives no word
PAUSES = (2.0, 10.0, 60.0, 300.0)
PORTION = 50
TO = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")


class Looking(threading.Thread):
    """Waits for the server to say that something came (IDLE), and looks every few seconds all the same: not every
    server can say it, and the word on a mail that comes between a look and the waiting may be lost."""

    def __init__(self, url: str, stop: threading.Event) -> None:
        super().__init__(name="mailbox", daemon=True)
        self.url, self.stop, self.failures = url, stop, 0

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                with _open(self.url) as box:
                    self.failures = 0
                    while not self.stop.is_set():
                        look(box)
                        _wait(box, self.stop)
            except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
                pause = PAUSES[min(self.failures, len(PAUSES) - 1)]
                self.failures += 1
                log.warning("The mailbox cannot be read (%s); trying again in %d s.", type(error).__name__, pause)
                self.stop.wait(pause)
            finally:
                close_old_connections()


def look(box: BaseMailBox) -> int:
    """Take in what is unread and was sent to an address of ours; gives how many mails that were.

    Marked as read only once it is stored. What else lies in the mailbox is left as it is.
    """
    taken = 0
    for mail in box.fetch(AND(seen=False, to=_needle()), mark_seen=False, limit=PORTION, bulk=False):
        headers: dict[str, tuple[str, ...]] = dict(mail.headers)
        given = [value for name in TO for value in headers.get(name, ())]
        recipients = ours([address for _name, address in getaddresses(given)])
        if not recipients:
            continue
        machine = headers.get("return-path", ("?",))[0].strip() == "<>"
        try:
            taken += ingest(mail.obj.as_bytes(), Envelope("" if machine else None, recipients))
        except TooLarge:
            log.warning("A mail of more than 25 MB is left out.")
        box.flag([str(mail.uid)], [MailMessageFlags.SEEN], True)
    return taken


def _needle() -> str:
    """What stands in the To of every mail to us: "answers" of answers+…@coach.example, or "@answers.coach.example"."""
    box, _, domain = settings.MAIL_IN.rpartition("@")
    return box or f"@{domain}"


def _open(url: str) -> BaseMailBox:
    """Raises OSError, IMAP4.error or ImapToolsError."""
    parts = urlsplit(url)
    host, folder = parts.hostname or "", unquote(parts.path.strip("/")) or "INBOX"
    box: BaseMailBox
    if parts.scheme == "imaps":
        box = MailBox(host, parts.port or 993, timeout=30)
    else:
        box = MailBoxUnencrypted(host, parts.port or 143, timeout=30)
    try:
        return box.login(unquote(parts.username or ""), unquote(parts.password or ""), initial_folder=folder)
    except Exception:
        box.client.shutdown()
        raise


def _wait(box: BaseMailBox, stop: threading.Event) -> None:
    if "IDLE" not in box.client.capabilities:
        stop.wait(LOOK)
        return
    until = time.monotonic() + LOOK
    with box.idle as idle:
        while not stop.is_set() and time.monotonic() < until and not idle.poll(timeout=1):
            pass


def start(stop: threading.Event) -> Looking | None:
    """Look where `OPENCOACH_MAIL_IN_URL` says; None where it says nothing."""
    if not settings.MAIL_IN_URL:
        return None
    looking = Looking(settings.MAIL_IN_URL, stop)
    looking.start()
    return looking
