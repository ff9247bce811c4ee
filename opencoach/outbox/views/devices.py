"""Settings → What reaches you → Your devices: where notifications go, and what a notification says."""

import json
import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from opencoach.lib.ids import public_id
from opencoach.outbox import access, ports, pushing
from opencoach.outbox.actions import devices as actions
from opencoach.outbox.actions.post import post
from opencoach.outbox.transports.webpush import vapid
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said

LONGEST = 10_000  # bytes of what a browser says of itself


@require_safe
@in_practice()
def devices(request: PracticeRequest) -> HttpResponse:
    """Where notifications go; this browser can be added by its script."""
    found = actions.present(request.membership.person)
    return render(request, "outbox/devices.html", {"devices": found, "key": vapid.public_key()})


@require_POST
@in_practice()
def device_adding(request: PracticeRequest) -> HttpResponse:
    """What the browser's `PushSubscription` says of itself, as JSON."""
    try:
        given = json.loads(request.body[:LONGEST])
    except ValueError:
        given = None
    try:
        place = actions.read(given)
        actions.add(request.membership.person, place, pushing.browser_of(request.headers.get("User-Agent", "")))
    except Refused as error:
        return JsonResponse({"error": str(error)}, status=422)
    said(request, _("Notifications come to this device. Choose what comes as one."))
    return JsonResponse({"url": reverse("outbox:habits", args=[request.membership.practice.slug])}, status=201)


@require_POST
@in_practice()
def device_removal(request: PracticeRequest, device: uuid.UUID) -> HttpResponse:
    """No more notifications there."""
    actions.remove(access.get_device(request.membership, device))
    said(request, _("Nothing goes to this device any more."))
    return redirect("outbox:devices", request.membership.practice.slug)


@require_POST
@in_practice()
def device_trial(request: PracticeRequest) -> HttpResponse:
    """One now, to see whether they come."""
    member = request.membership
    if not actions.present(member.person).exists():
        refused(request, _("Add a device first."))
    else:
        post(
            pushing.TRIAL, channel="push", address=str(member.person.public_id), person=member.person,
            practice=member.practice, dedupe_key=f"{pushing.TRIAL}:{public_id()}",
        )  # fmt: skip
        said(request, _("One is on its way."))
    return redirect("outbox:devices", member.practice.slug)


@require_safe
@login_required
def pushed(request: HttpRequest, delivery: uuid.UUID) -> HttpResponse:
    """What a notification says, for the browser that got it."""
    found, member = access.get_notified(request.user, delivery)  # type: ignore[arg-type]
    kind = ports.kinds.get(found.kind)
    with override(member.language):
        words = {
            "title": member.practice.name,
            "body": str(kind.label) if kind else _("Something new waits for you."),
            "tag": str(found.public_id),
            "lang": member.language,
            "url": pushing.leads(found) or reverse("dashboard:today", args=[member.practice.slug]),
        }
    return JsonResponse(words, headers={"Cache-Control": "no-store"})
