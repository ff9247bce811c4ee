"""What a coach does with one engagement: each a POST of its own, back to the client's page."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people import access, navigation
from opencoach.people.actions import engagement as actions
from opencoach.people.actions import pause as pauses
from opencoach.people.forms import DescribeForm, EndForm, HandOverForm, PauseForm
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import get_with_parts
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said

Step = Callable[[PracticeRequest, Engagement], HttpResponse]


def _step(step: Step) -> Callable[..., HttpResponseBase]:
    """A POST of the engagement's coach; a refusal is said on the client's page."""

    @require_POST
    @in_practice(*navigation.COACHES)
    @wraps(step)
    def view(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
        found = access.get_engagement(request.membership, engagement)
        try:
            return step(request, found)
        except Refused as error:
            refused(request, str(error))
            return _back(request, found)

    return view


def _back(request: PracticeRequest, engagement: Engagement) -> HttpResponse:
    return redirect("dashboard:overview", request.membership.practice.slug, engagement.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def pause(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    found = get_with_parts(access.engagements_for(request.membership), engagement)
    data = request.POST if request.method == "POST" else None
    form = PauseForm(data, initial={"starts_on": pauses.today_for(found)})
    if data is not None and form.is_valid():
        try:
            made = pauses.pause_engagement(found, actor=request.membership.person, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            undo = reverse(
                "people:pause_withdrawal", args=[request.membership.practice.slug, engagement, made.public_id]
            )
            said(request, _("Nothing is due on these days."), undo)
            return _back(request, found)
    context = {"engagement": found, "form": form}
    return render(request, "people/pause.html", context, status=200 if data is None else 422)


@require_POST
@in_practice(*navigation.COACHES)
def pause_withdrawal(request: PracticeRequest, engagement: uuid.UUID, pause: uuid.UUID) -> HttpResponse:
    found = access.get_engagement(request.membership, engagement)
    taken_back = get_object_or_404(found.pauses.select_related("engagement__practice"), public_id=pause)
    pauses.withdraw_pause(taken_back, actor=request.membership.person)
    said(request, _("The pause is taken back."))
    return _back(request, found)


@_step
def resumption(request: PracticeRequest, engagement: Engagement) -> HttpResponse:
    pauses.resume_engagement(engagement, actor=request.membership.person)
    said(request, _("You go on from today."))
    return _back(request, engagement)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def ending(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    found = get_with_parts(access.engagements_for(request.membership), engagement)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.end_engagement(found, actor=request.membership.person, reason=form.cleaned_data["reason"])
        undo = reverse("people:reopening", args=[request.membership.practice.slug, engagement])
        said(request, _("This engagement has ended. Both of you can still read it."), undo)
        return _back(request, found)
    return render(
        request, "people/ending.html", {"engagement": found, "form": form}, status=422 if form.is_bound else 200
    )


@_step
def reopening(request: PracticeRequest, engagement: Engagement) -> HttpResponse:
    actions.reopen_engagement(engagement, actor=request.membership.person)
    first = engagement.status == Engagement.Status.PROSPECT
    said(request, _("It is a first talk again.") if first else _("You go on where you ended."))
    return _back(request, engagement)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def description(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    found = get_with_parts(access.engagements_for(request.membership), engagement)
    form = DescribeForm(found, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.describe_engagement(found, actor=request.membership.person, **form.values())
        said(request, _("Saved."))
        return _back(request, found)
    context = {"engagement": found, "form": form}
    return render(request, "people/description.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(Membership.Role.OWNER)
def coaches(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """The owner gives an engagement to another coach, without reading it."""
    found = get_with_parts(access.engagements_listed_for(request.membership), engagement)
    form = HandOverForm(access.coaches_of(request.membership), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        to: Membership = form.cleaned_data["coach"]
        actions.hand_over(found, to, actor=request.membership.person)
        said(request, _("%(name)s goes on with it from now.") % {"name": to.display_name})
        return _back(request, found)
    context = {"engagement": found, "form": form}
    return render(request, "people/hand_over.html", context, status=422 if form.is_bound else 200)
