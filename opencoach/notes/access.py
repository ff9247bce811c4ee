"""The one door to notes, built on that of people. A note is its author's alone: no client, assistant, owner or other
coach ever has it. What somebody may not have is a 404."""

import uuid

from django.db.models import QuerySet
from django.http import Http404

from opencoach.lib.finding import first_or_404
from opencoach.notes.models import Note, NoteTemplate
from opencoach.people import access
from opencoach.people.models import Engagement, Membership
from opencoach.people.queries.engagements import with_parts

RELATED = ("engagement__practice", "engagement__group", "author__person")


def notes_for(membership: Membership) -> QuerySet[Note]:
    """The member's own notes, of engagements that they coach now; those taken away too."""
    if not membership.is_coach:
        return Note.objects.none()
    return Note.objects.filter(author=membership, engagement__in=access.engagements_for(membership))


def get_note(membership: Membership, public_id: uuid.UUID | str) -> Note:
    """One of them; else Http404."""
    return first_or_404(notes_for(membership).select_related(*RELATED), public_id)


def get_engagement(membership: Membership, public_id: uuid.UUID | str) -> Engagement:
    """An engagement that the member coaches, with its people; else Http404."""
    if not membership.is_coach:
        raise Http404
    return first_or_404(with_parts(access.engagements_for(membership)), public_id)


def templates_for(membership: Membership) -> QuerySet[NoteTemplate]:
    """A coach's own templates."""
    return NoteTemplate.objects.filter(owner=membership)
