"""What the views of a room share."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest
from opencoach.people.refusal import Refused
from opencoach.people.said import refused
from opencoach.rooms import access
from opencoach.rooms.models import Room, Visit
from opencoach.rooms.queries.facts import Facts, facts
from opencoach.sessions.models import CoachingSession

Role = Membership.Role
MEETING = (Role.OWNER, Role.COACH, Role.CLIENT)
COACHING = (Role.OWNER, Role.COACH)


def load(request: PracticeRequest, session: uuid.UUID) -> CoachingSession:
    """A session whose room the reader may come to; else Http404."""
    return access.get_session(request.membership, session)


def load_inside(request: PracticeRequest, session: uuid.UUID) -> CoachingSession:
    """One whose room is open, and in which the reader is, or was let in before; else Http404."""
    found = load(request, session)
    stands = facts_of(found)
    if stands.standing != "open" or not may_act(request.membership, found):
        raise Http404
    return found


def may_act(reader: Membership, session: CoachingSession) -> bool:
    """A coach always; a client once they were let in."""
    if access.is_coach(reader, session):
        return True
    return Visit.objects.filter(room__session=session, membership=reader, admitted_at__isnull=False).exists()


def facts_of(session: CoachingSession) -> Facts:
    found = facts(session.pk, timezone.now())
    if found is None:
        raise Http404
    return found


def room_row(session: CoachingSession) -> Room | None:
    return Room.objects.select_related("shown").filter(session=session).first()


def back(request: PracticeRequest, session: CoachingSession, anchor: str = "") -> HttpResponse:
    """To the room's page; for a page that is open and asks for a part of it, nothing but a yes."""
    if is_part(request):
        return HttpResponse(status=204)
    path = reverse("rooms:room", args=[request.membership.practice.slug, session.public_id])
    return redirect(f"{path}{f'#{anchor}' if anchor else ''}")


def is_part(request: PracticeRequest) -> bool:
    """Whether the open page of a room asks, and not a person's browser for a page of its own."""
    return request.headers.get("X-Part") == "room"


def attempt(request: PracticeRequest, step: Any) -> bool:
    """Do it; a refusal is said on the next page. Gives whether it was done."""
    try:
        step()
    except Refused as error:
        refused(request, str(error))
        return False
    return True
