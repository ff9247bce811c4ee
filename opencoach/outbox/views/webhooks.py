"""Where a mail provider reports: what came in there, and what became of our mails. Anymail's views read it."""

import email
import email.policy
import logging

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opencoach.outbox.mail_in import webhooks
from opencoach.outbox.mail_in.parsed import LARGEST

log = logging.getLogger("opencoach.outbox")
MOST = LARGEST * 3 // 2  # bytes of a report: a mail of the largest size, in base64 or JSON
ASK = {"WWW-Authenticate": 'Basic realm="mail webhooks"'}


@csrf_exempt  # the provider's secret is the right
@require_http_methods(["POST", "HEAD"])
def mail_webhook(request: HttpRequest, provider: str, what: str) -> HttpResponseBase:
    """One report. 401 without the secret, 413 for too much, 400 for what can't be read; the provider tries again."""
    view = webhooks.view_of(provider, what)
    if view is None:
        raise Http404
    try:
        if request.method == "POST":
            if isinstance(view, AnymailBasicAuthMixin):  # before anything of it is read
                AnymailBasicAuthMixin.validate_request(view, request)
            if int(request.headers.get("Content-Length") or 0) > MOST:
                return HttpResponse(status=413)
            _read_whole(request)
        view.setup(request)
        answer: HttpResponseBase = view.dispatch(request)
        return answer
    except AnymailWebhookValidationFailure as error:
        log.warning("A report by %s is not believed: %s", provider, error)
        return HttpResponse(status=401, headers=ASK)
    except (AnymailError, ImproperlyConfigured, ValueError, LookupError, TypeError, AttributeError):
        log.exception("A report by %s could not be read", provider)
        return HttpResponse(status=400)


def _read_whole(request: HttpRequest) -> None:
    """A mail is larger than what Django reads of a form; so what is too large for it is read here."""
    if int(request.headers.get("Content-Length") or 0) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return
    body = request.read(MOST + 1)
    request._body = body  # where `request.body` looks first
    if request.content_type == "multipart/form-data":
        request.POST = _fields(request.headers["Content-Type"], body)  # type: ignore[assignment]  # Django takes any QueryDict


def _fields(kind: str, body: bytes) -> QueryDict:
    """The fields of a form in parts, as text; its files are left out."""
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    form = email.message_from_bytes(head + body, policy=email.policy.HTTP)
    found = QueryDict(mutable=True)
    for part in form.iter_parts() if form.is_multipart() else ():
        name = part.get_param("name", header="Content-Disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and part.get_filename() is None and isinstance(content, bytes):
            found.appendlist(name, content.decode("utf-8", "surrogateescape"))
    return found
