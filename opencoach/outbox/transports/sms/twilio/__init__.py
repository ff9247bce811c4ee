"""Twilio, by its REST interface. What it calls is proven by `X-Twilio-Signature`."""

import base64
import datetime as dt
import hashlib
import hmac
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from opencoach.outbox.models import Text
from opencoach.outbox.transports.base import Down, Dropped, Gate, Later, Outcome, Refused, Sent
from opencoach.outbox.transports.sms.base import (
    Absent,
    Forged,
    Found,
    Incoming,
    Message,
    NotUnderstood,
    Report,
    Unsure,
)
from opencoach.outbox.transports.sms.url import BadTextUrl, Parts

PATIENCE = 20.0
VERSION = "2010-04-01"
SLACK = dt.timedelta(seconds=30)  # its clock and ours
OURS = frozenset({401, 403, 404})
BUSY = frozenset({408, 409, 425, 429, 503})
FULL = 100  # messages that one answer of the list holds
# They sent STOP to this number, or no phone is there: https://www.twilio.com/docs/api/errors
NEVER = {21610: True, 21211: True, 21614: True, 21408: False, 21612: False}
REPORTS = {
    "sent": Text.Report.TAKEN, "delivered": Text.Report.ARRIVED, "undelivered": Text.Report.FAILED,
    "failed": Text.Report.FAILED,
}  # fmt: skip
EMPTY = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'


def signature(token: str, url: str, given: dict[str, list[str]]) -> str:
    """Of a call: the address with every parameter in the order of its name, HMAC-SHA1, base64."""
    said = url + "".join(f"{name}{value}" for name in sorted(given) for value in sorted(set(given[name])))
    return base64.b64encode(hmac.digest(token.encode(), said.encode(), hashlib.sha1)).decode()


class Twilio:
    """See `base.Backend`."""

    def __init__(self, parts: Parts) -> None:
        if not parts.sender and not parts.options.get("service"):
            raise BadTextUrl("OPENCOACH_TEXT_URL: say whom texts come from, as twilio://…?from=15005550006")
        host = urlsplit(f"//{parts.place}").hostname
        if parts.options.get("tls") == "no" and host not in {"127.0.0.1", "localhost", "::1"}:
            raise BadTextUrl("OPENCOACH_TEXT_URL: without encryption only a gateway on this machine is reached")
        self.parts = parts
        self.sender = parts.sender or parts.options["service"]
        self.connections, self.callback = parts.connections, parts.callback

    def connect(self) -> "Rest":
        return Rest(self.parts)

    def report(self, request: HttpRequest) -> Report | None:
        given = self._proven(request)
        outcome = REPORTS.get(given.get("MessageStatus", ""))
        return Report(outcome, given.get("ErrorCode", "")[:200]) if outcome else None

    def incoming(self, request: HttpRequest) -> Incoming:
        given = self._proven(request)
        if not given.get("MessageSid") or not given.get("From"):
            raise NotUnderstood("a text without a sender")
        return Incoming(given["MessageSid"], given["From"], given.get("To", ""), given.get("Body", ""))

    def thanks(self) -> HttpResponse:
        return HttpResponse(EMPTY, content_type="text/xml")

    def _proven(self, request: HttpRequest) -> dict[str, Any]:
        """What the call says. Raises Forged where its signature is not Twilio's."""
        url = (self.callback or settings.PUBLIC_URL) + request.get_full_path()
        wanted = signature(self.parts.password, url, dict(request.POST.lists()))
        if not hmac.compare_digest(wanted.encode(), request.headers.get("X-Twilio-Signature", "").encode()):
            raise Forged
        return request.POST.dict()


class Rest:
    """See `base.Line`."""

    def __init__(self, parts: Parts) -> None:
        scheme = "http" if parts.options.get("tls") == "no" else "https"
        self.parts = parts
        self.url = f"{scheme}://{parts.place}/{VERSION}/Accounts/{parts.user}/Messages.json"
        self.client = httpx.Client(
            timeout=httpx.Timeout(PATIENCE, connect=5.0), auth=(parts.user, parts.password), trust_env=False
        )

    def send(self, message: Message, gate: Gate) -> Outcome:
        if not gate():
            return Dropped()
        try:
            answer = self.client.post(self.url, data=self._asked(message))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Down(_("Twilio cannot be reached: %(error)s") % {"error": type(error).__name__})
        except httpx.HTTPError as error:
            return Later(_("Twilio broke off: %(error)s") % {"error": type(error).__name__}, unsure=True)
        return self._judged(answer)

    def _judged(self, answer: httpx.Response) -> Outcome:
        said = _json(answer)
        if answer.status_code in {200, 201}:
            return Sent(str(said.get("sid", ""))[:200])
        words = {"answer": f"{answer.status_code} {said.get('code', '')} {str(said.get('message', ''))[:200]}"}
        if answer.status_code in OURS:
            return Down(_("Twilio takes nothing from us: %(answer)s") % words)
        if answer.status_code in BUSY:
            return Later(_("Twilio put it off: %(answer)s") % words)
        if answer.status_code >= 500:
            return Later(_("Twilio failed: %(answer)s") % words, unsure=True)
        code = said.get("code")
        return Refused(_("Twilio refused it: %(answer)s") % words, suppress=NEVER.get(int(code or 0), False))

    def _asked(self, message: Message) -> dict[str, str]:
        service = self.parts.options.get("service")
        road = {"MessagingServiceSid": service} if service else {"From": _plus(self.parts.sender)}
        return {**road, "To": message.to, "Body": message.text, "StatusCallback": message.report_url}

    def find(self, message: Message, since: dt.datetime) -> Found | Absent | Unsure:
        """Among the texts to that number since that day: one with the same words that was made since then."""
        day = (since - SLACK).astimezone(dt.UTC).date().isoformat()
        try:
            answer = self.client.get(self.url, params={"To": message.to, "DateSent>": day, "PageSize": str(FULL)})
        except httpx.HTTPError:
            return Unsure()
        rows = _json(answer).get("messages")
        if answer.status_code != 200 or not isinstance(rows, list):
            return Unsure()
        for row in rows:
            if row.get("body") == message.text and _made_at(row) >= since - SLACK and row.get("status") != "failed":
                return Found(str(row.get("sid", ""))[:200])
        return Absent() if len(rows) < FULL else Unsure()

    def close(self) -> None:
        self.client.close()


def _made_at(row: dict[str, Any]) -> dt.datetime:
    """When Twilio took it; the beginning of time where it does not say."""
    try:
        return parsedate_to_datetime(str(row.get("date_created", ""))).astimezone(dt.UTC)
    except ValueError:
        return dt.datetime.min.replace(tzinfo=dt.UTC)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _plus(number: str) -> str:
    return f"+{number}" if number.isdigit() and len(number) > 6 else number
