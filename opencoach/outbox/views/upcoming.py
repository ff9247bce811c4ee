"""What somebody will receive in the next 14 days: for themselves, and for the coach as a tab of the client's page."""

import uuid
import zoneinfo
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.outbox.actions import change
from opencoach.outbox.actions.calm import written_down
from opencoach.outbox.calm import days, standing
from opencoach.outbox.calm.upcoming import engagements_of, upcoming, with_subjects
from opencoach.outbox.models import Delivery
from opencoach.people import access, navigation
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import get_with_parts
from opencoach.people.said import refused, said

Step = Callable[[PracticeRequest, Delivery], tuple[bool, str]]


@require_safe
@in_practice()
def mine(request: PracticeRequest) -> HttpResponse:
    """*What you will receive.*"""
    member = request.membership
    context = _context(member, mine=True, engagement=None)
    return render(
        request, "outbox/upcoming.html", context | {"base": reverse("outbox:upcoming", args=[_slug(request)])}
    )


@require_safe
@in_practice(*navigation.COACHES)
def of_client(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """What this client will receive: of this work together, as it really goes. In a group, `?of=` one of them."""
    found = get_with_parts(access.engagements_for(request.membership), engagement)
    context = {
        "engagement": found,
        "tabs": navigation.tab_links(request.membership, found, "upcoming", content=True),
        "people": found.current_clients,
        "base": reverse("outbox:client_upcoming", args=[_slug(request), engagement]),
    }
    if found.current_clients:
        context |= _context(_client(found, request.GET.get("of", "")), mine=False, engagement=found)
    return render(request, "outbox/client_upcoming.html", context)


def _context(member: Membership, *, mine: bool, engagement: Engagement | None) -> dict[str, Any]:
    coming = upcoming(member)
    if engagement is not None:
        coming = [one for one in coming if one.engagement == engagement.pk]
    with timezone.override(zoneinfo.ZoneInfo(member.zone)):
        coming = with_subjects(coming)
    habits = standing.habits_of(member)
    return {"member": member, "days": days.by_day(coming, member.zone, mine=mine), "habits": habits, "mine": mine}


def _step(step: Step, *, by_coach: bool) -> Callable[..., HttpResponse]:
    """Do something with one thing that somebody is to receive: named by its key, in the body."""

    def view(request: PracticeRequest, engagement: uuid.UUID | None = None) -> HttpResponse:
        member, works = _whose(request, engagement)
        key = request.POST.get("key", "")
        rows = (written_down(work, member, key) for work in works)
        row = next((one for one in rows if one is not None), None)
        done, words = step(request, row) if row is not None else (False, "")
        if done:
            said(request, words)
        else:
            refused(request, _("It is not there any more: it has gone, or the plan has changed."))
        if engagement is None:
            return redirect("outbox:upcoming", _slug(request))
        back = reverse("outbox:client_upcoming", args=[_slug(request), engagement])
        return redirect(f"{back}?of={member.public_id}" if len(works[0].current_clients) > 1 else back)

    roles = navigation.COACHES if by_coach else ()
    return require_POST(in_practice(*roles)(view))  # type: ignore[return-value]


def _whose(request: PracticeRequest, engagement: uuid.UUID | None) -> tuple[Membership, list[Engagement]]:
    """Whose mails these are, and in which work: one's own, or those of a client in one that one coaches."""
    if engagement is None:
        return request.membership, engagements_of(request.membership)
    found = get_with_parts(access.engagements_for(request.membership), engagement)
    if not found.current_clients:
        raise Http404
    return _client(found, request.POST.get("of", "")), [found]


def _client(engagement: Engagement, of: str) -> Membership:
    """The client that is meant: the first, or in a group the one that is named."""
    for one in engagement.current_clients:
        if not of or str(one.public_id) == of:
            return one
    raise Http404


def _skipped(request: PracticeRequest, row: Delivery) -> tuple[bool, str]:
    reason = _("%(name)s chose not to send it.") % {"name": request.membership.display_name}
    return change.cancel(row, request.membership.person, reason), _("It is not sent.")


def _sent(request: PracticeRequest, row: Delivery) -> tuple[bool, str]:
    return change.retry(row, request.membership.person), _("It goes out now.")


def _returned(request: PracticeRequest, row: Delivery) -> tuple[bool, str]:
    return change.put_back(row, request.membership.person), _("It goes when it is due.")


def _slug(request: PracticeRequest) -> str:
    return request.membership.practice.slug


skipping, sending, returning = (_step(step, by_coach=False) for step in (_skipped, _sent, _returned))
client_skipping, client_sending, client_returning = (
    _step(step, by_coach=True) for step in (_skipped, _sent, _returned)
)
