"""A coach's own templates of notes."""

from django.db import transaction
from django.utils import timezone

from opencoach.notes.models import NoteTemplate
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership


@transaction.atomic
def make(title: str, body: str, *, by: Membership) -> NoteTemplate:
    made = NoteTemplate.objects.create(owner=by, title=title, body=body)
    _record("note_template.made", made)
    return made


@transaction.atomic
def change(template: NoteTemplate, title: str, body: str) -> None:
    template.title, template.body = title, body
    template.save(update_fields=["title", "body"])
    _record("note_template.changed", template)


@transaction.atomic
def archive(template: NoteTemplate) -> None:
    """It is offered no longer."""
    template.archived_at = timezone.now()
    template.save(update_fields=["archived_at"])
    _record("note_template.archived", template)


@transaction.atomic
def restore(template: NoteTemplate) -> None:
    template.archived_at = None
    template.save(update_fields=["archived_at"])
    _record("note_template.restored", template)


def _record(verb: str, template: NoteTemplate) -> None:
    record_event(verb, practice=template.owner.practice, actor=template.owner.person, thing=template.public_id)
