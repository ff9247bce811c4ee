"""Where a member chooses a time: to book a session, or to move one."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.scheduling.actions import booking as actions
from opencoach.scheduling.forms import AnyTimeForm, BookForm
from opencoach.scheduling.queries import calendar
from opencoach.scheduling.queries.choices import Offer, engagements, offers
from opencoach.scheduling.queries.free import Free
from opencoach.scheduling.queries.shown import shown
from opencoach.sessions import access, policy, words
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.queries.allotment import allotment
from opencoach.sessions.queries.sessions import as_seen

Role = Membership.Role
ARRANGING = (Role.OWNER, Role.COACH, Role.ASSISTANT, Role.CLIENT)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*ARRANGING)
def booking(request: PracticeRequest) -> HttpResponse:
    """With whom, what, when, and then the click. Each choice is an address; only the last one is a POST."""
    reader = request.membership
    key = request.GET.get("with", "")
    mine = engagements(reader, key)
    engagement = chosen(mine, key)
    if engagement is None:
        return render(request, "scheduling/with_whom.html", {"engagements": mine, "at": request.GET.get("at", "")})
    offered = offers(reader, engagement)
    offer = chosen_offer(offered, request.GET.get("type", ""), request.GET.get("coach", ""))
    context: dict[str, Any] = {
        "engagement": engagement,
        "offers": offered,
        "offer": offer,
        "at": request.GET.get("at", ""),
    }
    if offer is None:
        context["several"] = bool(key) and len(engagements(reader)) > 1
        return render(request, "scheduling/what.html", context)
    query = {"with": str(engagement.public_id)} if key else {}  # the page has a hundred links: only what has to be said
    if len(offered) > 1:
        query |= {"type": str(offer.kind.public_id), "coach": str(offer.coach.public_id)}
    start = calendar.read_time(request.GET.get("at", ""))
    if start is None:
        return render(request, "scheduling/when.html", context | _calendar(request, offer, query))
    return _confirm(request, engagement, offer, start, context | {"query": query})


def _confirm(
    request: PracticeRequest, engagement: Engagement, offer: Offer, start: dt.datetime, context: dict[str, Any]
) -> HttpResponse:
    """The time that was chosen; a POST books it. After a refusal what was typed stays, with other times to choose."""
    reader = request.membership
    form = BookForm(offer.kind, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        start = calendar.read_time(request.POST.get("at", "")) or start
        try:
            made = actions.book(
                engagement, offer, start, by=reader, agenda=form.cleaned_data["agenda"], answers=form.answers()
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            asks = made.status == made.Status.REQUESTED
            said(request, _("You have asked for this time.") if asks else _("The session is booked."))
            return redirect("sessions:session", reader.practice.slug, made.public_id)
    left = allotment(engagement)
    free_until = start - dt.timedelta(minutes=offer.kind.free_until)
    context |= {
        "form": form,
        "start": start,
        "end": start + dt.timedelta(minutes=offer.kind.minutes),
        "left": words.left(left),
        "over": not left.has_room(offer.kind.minutes),
        "free_until": free_until if free_until > timezone.now() else None,
        "others": _others(offer, start, reader) if form.errors else [],
        "back": "?" + urlencode({**context["query"], "day": f"{timezone.localtime(start):%Y-%m-%d}"}),
    }
    return render(request, "scheduling/confirm.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*ARRANGING)
def moving(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """Another time for a session: chosen, and then moved by POST."""
    reader = request.membership
    found = access.get_session_listed(reader, session)
    kind = found.session_type
    if kind is None:
        raise Http404
    offer = Offer(kind, found.coach)
    context: dict[str, Any] = {"session": found, "seen": as_seen(found, reader), "offer": offer, "why": ""}
    start = calendar.read_time(request.POST.get("at", "") or request.GET.get("at", ""))
    if request.method == "POST" and start is not None:
        try:
            actions.move(found, offer, start, by=reader)
        except Refused as error:
            context["why"] = str(error)
        else:
            said(request, _("The session is moved."))
            return redirect("sessions:session", reader.practice.slug, session)
    context["movable"] = policy.is_free(found, timezone.now(), by_staff=not reader.is_client) and found.is_ahead
    if start is not None and not context["why"]:
        context |= {"start": start, "end": start + dt.timedelta(minutes=found.minutes)}
        return render(request, "scheduling/move.html", context)
    context |= _calendar(request, offer, {}, ignoring=found)
    return render(request, "scheduling/when.html", context, status=422 if context["why"] else 200)


def _calendar(
    request: PracticeRequest, offer: Offer, query: dict[str, str], *, ignoring: CoachingSession | None = None
) -> dict[str, Any]:
    """The month and the times of the chosen day, and for the practice any other time."""
    reader = request.membership
    month = shown(offer, reader.zone, request.GET, by_staff=not reader.is_client, ignoring=ignoring)
    any_time = AnyTimeForm(request.GET if "clock" in request.GET else None)
    prefix = "?" + urlencode(query) + "&" if query else "?"
    return {
        "month": month,
        "prefix": prefix,
        "any_time": any_time if not reader.is_client else None,
        "any_start": any_time.start(reader.zone) if any_time.is_bound and any_time.is_valid() else None,
        "query": query,
    }


def _others(offer: Offer, start: dt.datetime, reader: Membership) -> list[dt.datetime]:
    """Free times near one that cannot be had, at most eight."""
    at = int(start.timestamp())
    free = Free(offer.coach, offer.kind, (at - 86400, at + 7 * 86400), by_staff=not reader.is_client)
    near = sorted(free.starts(timezone.now()), key=lambda one: abs(one - at))[:8]
    return [dt.datetime.fromtimestamp(one, dt.UTC) for one in sorted(near)]


def chosen(rows: Sequence[Engagement], key: str) -> Engagement | None:
    """The one that was asked for by its id, or the only one; Http404 for an id that isn't among them."""
    if key and not rows:
        raise Http404
    return rows[0] if len(rows) == 1 else None


def chosen_offer(offered: Sequence[Offer], kind: str, coach: str) -> Offer | None:
    """The type (and coach) that was chosen, or the only one."""
    if not kind:
        return offered[0] if len(offered) == 1 else None
    right = [one for one in offered if str(one.kind.public_id) == kind]
    found = next((one for one in right if str(one.coach.public_id) == coach), right[0] if right else None)
    if found is None:
        raise Http404
    return found
