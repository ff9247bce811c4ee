"""The one door to rooms: that of sessions. What somebody may not have is a 404."""

import uuid

from django.http import Http404

from opencoach.lib.finding import first_or_404
from opencoach.people import access as people
from opencoach.people.models import Membership
from opencoach.rooms.models import Prompt
from opencoach.sessions import access as sessions
from opencoach.sessions.models import CoachingSession


def get_session(membership: Membership, public_id: uuid.UUID | str) -> CoachingSession:
    """A session that this member takes part in, and that has a room; else Http404.

    Its coaches and its present clients, while their work together goes on: whoever only reads it (after its end, say)
    has no room in it.
    """
    found = sessions.get_session(membership, public_id)
    if not found.has_room or not people.may_write(membership, found.engagement):
        raise Http404
    return found


def is_coach(membership: Membership, session: CoachingSession) -> bool:
    """Whether they are on the coach's side of this session's room."""
    return membership.is_coach and membership.practice_id == session.practice_id


def get_prompt(membership: Membership, public_id: uuid.UUID | str) -> Prompt:
    """One of the coach's own; else Http404."""
    return first_or_404(Prompt.objects.filter(membership=membership), public_id)
