"""What the gateway calls, and where the short links of texts lead. None of it is a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from opencoach.lib import limits, tokens
from opencoach.outbox import shortening
from opencoach.outbox.models import Delivery
from opencoach.outbox.text_in.ingest import ingest
from opencoach.outbox.transports import sms
from opencoach.outbox.transports.sms import addresses, ledger
from opencoach.outbox.transports.sms.base import Backend, Forged, NotUnderstood
from opencoach.outbox.transports.sms.url import BadTextUrl

OPENED, WINDOW = 60, 600  # links from one address, in so many seconds


@csrf_exempt  # the token and the gateway's signature are the right
@require_http_methods(["GET", "POST"])
def text_report(request: HttpRequest, token: str) -> HttpResponse:
    """The network says what became of a text."""
    try:
        public_id = addresses.reported(token)
        backend = _backend()
        report = backend.report(request)
    except (tokens.BadToken, Forged, NotUnderstood) as error:
        raise Http404 from error
    delivery = Delivery.objects.filter(public_id=public_id, channel="sms").first()
    if report is not None and delivery is not None:
        ledger.reported(delivery, report.outcome, report.why)
    return backend.thanks()


@csrf_exempt
@require_http_methods(["GET", "POST"])
def text_in(request: HttpRequest, token: str) -> HttpResponse:
    """A text has come in."""
    if not addresses.is_incoming(token):
        raise Http404
    try:
        backend = _backend()
        text = backend.incoming(request)
    except (Forged, NotUnderstood) as error:
        raise Http404 from error
    ingest(text)
    return backend.thanks()


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """Lead on to where a link of a text leads; it changes nothing."""
    if not limits.allowed("short-links", limits.place_of(request), OPENED, WINDOW):
        return render(request, "outbox/short_closed.html", {"often": True}, status=429)
    try:
        return redirect(shortening.find(code))
    except LookupError:
        return render(request, "outbox/short_closed.html", status=404)


def _backend() -> Backend:
    """The gateway; Http404 where none is set."""
    try:
        return sms.backend()
    except BadTextUrl as error:
        raise Http404 from error
