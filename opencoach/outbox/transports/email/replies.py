"""What a mail server's answers mean: for this mail, for this address, or for everything that goes through it."""

import re
import smtplib
import ssl

from django.utils.translation import gettext as _

from opencoach.outbox.transports.base import Down, Later, Refused
from opencoach.outbox.transports.email.url import Smtp

REFUSAL = 400
FOR_GOOD = 500
GO_AHEAD = 354
CLOSING = 421
TOO_LARGE = 552
ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
UNPRINTABLE = re.compile(r"[^\x20-\x7e\u00a0-\ud7ff\ue000-\U0010ffff]+")
NOT_THE_ADDRESS = re.compile(
    r"relay|spam|block|black|policy|reput|spf|dkim|dmarc|authenticat|denied by|rate|quota|full|space", re.IGNORECASE
)
ADDRESS_CODES = frozenset({550, 551, 553, 556})
SENDERS_FAULT = frozenset({"7", "8"})  # 5.1.7 and 5.1.8 speak of the sender's address


def plain(text: bytes | str) -> str:
    """A server's words, fit to be shown: one line, printable, not endless."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(UNPRINTABLE.sub(" ", words).split())[:300]


def quoted(code: int, text: bytes | str) -> str:
    return f"{code} {plain(text)}".strip()


def to_mail(code: int, text: bytes) -> Refused | Down:
    """To the sender's address: that is the same for every mail, unless the mail is too large."""
    if code == TOO_LARGE:
        return Refused(_("The mail server finds it too large: %(answer)s") % {"answer": quoted(code, text)})
    return Down(_("The mail server takes nothing from us: %(answer)s") % {"answer": quoted(code, text)})


def to_rcpt(code: int, text: bytes) -> Later | Refused:
    """To one recipient. An address that is gone is suppressed; a full mailbox or a server's policy is not that."""
    answer = {"answer": quoted(code, text)}
    if code < FOR_GOOD or "relay" in plain(text).lower() or _is_full(text):
        return Later(_("The mail server put this address off: %(answer)s") % answer)
    return Refused(_("The mail server refused this address: %(answer)s") % answer, suppress=is_gone(code, plain(text)))


def to_data(code: int, text: bytes) -> Later | Refused:
    """To the mail itself."""
    answer = {"answer": quoted(code, text)}
    if code < FOR_GOOD:
        return Later(_("The mail server put it off: %(answer)s") % answer)
    return Refused(_("The mail server refused this mail: %(answer)s") % answer)


def is_gone(code: int, text: str) -> bool:
    """Whether a refusal says that the address itself takes no mail."""
    found = ENHANCED.search(text)
    if found is None:
        return code in ADDRESS_CODES and not NOT_THE_ADDRESS.search(text)
    _kind, subject, detail = found.groups()
    return (subject == "1" and detail not in SENDERS_FAULT) or (subject, detail) == ("2", "1")


def _is_full(text: bytes) -> bool:
    found = ENHANCED.search(plain(text))
    return bool(found) and found.groups()[1:] == ("2", "2")  # type: ignore[union-attr]


def failed_to_connect(route: Smtp, error: Exception) -> str:
    """Why there is no connection, and what to look at."""
    where = {"where": f"{route.host}:{route.port}", "error": plain(str(error))}
    if isinstance(error, smtplib.SMTPAuthenticationError):
        answer = {"answer": quoted(error.smtp_code, error.smtp_error)}
        return _("The mail server does not accept the user and password: %(answer)s") % answer
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The certificate of %(where)s cannot be trusted: %(error)s") % where
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _("%(where)s offers no encryption, or no sign-in, as it is set up: %(error)s") % where
    if isinstance(error, smtplib.SMTPResponseException):
        answer = {"where": where["where"], "answer": quoted(error.smtp_code, error.smtp_error)}
        return _("%(where)s refuses us: %(answer)s") % answer
    return _("%(where)s cannot be reached: %(error)s") % where
