"""Settings → Your hours."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.scheduling import access
from opencoach.scheduling.actions import hours as actions
from opencoach.scheduling.forms import OverrideForm, TravelForm, WeekForm


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def availability(request: PracticeRequest) -> HttpResponse:
    """The week; `copy` gives Monday's hours to the other working days and lets the coach look before saving."""
    row = access.availability_of(request.membership)
    if request.method != "POST":
        return _page(request, week=WeekForm(row))
    form = WeekForm(row, request.POST)
    if "copy" in request.POST:
        return _page(request, week=WeekForm(row, form.with_copies()), copied=True)
    if not form.is_valid():
        return _page(request, week=form)
    actions.set_week(request.membership, form.weekly)
    said(request, _("Saved."))
    return _back(request)


@require_POST
@in_practice(*navigation.COACHES)
def overrides(request: PracticeRequest) -> HttpResponse:
    """Days that differ."""
    form = OverrideForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.add_override(request.membership, values["first"], values["last"], values["ranges"], values["label"])
        except Refused as error:
            form.add_error("first", str(error))
        else:
            said(request, _("Saved."))
            return _back(request)
    return _page(request, override=form)


@require_POST
@in_practice(*navigation.COACHES)
def travels(request: PracticeRequest) -> HttpResponse:
    """Days in another zone."""
    form = TravelForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            actions.add_travel(request.membership, values["first"], values["last"], values["zone"])
        except Refused as error:
            form.add_error("first", str(error))
        else:
            said(request, _("Saved."))
            return _back(request)
    return _page(request, travel=form)


@require_POST
@in_practice(*navigation.COACHES)
def override_removal(request: PracticeRequest, override: uuid.UUID) -> HttpResponse:
    actions.remove(access.get_override(request.membership, override), request.membership)
    said(request, _("Your ordinary hours hold again on these days."))
    return _back(request)


@require_POST
@in_practice(*navigation.COACHES)
def travel_removal(request: PracticeRequest, travel: uuid.UUID) -> HttpResponse:
    actions.remove(access.get_travel(request.membership, travel), request.membership)
    said(request, _("Your ordinary time zone holds again on these days."))
    return _back(request)


def _back(request: PracticeRequest) -> HttpResponse:
    return redirect("scheduling:availability", request.membership.practice.slug)


def _page(request: PracticeRequest, *, copied: bool = False, **forms: Any) -> HttpResponse:
    """The page with these forms, the others empty."""
    row = access.availability_of(request.membership)
    today = timezone.localdate()
    saved = row.pk is not None
    context = {
        "week": forms.get("week") or WeekForm(row),
        "override_form": forms.get("override") or OverrideForm(),
        "travel_form": forms.get("travel") or TravelForm(initial={"zone": request.membership.zone}),
        "overrides": list(row.overrides.filter(last__gte=today).order_by("first")) if saved else [],
        "travels": list(row.travels.filter(last__gte=today).order_by("first")) if saved else [],
        "copied": copied,
    }
    wrong = any(form.is_bound and form.errors for form in forms.values())
    return render(request, "scheduling/availability.html", context, status=422 if wrong else 200)
