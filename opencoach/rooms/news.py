"""What was done with a room is told to everybody in it, in whatever process they are."""

from collections.abc import Callable
from functools import partial

from django.db import transaction

from opencoach.live import bus
from opencoach.live.hub import hub
from opencoach.sessions.models import CoachingSession

Listener = Callable[[str, str], object]  # a coroutine function: the session's public id, and what
listeners: list[Listener] = []
STANDING = "standing"  # who is in, who waits, when it began or ended


def tell(session: CoachingSession, what: str = STANDING) -> None:
    """After the commit: `what` of this session's room has changed ("standing", or the name of a panel)."""
    transaction.on_commit(partial(_tell, str(session.public_id), what), robust=True)


def _tell(room: str, what: str) -> None:
    for listener in listeners:
        hub.from_thread(partial(listener, room, what))
    bus.publish({"room": [room, what, None]})
