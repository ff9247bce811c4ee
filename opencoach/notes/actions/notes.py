"""A coach's private notes: begun, taken away, brought back."""

from django.db import transaction
from django.utils import timezone

from opencoach.notes.actions.writing import locked
from opencoach.notes.models import Note
from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership


@transaction.atomic
def begin(engagement: Engagement, *, by: Membership) -> Note:
    """A new note, with nothing in it; the one that was begun before and left empty, where there is one."""
    rows = Note.objects.select_for_update(of=("self",)).filter(engagement=engagement, author=by, revision=0)
    return rows.filter(removed_at=None).first() or make(engagement, by=by)


def make(engagement: Engagement, *, by: Membership) -> Note:
    """The row alone; in the caller's transaction."""
    made = Note.objects.create(engagement=engagement, author=by)
    _record("note.begun", made)
    return made


@transaction.atomic
def remove(note: Note) -> None:
    """It is taken away; `restore` brings it back."""
    note = locked(note)
    note.removed_at = timezone.now()
    note.save(update_fields=["removed_at"])
    _record("note.removed", note)


@transaction.atomic
def restore(note: Note) -> None:
    note = locked(note)
    note.removed_at = None
    note.save(update_fields=["removed_at"])
    _record("note.restored", note)


def _record(verb: str, note: Note) -> None:
    record_event(
        verb, practice=note.engagement.practice, engagement=note.engagement, actor=note.author.person,
        thing=note.public_id,
    )  # fmt: skip
