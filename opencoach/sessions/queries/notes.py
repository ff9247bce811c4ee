"""Which session a note is about: fills the port of notes."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from opencoach.lib.moments import stretch
from opencoach.notes import access, ports
from opencoach.notes.models import Note
from opencoach.notes.ports import Origin
from opencoach.people.models import Membership
from opencoach.sessions.models import CoachingSession, SessionNote


def fill() -> None:
    """Called once, when the app is ready."""
    ports.add_origins(origins)


def origins(notes: Sequence[Note]) -> Mapping[int, Origin]:
    """The sessions of these notes, in one query."""
    rows = SessionNote.objects.filter(note__in=[note.pk for note in notes]).select_related("session__practice")
    return {row.note_id: _origin(row.session) for row in rows}


def _origin(session: CoachingSession) -> Origin:
    url = reverse("sessions:followup", args=[session.practice.slug, session.public_id])
    return Origin(stretch(session.starts_at, session.ends_at), url, session.starts_at)


def note_about(membership: Membership, session: CoachingSession) -> Note | None:
    """The member's own note of that session, where there is one."""
    rows = access.notes_for(membership).filter(session_part__session=session)
    return rows.select_related(*access.RELATED).first()
