"""The page of a room in all its stages, and its steps without a script."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.conversations import access as conversations
from opencoach.conversations.models import Conversation
from opencoach.conversations.queries.page import FIRST, page
from opencoach.conversations.queries.thread import thread
from opencoach.conversations.words import REACTIONS
from opencoach.lib import ice as ways
from opencoach.lib.finding import first_or_404
from opencoach.notes.forms import WritingForm
from opencoach.people import access as people
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused
from opencoach.questionnaires.queries.asked import asked_about
from opencoach.rooms import access, hours
from opencoach.rooms.actions import ending as end_actions
from opencoach.rooms.actions import entering, prompts, showing, starting
from opencoach.rooms.models import Room
from opencoach.rooms.queries.page import beside
from opencoach.rooms.views.loading import (
    COACHING,
    MEETING,
    attempt,
    back,
    facts_of,
    load,
    load_inside,
    may_act,
    room_row,
)
from opencoach.rooms.words import after_ending
from opencoach.sessions import private
from opencoach.sessions.models import ASKED, CoachingSession
from opencoach.sessions.queries.notes import note_about
from opencoach.sessions.queries.sessions import as_seen


@require_safe
@in_practice(*MEETING)
def room(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The room as it stands for this reader. A look changes nothing: one knocks, and comes in, by the socket, or by
    `entry` where there is no script."""
    reader = request.membership
    found = load(request, session)
    entering.hear(found, reader)
    stands = facts_of(found)
    row = room_row(found)
    if stands.standing == "closed":
        return redirect("sessions:session", reader.practice.slug, found.public_id)
    stage = ("in" if may_act(reader, found) else "waiting") if stands.standing == "open" else stands.standing
    coach = access.is_coach(reader, found)
    note = note_about(reader, found) if coach else None
    seen = as_seen(found, reader)
    context = {
        "session": found,
        "seen": seen,
        "stage": stage,
        "stands": stands,
        "room": row,
        "coach": coach,
        "text": stands.medium == Room.Medium.TEXT,
        "waiting": [one for one in stands.stays if not one.admitted] if coach else [],
        "now": timezone.now(),
        "agenda": private.unseal(found, "agenda"),
        "asked": asked_about(reader, found.engagement, ASKED, found.public_id),
        "beside": beside(reader, found) if stage in {"waiting", "in"} else None,
        "note": note,
        "note_form": WritingForm(row=note) if coach and stage == "in" else None,
        "prompts": prompts.own(reader) if coach and stage == "in" else [],
        "ice": json.dumps(_servers(request)) if stage == "in" else "",
        "relay_only": settings.ENV.turn_only,
        "after": after_ending(found, reader) if stage == "over" else None,
        "reopens": coach and row is not None and hours.standing(found, timezone.now(), reopened=True) == "open",
        **(_talk(request, found) if stage == "in" else {}),
    }
    return render(request, "rooms/room.html", context)


def _talk(request: PracticeRequest, session: CoachingSession) -> dict[str, Any]:
    """The conversation of these two, as its own page has it."""
    row = Conversation.objects.filter(engagement=session.engagement).first()
    if row is None:
        return {"thread": None}
    found = conversations.get_conversation(request.membership, row.public_id)
    shown = page(found, request.membership, before=None, around=None, limit=FIRST)
    return {"thread": thread(found, request.membership, shown), "reactions": REACTIONS, "reply_to": None, "draft": ""}


@require_POST
@in_practice(*MEETING)
def entry(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """Knock, or come in."""
    found = load(request, session)
    attempt(request, lambda: entering.enter(found, request.membership))
    return back(request, found)


@require_POST
@in_practice(*COACHING)
def admission(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The coach lets somebody in."""
    found = load(request, session)
    members = people.people_in(found.engagement)
    member = first_or_404(members, request.POST.get("member", ""))
    attempt(request, lambda: entering.admit(found, member, by=request.membership.person))
    return back(request, found)


@require_POST
@in_practice(*MEETING)
def leaving(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """One goes; the session goes on, and one can come again."""
    found = load(request, session)
    entering.leave(found, request.membership)
    return redirect("sessions:session", request.membership.practice.slug, found.public_id)


@require_POST
@in_practice(*COACHING)
def ending(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The coach ends it for everybody."""
    found = load(request, session)
    if facts_of(found).standing == "early":
        raise Http404
    row = end_actions.end(found, by=request.membership.person)
    name = "sessions:followup" if row.began_at and timezone.now() >= found.starts_at else "rooms:room"
    return redirect(name, request.membership.practice.slug, found.public_id)


@require_POST
@in_practice(*COACHING)
def reopening(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """It was ended by mistake, and goes on."""
    found = load(request, session)
    attempt(request, lambda: end_actions.reopen(found))
    return back(request, found)


@require_POST
@in_practice(*MEETING)
def medium(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """They go on in writing, or by video again."""
    found = load_inside(request, session)
    wanted = request.POST.get("medium", "")
    if wanted not in Room.Medium.values:
        return HttpResponse(_("By video or in writing?"), status=422, content_type="text/plain")
    showing.go_on_by(found, wanted)
    return back(request, found)


def _servers(request: PracticeRequest) -> dict[str, Any]:
    """The ICE servers for this reader, for the page to bring along, or to ask for again."""
    env = settings.ENV
    person = str(request.membership.person.public_id)
    now = int(timezone.now().timestamp())
    servers = ways.servers(ways.urls(env.stun), ways.urls(env.turn), env.turn_secret, person, now)
    return {"iceServers": servers, "expires_in": ways.LASTS, "relay_only": env.turn_only}


@require_safe
@in_practice(*MEETING)
def ice(request: PracticeRequest, session: uuid.UUID) -> JsonResponse:
    """The ICE servers, with credentials for this person alone; while the room is open."""
    found = load(request, session)
    if facts_of(found).standing != "open":
        raise Http404
    answer = JsonResponse(_servers(request))
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@in_practice(*COACHING)
def start(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """A session on the spot."""
    reader = request.membership
    found = first_or_404(people.engagements_for(reader), engagement)
    wanted = request.POST.get("medium", Room.Medium.VIDEO)
    if wanted not in Room.Medium.values:
        raise Http404
    try:
        made = starting.start(found, reader, wanted)
    except Refused as error:
        refused(request, str(error))
        return redirect("dashboard:overview", reader.practice.slug, found.public_id)
    return redirect("rooms:room", reader.practice.slug, made.public_id)
