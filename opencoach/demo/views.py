"""Pages that only a demo has. Without OPENCOACH_DEMO each of them is a page that does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from opencoach.demo import enter, mailbox

View = Callable[..., HttpResponseBase]
LETTER = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)


def in_demo(view: View) -> View:
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return page


@in_demo
@require_safe
def enter_demo(request: HttpRequest, who: str, token: str) -> HttpResponse:
    """Sign in as one of the demo's people. In a demo alone, opening a link may do that."""
    member = enter.member(who) if enter.opens(who, token) else None
    if member is None:
        raise Http404
    logout(request)
    login(request, member.person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("dashboard:today", practice=member.practice.slug)


@in_demo
@require_safe
def mailbox_page(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/mailbox.html", {"mails": mailbox.all_mails()})


@in_demo
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def mail_page(request: HttpRequest, mail: str) -> HttpResponse:
    """One mail: its letter in a frame that can do nothing, and its plain text."""
    found = mailbox.get_mail(mail)
    if found is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": found})


@in_demo
@require_safe
@xframe_options_sameorigin
def letter(request: HttpRequest, mail: str) -> HttpResponse:
    """The mail's own HTML, as a mail program would show it: no script, nothing from elsewhere."""
    found = mailbox.get_mail(mail)
    if found is None or not found.html:
        raise Http404
    html = found.html.replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(html, headers={"Content-Security-Policy": LETTER})
