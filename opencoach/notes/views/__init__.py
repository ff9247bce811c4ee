from opencoach.notes.views.history import note_history, note_rereading
from opencoach.notes.views.notes import note, note_removal, note_restoration, notes
from opencoach.notes.views.templates import (
    template,
    template_archiving,
    template_new,
    template_restoring,
    templates,
)

__all__ = [
    "note",
    "note_history",
    "note_removal",
    "note_rereading",
    "note_restoration",
    "notes",
    "template",
    "template_archiving",
    "template_new",
    "template_restoring",
    "templates",
]
