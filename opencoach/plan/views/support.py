"""What the link of a supporter opens: one goal's title, a word to send, a pulse. GET shows, POST does."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.lib import limits
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import supporting
from opencoach.plan.actions import supporters as verbs
from opencoach.plan.forms.supporters import CheerForm
from opencoach.plan.models import Supporter
from opencoach.plan.supporting import Supporting

View = Callable[[HttpRequest, Supporting], HttpResponse]
POSTS, WINDOW = 30, 600  # from one address, in so many seconds


def opened(view: View) -> Callable[..., HttpResponseBase]:
    """Give the view what the link opens, in the client's language; any other link gets the page that says so."""

    @wraps(view)
    def page(request: HttpRequest, token: str) -> HttpResponse:
        if request.method == "POST" and not limits.allowed("support", limits.address_of(request), POSTS, WINDOW):
            return render(request, "plan/support_closed.html", {"why": "often"}, status=429)
        try:
            found = supporting.find(token)
        except supporting.Closed as closed:
            why = str(closed.args[0])
            return render(request, "plan/support_closed.html", {"why": why}, status=404 if why == "unknown" else 410)
        with translation.override(found.client.language):
            return view(request, found)

    return page


@require_safe
@opened
def support(request: HttpRequest, found: Supporting) -> HttpResponse:
    """Whose goal it is, its title, and what one can send."""
    return _show(request, found, CheerForm(asked=verbs.is_asked(found.supporter)))


@require_POST
@opened
def support_acceptance(request: HttpRequest, found: Supporting) -> HttpResponse:
    """They agree to stand by the goal."""
    _do(request, verbs.accept, found)
    return redirect(_home(found))


@require_POST
@opened
def support_answer(request: HttpRequest, found: Supporting) -> HttpResponse:
    """A word, a pulse, or both."""
    form = CheerForm(request.POST, asked=verbs.is_asked(found.supporter))
    if form.is_valid():
        given = form.cleaned_data
        try:
            verbs.answer(found.supporter, text=given["text"], pulse=given.get("pulse"))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said(request, _("Sent to %(name)s. Thank you.") % {"name": found.client.display_name})
            return redirect(_home(found))
    return _show(request, found, form, status=422)


@require_POST
@opened
def support_leaving(request: HttpRequest, found: Supporting) -> HttpResponse:
    """They want to hear no more of it."""
    _do(request, verbs.leave, found)
    return render(request, "plan/support_closed.html", {"why": "left", "client": found.client})


def _do(request: HttpRequest, step: Callable[[Supporter], None], found: Supporting) -> None:
    """A step of theirs; a refusal is said on the page that comes next."""
    try:
        step(found.supporter)
    except Refused as error:
        refused(request, str(error))


def _show(request: HttpRequest, found: Supporting, form: CheerForm, **more: Any) -> HttpResponse:
    practice = found.supporter.goal.engagement.practice
    context = {"found": found, "client": found.client, "form": form, "practice": practice, "hue": practice.hue}
    return render(request, "plan/support.html", context, **more)


def _home(found: Supporting) -> str:
    return reverse("support:support", args=[found.token])
