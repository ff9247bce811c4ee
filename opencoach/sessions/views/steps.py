"""What people do with one session: each a resource of its own."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.sessions import access, policy, times, words
from opencoach.sessions import actions as verbs
from opencoach.sessions.actions import answering
from opencoach.sessions.forms import AgendaForm, HoldForm
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.queries.allotment import allotment
from opencoach.sessions.queries.sessions import as_seen
from opencoach.sessions.views.sessions import ARRANGING, moving_url, page_of

Step = Callable[[PracticeRequest, CoachingSession], None]
Verb = Callable[..., object]


def _step(*roles: str, content: bool) -> Callable[[Step], Callable[..., HttpResponseBase]]:
    """A POST of somebody in `roles`, back to the session; a refusal is said there. `content`: of its people alone."""

    def wrap(step: Step) -> Callable[..., HttpResponseBase]:
        @require_POST
        @in_practice(*roles)
        @wraps(step)
        def view(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
            load = access.get_session if content else access.get_session_listed
            found = load(request.membership, session)
            try:
                step(request, found)
            except Refused as error:
                refused(request, str(error))
            return _back(request, found)

        return view

    return wrap


def _back(request: PracticeRequest, session: CoachingSession) -> HttpResponse:
    return redirect("sessions:session", request.membership.practice.slug, session.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*ARRANGING)
def cancellation(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What a cancellation means; then it is done by POST."""
    found = access.get_session_listed(request.membership, session)
    if request.method == "POST":
        try:
            verbs.cancel(found, actor=request.membership.person)
        except Refused as error:
            refused(request, str(error))
        else:
            undo = reverse("sessions:reinstatement", args=[request.membership.practice.slug, session])
            said(request, _("The session is cancelled. The other side hears of it in ten minutes."), undo)
        return _back(request, found)
    free = policy.is_free(found, timezone.now(), by_staff=not request.membership.is_client)
    counted = allotment(found.engagement).left is not None
    context = {
        "session": found,
        "seen": as_seen(found, request.membership),
        "cost": words.cost(free=free, by_staff=not request.membership.is_client, counted=counted),
        "free": free,
        "moving_url": moving_url(request.membership, found) if free else "",
        "coming": found.is_ahead and found.starts_at > timezone.now(),
    }
    return render(request, "sessions/cancellation.html", context)


@_step(*ARRANGING, content=False)
def reinstatement(request: PracticeRequest, session: CoachingSession) -> None:
    verbs.reinstate(session, actor=request.membership.person)
    said(request, _("The session is booked again."))


@_step(*navigation.COACHES, content=True)
def confirmation(request: PracticeRequest, session: CoachingSession) -> None:
    verbs.confirm(session, actor=request.membership.person)
    said(request, _("The session is booked."))


@_step(*navigation.COACHES, content=True)
def declining(request: PracticeRequest, session: CoachingSession) -> None:
    verbs.decline(session, actor=request.membership.person)
    said(request, _("The session is declined."))


def _proposal(verb: Verb, done: str | Promise) -> Callable[..., HttpResponseBase]:
    """The coach's yes or no to the time that a person of the session (`member`) proposes, as it was shown to them."""

    @require_POST
    @in_practice(*navigation.COACHES)
    def view(request: PracticeRequest, session: uuid.UUID, member: uuid.UUID) -> HttpResponse:
        found = access.get_session(request.membership, session)
        proposer = get_object_or_404(people.people_in(found.engagement), public_id=member)
        try:
            verb(found, proposer, times.read(request.POST.get("start", "")), actor=request.membership.person)
        except Refused as error:
            refused(request, str(error))
        else:
            said(request, str(done))
        return _back(request, found)

    return view


proposal_acceptance = _proposal(answering.take_proposal, gettext_lazy("The session is moved."))
proposal_refusal = _proposal(answering.refuse_proposal, gettext_lazy("It stays at its time. They are told."))


@require_POST
@in_practice(*ARRANGING)
def agenda(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What it is to be about."""
    found = access.get_session(request.membership, session)
    form = AgendaForm(request.POST)
    if form.is_valid():
        try:
            verbs.note_agenda(found, form.cleaned_data["agenda"], actor=request.membership.person)
        except Refused as error:
            form.add_error("agenda", str(error))
        else:
            said(request, _("Saved."))
            return _back(request, found)
    return render(request, "sessions/session.html", page_of(request.membership, found, form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def holding(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What became of it."""
    found = access.get_session(request.membership, session)
    form = HoldForm(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            _became(found, form, request)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said(request, _("Written down."))
            to = "sessions:followup" if request.GET.get("then") == "followup" else "sessions:session"
            return redirect(to, request.membership.practice.slug, found.public_id)
    context = {"session": found, "seen": as_seen(found, request.membership), "form": form}
    return render(request, "sessions/holding.html", context, status=422 if form.is_bound else 200)


def _became(session: CoachingSession, form: HoldForm, request: PracticeRequest) -> None:
    actor = request.membership.person
    if form.cleaned_data["became"] == "missed":
        verbs.miss(session, actor=actor, missing=form.gone)
        return
    began, ended = form.moments()
    verbs.hold(session, actor=actor, started_at=began, ended_at=ended, missing=form.gone)
