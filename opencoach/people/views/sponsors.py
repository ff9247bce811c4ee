"""Who pays for an engagement, without reading it."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people import access, navigation
from opencoach.people.actions.engagement import end_sponsorship, sponsor
from opencoach.people.forms import SponsorForm
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import get_with_parts
from opencoach.people.said import said


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def sponsors(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    found = get_with_parts(access.engagements_for(request.membership), engagement)
    present = list(found.sponsorships.filter(until=None).select_related("membership").order_by("pk"))
    choices = access.sponsors_of(request.membership).exclude(pk__in=[one.membership_id for one in present])
    form = SponsorForm(choices, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        by: Membership = form.cleaned_data["sponsor"]
        sponsor(found, by, actor=request.membership.person)
        said(request, _("%(name)s sees that it goes on, and nothing that is said.") % {"name": by.display_name})
        return redirect("people:sponsors", request.membership.practice.slug, engagement)
    context = {"engagement": found, "form": form, "present": present, "can_add": choices.exists()}
    return render(request, "people/sponsors.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_practice(*navigation.COACHES)
def sponsorship_ending(request: PracticeRequest, engagement: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    found = access.get_engagement(request.membership, engagement)
    by = get_object_or_404(access.sponsors_of(request.membership), public_id=member)
    end_sponsorship(found, by, actor=request.membership.person)
    slug = request.membership.practice.slug
    undo = reverse("people:sponsorship", args=[slug, engagement, member])
    said(request, _("%(name)s sees nothing of it any more.") % {"name": by.display_name}, undo)
    return redirect("people:sponsors", slug, engagement)


@require_POST
@in_practice(*navigation.COACHES)
def sponsorship(request: PracticeRequest, engagement: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    """Take an ending back."""
    found = access.get_engagement(request.membership, engagement)
    by = get_object_or_404(access.sponsors_of(request.membership), public_id=member)
    sponsor(found, by, actor=request.membership.person)
    said(request, _("%(name)s sees again that it goes on.") % {"name": by.display_name})
    return redirect("people:sponsors", request.membership.practice.slug, engagement)
