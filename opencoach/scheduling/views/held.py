"""What the pages of a time that is held, or booked, have in common."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from opencoach.scheduling import doors
from opencoach.scheduling.models import Hold
from opencoach.scheduling.queries.choices import Offer
from opencoach.scheduling.views.public import show
from opencoach.scheduling.views.stranger import StrangerRequest, there
from opencoach.sessions.models import CoachingSession


def held_page(
    request: StrangerRequest, template: str, held: Hold, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """One of them, with the time that was chosen on it."""
    offer = Offer(held.session_type, held.coach)
    start = context.get("start", held.starts_at)
    end = context.get("end", start + dt.timedelta(minutes=offer.kind.minutes))
    whole = {"held": held, "offer": offer, "own": request.path, "start": start, "end": end,
             **there(start, held.coach, request.reader), **context}  # fmt: skip
    return show(request, template, held.coach.practice, whole, status=status)


def times(session: CoachingSession) -> dict[str, Any]:
    """When it is, and whether the coach has still to say yes."""
    return {"start": session.starts_at, "end": session.ends_at, "asked": session.status == session.Status.REQUESTED}


def address(request: StrangerRequest, name: str, held: Hold, *more: object) -> str:
    """The address of one of them, by its URL name, through the door by which they came."""
    page = doors.page_of(held.coach)
    where = [request.door, page.practice.slug, page.slug, held.session_type.slug, doors.token_of(held)]
    return reverse(f"scheduling:{name}", args=[*where, *more])
