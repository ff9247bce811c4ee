"""What stands on both screens, and by which medium they go on."""

from django.db import transaction

from opencoach.library.models import Material
from opencoach.rooms import news
from opencoach.rooms.actions.entering import room_of
from opencoach.rooms.models import Room
from opencoach.sessions.models import CoachingSession


@transaction.atomic
def show(session: CoachingSession, material: Material | None) -> Room:
    """Put a material on both screens, in place of what stood there; None takes it away."""
    room = room_of(session)
    room.shown = material
    room.save(update_fields=["shown"])
    news.tell(session, "shown")
    return room


@transaction.atomic
def go_on_by(session: CoachingSession, medium: str) -> Room:
    """The session goes on by another medium (`Room.Medium`)."""
    room = room_of(session)
    if room.medium != medium:
        room.medium = medium
        room.save(update_fields=["medium"])
        news.tell(session)
    return room
