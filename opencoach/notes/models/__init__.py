from opencoach.notes.models.note import Earlier, Note, Writing
from opencoach.notes.models.summary import Summary
from opencoach.notes.models.template import NoteTemplate

__all__ = ["Earlier", "Note", "NoteTemplate", "Summary", "Writing"]
