"""A provider's API, by Anymail."""

from email import encoders
from email.mime.base import MIMEBase
from typing import Any

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext as _

from opencoach.outbox.ports import Calendar
from opencoach.outbox.transports.base import Down, Dropped, Gate, Later, Outcome, Refused, Sent
from opencoach.outbox.transports.email import mime, replies
from opencoach.outbox.transports.email.letter import Letter
from opencoach.outbox.transports.email.url import Provider

OURS = frozenset({401, 402, 403, 404})  # the key, the account, the address of the API
BUSY = frozenset({408, 429})
REJECTED = frozenset({"invalid", "rejected", "failed"})
TAKEN = frozenset({"sent", "queued", "unknown"})


def message(letter: Letter) -> EmailMultiAlternatives:
    """The same mail as Django and Anymail know it. None of these providers carries another part beside text and HTML,
    so an invitation is a file whose type says what it is, which calendar programs understand, too."""
    made = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=mime.mailbox(letter.from_name, letter.from_address).replace("\r\n", ""),
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else [],
        headers={"Message-ID": letter.message_id, **{k: v for k, v in letter.headers.items() if mime.allowed(k)}},
        attachments=[(file.name, file.content, file.media_type) for file in letter.attachments],
    )
    if letter.html:
        made.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        made.attach(_invitation(letter.calendar))
    return made


def _invitation(calendar: Calendar) -> MIMEBase:
    part = MIMEBase("text", "calendar", method=calendar.method, charset="utf-8")
    part.set_payload(calendar.file.content)
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=calendar.file.name)
    return part


class Api:
    """One HTTP session to the provider."""

    def __init__(self, route: Provider) -> None:
        self.route = route
        self.backend: Any = None

    def send(self, prepared: Letter, gate: Gate) -> Outcome:
        """See `Connection.send`."""
        mail = message(prepared)
        try:
            if self.backend is None:
                name = f"anymail.backends.{self.route.name}.EmailBackend"
                self.backend = get_connection(name, fail_silently=False, **self.route.options)
                self.backend.open()
        except Exception as error:
            return Down(_("The mail provider is not set up: %(error)s") % {"error": replies.plain(str(error))})
        return self._hand_over(mail) if gate() else Dropped()

    def _hand_over(self, mail: EmailMultiAlternatives) -> Outcome:
        try:
            self.backend.send_messages([mail])
        except AnymailRecipientsRefused as error:
            return Refused(_("The mail provider refused this address: %s") % replies.plain(str(error)), suppress=True)
        except AnymailAPIError as error:
            return self._failed(error)
        except AnymailError as error:
            return Refused(_("The mail provider cannot send this: %s") % replies.plain(str(error)))
        except Exception as error:
            self.close()
            return Later(_("The mail provider broke off: %s") % replies.plain(str(error)))
        return self._taken(getattr(mail, "anymail_status"))  # noqa: B009 (Anymail adds it)

    @staticmethod
    def _taken(status: Any) -> Outcome:
        """Anymail keeps silent about an address that a provider skips."""
        said = set(status.status or ())
        if said & REJECTED:
            words = _("The mail provider refused this address: %s") % ", ".join(sorted(said))
            return Refused(words, suppress=not said & {"failed"})
        if not said & TAKEN:
            return Later(_("The mail provider did not say what became of it."))
        return Sent(str(status.message_id or "")[:200])

    def _failed(self, error: AnymailAPIError) -> Outcome:
        code, text = error.status_code, replies.plain(str(error))
        if code is None:
            self.close()
            return Later(_("The mail provider broke off: %s") % text)
        if code in OURS or code in BUSY or code >= replies.FOR_GOOD:
            return Down(_("The mail provider takes nothing from us: %s") % text)
        return Refused(_("The mail provider refused this mail: %s") % text)

    def close(self) -> None:
        if self.backend is not None:
            self.backend.close()
            self.backend = None

    def leave(self) -> None:
        self.close()
