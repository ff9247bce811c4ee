from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from opencoach.lib import limits, tokens
from opencoach.onboarding import setup as links
from opencoach.onboarding.actions.begin import begin_practice
from opencoach.onboarding.forms import SetupForm
from opencoach.onboarding.models import SetupLink
from opencoach.people.refusal import Refused

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, token: str) -> HttpResponse:
    """The operator's link: makes the first coach of a practice and signs them in."""
    if not limits.allowed("setup", limits.place_of(request), 60, 600):
        return render(request, "onboarding/too_often.html", status=429)
    link, why = _open_link(token)
    if link is None:
        return _closed(request, why)
    form = SetupForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "onboarding/setup.html", {"form": form}, status=status)
    said = form.cleaned_data
    try:
        owner = begin_practice(
            link,
            email=said["email"],
            display_name=said["display_name"],
            practice_name=said["practice_name"],
            zone=said["zone"],
            specialisations=said["specialisations"],
        )
    except Refused:
        return _closed(request, "used")
    login(request, owner.person, backend=BACKEND)
    record_authentication(request, owner.person, method="setup")
    return redirect("dashboard:today", owner.practice.slug)


def _open_link(token: str) -> tuple[SetupLink | None, str]:
    """The link if it can be used, or why not."""
    try:
        link = links.find(token)
    except tokens.Expired:
        return None, "expired"
    except tokens.BadToken:
        return None, "unknown"
    return (link, "") if link.used_at is None else (None, "used")


def _closed(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "onboarding/setup_closed.html", {"why": why}, status=404 if why == "unknown" else 410)
