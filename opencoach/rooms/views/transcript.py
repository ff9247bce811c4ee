"""What was written in a session, to be read again by its people."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencoach.conversations.queries.thread import thread
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.rooms.queries.transcript import conversation_of, transcript_of
from opencoach.rooms.views.loading import MEETING, room_row
from opencoach.sessions import access
from opencoach.sessions.queries.sessions import as_seen


@require_safe
@in_practice(*MEETING)
def transcript(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """All of it; after the end of the work, too, for whoever may still read that."""
    reader = request.membership
    found = access.get_session(reader, session)
    room, conversation = room_row(found), conversation_of(reader, found)
    if room is None or room.first_seq is None or conversation is None:
        raise Http404
    conversation.practice = conversation.engagement.practice = reader.practice
    context = {
        "session": found, "seen": as_seen(found, reader), "thread": thread(conversation, reader, None),
        "days": transcript_of(conversation, reader, room), "room": room,
    }  # fmt: skip
    return render(request, "rooms/transcript.html", context)
