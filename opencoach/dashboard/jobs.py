"""What the worker does for people, who stand below the outbox and cannot ask it themselves."""

import datetime as dt

from opencoach.outbox.jobs import Job, register
from opencoach.people.actions.pause import follow_all_pauses


def fill() -> None:
    """Called once, when the app is ready."""
    register(Job("pauses", dt.timedelta(minutes=5), _pauses))


def _pauses() -> bool:
    """Pauses begin and end on their days; nothing is left for another run."""
    follow_all_pauses()
    return False
