"""Settings → Booking page."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people import navigation
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.scheduling import doors
from opencoach.scheduling.actions import booking_page as actions
from opencoach.scheduling.forms.booking_page import CoachPageForm, PracticePageForm, SitesForm


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def booking_page(request: PracticeRequest) -> HttpResponse:
    """The coach's own page."""
    page = doors.page_of(request.membership)
    page.slug = page.slug or actions.proposed_slug(request.membership)
    kinds = list(doors.first_talks_of(request.membership))
    form = CoachPageForm(page, kinds, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            actions.change_coach_page(
                page, is_open=values["is_open"], slug=values["slug"], about=values["about"], left_out=form.left_out()
            )
        except Refused as error:
            form.add_error("slug", str(error))
        else:
            return _back(request)
    return _page(request, coach=form)


@require_POST
@in_practice(Membership.Role.OWNER)
def booking_page_practice(request: PracticeRequest) -> HttpResponse:
    """The practice's page."""
    page = doors.settings_of(request.membership.practice)
    form = PracticePageForm.of(page, request.POST)
    if not form.is_valid():
        return _page(request, practice=form)
    actions.change_practice_page(page, request.membership, **form.cleaned_data)
    return _back(request)


@require_POST
@in_practice(Membership.Role.OWNER)
def booking_page_sites(request: PracticeRequest) -> HttpResponse:
    """The sites that may show the pages in a frame."""
    form = SitesForm.of(doors.settings_of(request.membership.practice), request.POST)
    if not form.is_valid():
        return _page(request, sites=form)
    actions.change_sites(request.membership, form.cleaned_data["sites"])
    return _back(request)


def _back(request: PracticeRequest) -> HttpResponse:
    said(request, _("Saved."))
    return redirect("scheduling:booking_page", request.membership.practice.slug)


def _page(
    request: PracticeRequest, *, coach: CoachPageForm | None = None, practice: PracticePageForm | None = None,
    sites: SitesForm | None = None,
) -> HttpResponse:  # fmt: skip
    member = request.membership
    own, house = doors.page_of(member), doors.settings_of(member.practice)
    slug, kinds = own.slug or actions.proposed_slug(member), list(doors.first_talks_of(member))
    own.slug = slug
    forms = [one for one in (coach, practice, sites) if one is not None]
    status = 422 if any(one.errors for one in forms) else 200
    context: dict[str, Any] = {
        "own": own,
        "house": house,
        "kinds": kinds,
        "coach_form": coach or CoachPageForm(own, kinds),
        "practice_form": practice or PracticePageForm.of(house),
        "sites_form": sites or SitesForm.of(house),
        "own_address": _address("book", member.practice.slug, slug),
        "house_address": _address("book", member.practice.slug),
        "frame_address": _address("embed", member.practice.slug, *([] if house.opened_at else [slug])),
        "script_address": f"{settings.PUBLIC_URL}/static/build/embed.js",
    }
    return render(request, "scheduling/booking_page.html", context, status=status)


def _address(door: str, *places: str) -> str:
    name = "public_practice" if len(places) == 1 else "public_coach"
    return settings.PUBLIC_URL + reverse(f"scheduling:{name}", args=[door, *places])
