"""What people do with sessions and with the types that a practice offers."""

from opencoach.sessions.actions.booking import Booked, book, log_past
from opencoach.sessions.actions.changing import cancel, cancellation, confirm, decline, move, reinstate
from opencoach.sessions.actions.happening import hold, miss, note_agenda
from opencoach.sessions.actions.taking import Taken
from opencoach.sessions.actions.types import add_type, archive_type, begin_with_the_usual, change_type, restore_type

__all__ = [
    "Booked",
    "Taken",
    "add_type",
    "archive_type",
    "begin_with_the_usual",
    "book",
    "cancel",
    "cancellation",
    "change_type",
    "confirm",
    "decline",
    "hold",
    "log_past",
    "miss",
    "move",
    "note_agenda",
    "reinstate",
    "restore_type",
]
