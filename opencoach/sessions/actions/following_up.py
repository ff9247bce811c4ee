"""What a coach writes after a session."""

from django.db import transaction

from opencoach.notes.actions import notes
from opencoach.notes.models import Note
from opencoach.people.models import Membership
from opencoach.sessions.actions import steps
from opencoach.sessions.models import CoachingSession, SessionNote


@transaction.atomic
def note_of(session: CoachingSession, *, by: Membership) -> Note:
    """The coach's own note of that session, made at the first call."""
    steps.lock_engagement(session.engagement)
    part = SessionNote.objects.select_related("note").filter(session=session, author=by).first()
    if part is None:
        part = SessionNote.objects.create(session=session, author=by, note=notes.make(session.engagement, by=by))
    return part.note
