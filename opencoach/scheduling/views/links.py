"""Settings → Other calendars."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.scheduling import access
from opencoach.scheduling.actions import links as actions
from opencoach.scheduling.forms import LinkForm, NewLinkForm
from opencoach.scheduling.queries.busy import links_of


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def links(request: PracticeRequest) -> HttpResponse:
    """The reader's calendars; a POST adds one. `part`: the list alone, for a page that waits for the first look."""
    if request.method != "POST":
        return _page(request, NewLinkForm())
    form = NewLinkForm(request.POST)
    if form.is_valid():
        try:
            actions.add(request.membership, **form.cleaned_data)
        except Refused as error:
            form.add_error("address", str(error))
        else:
            said(request, _("Added. It is being read."))
            return _back(request)
    return _page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def link(request: PracticeRequest, link: uuid.UUID) -> HttpResponse:
    """What one is called, and what of it counts."""
    found = access.get_link(request.membership, link)
    form = LinkForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.change(found, **form.cleaned_data)
        said(request, _("Saved."))
        return _back(request)
    context = {"link": found, "form": form}
    return render(request, "scheduling/link.html", context, status=422 if form.errors else 200)


@require_POST
@in_practice(*navigation.COACHES)
def link_look(request: PracticeRequest, link: uuid.UUID) -> HttpResponse:
    """Look into it now."""
    again = actions.look_again(access.get_link(request.membership, link))
    said(request, _("It is being read.") if again else _("It has just been read."))
    return _back(request)


@require_POST
@in_practice(*navigation.COACHES)
def link_removal(request: PracticeRequest, link: uuid.UUID) -> HttpResponse:
    """It is looked into no more, and its times are forgotten."""
    actions.remove(access.get_link(request.membership, link))
    said(request, _("The calendar is taken away. What it said counts no more."))
    return _back(request)


def _back(request: PracticeRequest) -> HttpResponse:
    return redirect("scheduling:links", request.membership.practice.slug)


def _page(request: PracticeRequest, form: NewLinkForm) -> HttpResponse:
    found = links_of(request.membership)
    context: dict[str, Any] = {"links": found, "form": form, "waits": any(one.is_new for one in found)}
    name = "scheduling/_links.html" if "part" in request.GET else "scheduling/links.html"
    return render(request, name, context, status=422 if form.errors else 200)
