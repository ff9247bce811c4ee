"""One reused connection to a mail server, on the standard library's smtplib.

MAIL, RCPT and DATA go out together where the server takes that (PIPELINING), so that a mail costs two round trips. What
a refusal means, for this mail, this address or the whole server, is decided in `replies.py`.
"""

import contextlib
import re
import smtplib
import ssl
from dataclasses import dataclass

from django.utils.translation import gettext as _

from opencoach.outbox.actions.post import mail_domain
from opencoach.outbox.transports.base import Down, Dropped, Gate, Later, Outcome, Refused, Sent
from opencoach.outbox.transports.email import replies
from opencoach.outbox.transports.email.letter import Letter
from opencoach.outbox.transports.email.url import Smtp

Answer = tuple[int, bytes]
PATIENCE = 30.0  # seconds for one answer
DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who, to whom, and the mail, dot-stuffed and closed."""

    sender: str
    to: str
    data: bytes
    message_id: str = ""


def envelope(letter: Letter, raw: bytes) -> Envelope:
    return Envelope(letter.from_address, letter.to, raw, letter.message_id)


def stuffed(raw: bytes) -> bytes:
    """With a second dot where a line starts with one, and the closing dot."""
    quoted = DOT.sub(b"..", raw)
    return quoted + (b".\r\n" if quoted.endswith(b"\r\n") else b"\r\n.\r\n")


class Broken(Exception):
    """The connection failed before this mail could have been taken."""


class Session:
    """Connects at the first mail, and again when the server has closed it between two mails."""

    def __init__(self, route: Smtp, patience: float = PATIENCE) -> None:
        self.route, self.patience = route, patience
        self.server: smtplib.SMTP | None = None
        self.sent = 0  # over the present connection

    def send(self, prepared: Envelope, gate: Gate) -> Outcome:
        """See `Connection.send`."""
        for _attempt in range(2):
            if self.server is None:
                try:
                    self.server = self._open()
                except (OSError, smtplib.SMTPException) as error:
                    return Down(replies.failed_to_connect(self.route, error))
            reused = self.sent > 0
            try:
                outcome = self._hand_over(self.server, prepared, gate)
            except Broken as error:
                self.close()
                if reused:
                    continue  # it had gone since the last mail: once more, over a new one
                return Down(str(error))
            if isinstance(outcome, Down):
                self.close()
            return outcome
        return Down(_("The mail server closes every connection."))

    def close(self) -> None:
        server, self.server, self.sent = self.server, None, 0
        if server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.close()

    def leave(self) -> None:
        """Say goodbye first: for a connection that is whole and not needed now."""
        if self.server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self.server.docmd("QUIT")
        self.close()

    def _open(self) -> smtplib.SMTP:
        route = self.route
        context = ssl.create_default_context()
        if not route.verify:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        server: smtplib.SMTP
        name = mail_domain()
        if route.tls == "first":
            server = smtplib.SMTP_SSL(route.host, route.port, name, timeout=self.patience, context=context)
        else:
            server = smtplib.SMTP(route.host, route.port, name, timeout=self.patience)
        try:
            server.ehlo_or_helo_if_needed()
            if route.tls == "required" or (route.tls == "auto" and server.has_extn("starttls")):
                server.starttls(context=context)
                server.ehlo_or_helo_if_needed()
            if route.user:
                server.login(route.user, route.password)
        except BaseException:
            server.close()
            raise
        return server

    def _hand_over(self, server: smtplib.SMTP, mail: Envelope, gate: Gate) -> Outcome:
        if refusal := self._too_much(server, mail):
            return refusal
        asked = self._ask(server, mail)
        if asked is not None:
            return asked
        if not gate():
            self.close()  # in the middle of DATA there is no other way out
            return Dropped()
        try:
            server.send(stuffed(mail.data))
            code, text = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Later(_("The mail server broke off: %(error)s") % {"error": replies.plain(str(error))})
        self.sent += 1
        if code == replies.CLOSING:
            self.close()
        return Sent(replies.plain(text)[:200]) if code < replies.REFUSAL else replies.to_data(code, text)

    def _too_much(self, server: smtplib.SMTP, mail: Envelope) -> Refused | None:
        """What can be known to fail before it is tried."""
        most = int(server.esmtp_features.get("size") or 0) if server.does_esmtp else 0
        if most and len(mail.data) > most:
            return Refused(_("It is larger than the mail server takes (%(most)s MB).") % {"most": most // 1_000_000})
        if not mail.to.isascii() and not server.has_extn("smtputf8"):
            return Refused(_("The mail server cannot reach addresses with letters such as those in %s.") % mail.to)
        return None

    def _ask(self, server: smtplib.SMTP, mail: Envelope) -> Outcome | None:
        """MAIL, RCPT, DATA; None when the server waits for the mail. Raises Broken."""
        options = "" if mail.to.isascii() else " SMTPUTF8 BODY=8BITMIME"
        lines = (f"MAIL FROM:<{mail.sender}>{options}\r\n", f"RCPT TO:<{mail.to}>\r\n", "DATA\r\n")
        together = server.has_extn("pipelining")
        answers: list[Answer] = []
        try:
            if together:
                server.send("".join(lines).encode())
            for line in lines:
                if not together:
                    server.send(line.encode())
                answers.append(server.getreply())
                if answers[-1][0] >= replies.REFUSAL and not together:
                    break
        except (OSError, smtplib.SMTPException) as error:
            reason = _("The mail server broke off: %(error)s") % {"error": replies.plain(str(error))}
            if not answers:
                raise Broken(reason) from error
            self.close()
            return Later(reason)
        return self._judge(server, mail, answers)

    def _judge(self, server: smtplib.SMTP, mail: Envelope, answers: list[Answer]) -> Outcome | None:
        refused = next((step for step, (code, _text) in enumerate(answers) if code >= replies.REFUSAL), None)
        if refused is None:
            return None
        code, text = answers[refused]
        if code == replies.CLOSING:
            raise Broken(_("The mail server closes: %(text)s") % {"text": replies.plain(text)})
        try:
            if answers[-1][0] == replies.GO_AHEAD:  # it takes a mail for nobody: give it an empty one
                server.send(".\r\n")
                server.getreply()
            else:
                server.docmd("RSET")
        except (OSError, smtplib.SMTPException):
            self.close()
        return (replies.to_mail, replies.to_rcpt, replies.to_data)[refused](code, text)
