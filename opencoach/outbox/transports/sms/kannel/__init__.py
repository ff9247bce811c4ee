"""Kannel, by the HTTP interface of its smsbox.

It takes a text with 202 and answers nothing that could be asked for later: what became of it comes by its reports,
which carry our reference. Texts come in by `get-url` of an sms-service.
"""

import datetime as dt
import hashlib

import httpx
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from opencoach.outbox.models import Text
from opencoach.outbox.transports.base import Down, Dropped, Gate, Later, Outcome, Refused, Sent
from opencoach.outbox.transports.sms.base import Absent, Found, Incoming, Message, NotUnderstood, Report, Unsure
from opencoach.outbox.transports.sms.url import BadTextUrl, Parts

PATIENCE = 20.0  # seconds for one answer
MASK = "31"  # every report there is
TAKEN = frozenset({200, 202})
BUSY = frozenset({408, 429, 503})
FORBIDDEN = frozenset({401, 403})
# of %d, the kind of report; 4 (waits at the gateway) says nothing new
REPORTS = {"1": Text.Report.ARRIVED, "2": Text.Report.FAILED, "8": Text.Report.TAKEN, "16": Text.Report.FAILED}


class Kannel:
    """See `base.Backend`."""

    def __init__(self, parts: Parts) -> None:
        if not parts.sender:
            raise BadTextUrl("OPENCOACH_TEXT_URL: say whom texts come from, as kannel://…?from=4915112345678")
        self.parts = parts
        self.sender, self.connections, self.callback = parts.sender, parts.connections, parts.callback

    def connect(self) -> "Smsbox":
        return Smsbox(self.parts)

    def report(self, request: HttpRequest) -> Report | None:
        """`?status=%d&why=%A`, as `Smsbox.send` asks for."""
        outcome = REPORTS.get(request.GET.get("status", ""))
        return Report(outcome, request.GET.get("why", "")[:200]) if outcome else None

    def incoming(self, request: HttpRequest) -> Incoming:
        """`?from=%p&to=%P&id=%I&text=%a`, as docs/admin/texts.md writes it into Kannel's configuration."""
        given = {name: request.GET.get(name, "") for name in ("from", "to", "id", "text", "at")}
        if not given["from"]:
            raise NotUnderstood("a text without a sender")
        key = given["id"] or hashlib.sha256("\n".join(given.values()).encode("utf-8", "replace")).hexdigest()
        return Incoming(key, given["from"], given["to"], given["text"])

    def thanks(self) -> HttpResponse:
        """Kannel would send words back as a text."""
        return HttpResponse(b"", content_type="text/plain")


class Smsbox:
    """See `base.Line`."""

    def __init__(self, parts: Parts) -> None:
        scheme = "https" if parts.options.get("tls") == "yes" else "http"
        self.parts = parts
        self.url = f"{scheme}://{parts.place}/cgi-bin/sendsms"
        self.client = httpx.Client(timeout=httpx.Timeout(PATIENCE, connect=5.0), trust_env=False)

    def send(self, message: Message, gate: Gate) -> Outcome:
        """See `Line.send`."""
        if not gate():
            return Dropped()
        try:
            answer = self.client.get(self.url, params=self._asked(message))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Down(_("The text gateway cannot be reached: %(error)s") % {"error": type(error).__name__})
        except httpx.HTTPError as error:
            return Later(_("The text gateway broke off: %(error)s") % {"error": type(error).__name__}, unsure=True)
        return self._judged(answer)

    @staticmethod
    def _judged(answer: httpx.Response) -> Outcome:
        words = " ".join(answer.text.split())[:200]
        if answer.status_code in TAKEN:
            return Sent(words.rpartition(": ")[2][:200] if words.count(": ") > 1 else "")
        if answer.status_code in BUSY or answer.status_code >= 500:
            return Later(_("The text gateway put it off: %(answer)s") % {"answer": words})
        if answer.status_code in FORBIDDEN:
            return Down(_("The text gateway takes nothing from us: %(answer)s") % {"answer": words})
        return Refused(_("The text gateway refused it: %(answer)s") % {"answer": words})

    def _asked(self, message: Message) -> dict[str, str]:
        mark = "&" if "?" in message.report_url else "?"
        return {
            "username": self.parts.user,
            "password": self.parts.password,
            "from": self.parts.sender,
            "to": message.to,
            "text": message.text,
            "charset": "UTF-8",
            "coding": "2" if message.unicode else "0",
            "dlr-mask": MASK,
            "dlr-url": f"{message.report_url}{mark}status=%d&why=%A",
        }

    def find(self, message: Message, since: dt.datetime) -> Found | Absent | Unsure:
        return Unsure()

    def close(self) -> None:
        self.client.close()
