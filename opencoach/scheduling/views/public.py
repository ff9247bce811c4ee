"""The pages on which strangers find a coach and a time."""

import datetime as dt
import zoneinfo
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opencoach.people.forms.fields import zone_choices
from opencoach.people.models import Practice
from opencoach.scheduling import doors
from opencoach.scheduling.actions.holding import Reader
from opencoach.scheduling.queries.choices import Offer
from opencoach.scheduling.queries.shown import is_asked, shown
from opencoach.scheduling.views.stranger import StrangerRequest, for_strangers, let_in_frames, settle, shell


@for_strangers
@require_safe
def practice_page(request: StrangerRequest, practice: str) -> HttpResponse:
    """The practice, and its coaches with what can be booked with them."""
    page, coaches = doors.practice_page(practice)
    settle(request, page.practice.zone)
    context = {"page": page, "coaches": coaches, "address": _canonical(practice), "query": zone_query(request)}
    return show(request, "practice", page.practice, context, listed=page.listed)


@for_strangers
@require_safe
def coach_page(request: StrangerRequest, practice: str, coach: str) -> HttpResponse:
    """One coach: their words, and what can be booked."""
    shown = doors.coach_page(practice, coach)
    settle(request, shown.coach.zone)
    context = {"shown": shown, "address": _canonical(practice, coach), "query": zone_query(request)}
    return show(request, "coach", shown.page.practice, context, listed=listed(shown.page.practice))


def when(request: StrangerRequest, practice: str, coach: str, kind: str) -> HttpResponse:
    """A month, and the times of one of its days."""
    shown, offer = doors.first_talk(practice, coach, kind)
    reader = settle(request, shown.coach.zone)
    context = {
        "shown": shown,
        "offer": offer,
        "address": _canonical(practice, coach, kind),
        "zones": zone_choices(),
        "known_zone": any(reader.zone == name for _area, names in zone_choices() for name, _label in names),
        **month_of(request, offer, reader),
    }
    return show(request, "when", shown.page.practice, context, listed=listed(shown.page.practice))


def month_of(request: StrangerRequest, offer: Offer, reader: Reader) -> dict[str, Any]:
    """The month that is asked for; without a wish the first one that has a free time."""
    month = shown(offer, reader.zone, request.GET, by_staff=False)
    end = timezone.now() + dt.timedelta(days=offer.kind.ahead_days)
    over = month.later is None or dt.datetime.combine(month.later, dt.time(), zoneinfo.ZoneInfo(reader.zone)) > end
    query = zone_query(request)
    return {
        "month": month,
        "later": None if over else month.later,
        "prefix": f"?{query}&" if query else "?",
        "nothing": not is_asked(request.GET) and not month.times,
        "first": f"?{query}",
    }


def show(
    request: StrangerRequest, template: str, practice: Practice, context: dict[str, Any], *,
    listed: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Draw one of these pages. `listed`: a search engine may name it."""
    whole = {**shell(request, practice), "listed": listed, **context}
    response = render(request, f"scheduling/public/{template}.html", whole, status=status)
    if not listed:
        response.headers["X-Robots-Tag"] = "noindex"
    return let_in_frames(request, response, practice)


def listed(practice: Practice) -> bool:
    """Whether the practice lets search engines name its pages."""
    return doors.settings_of(practice).listed


def zone_query(request: StrangerRequest, **more: str) -> str:
    """The reader's zone, where they or their browser have said it, as part of an address."""
    said = {"zone": request.reader.zone} if "zone" in request.GET else {}
    return urlencode(said | more)


def _canonical(practice: str, *rest: str) -> str:
    name = ("public_practice", "public_coach", "public_when")[len(rest)]
    return reverse(f"scheduling:{name}", args=["book", practice, *rest])
