"""How many parts of texts a practice may send in a month."""

from django.db import transaction
from django.utils import timezone

from opencoach.outbox.models import TextPlan
from opencoach.people.actions.event import record_event
from opencoach.people.models import Person, Practice


@transaction.atomic
def change_text_plan(practice: Practice, most_parts: int | None, *, actor: Person) -> None:
    """At most so many; None for as many as the installation allows."""
    row, _made = TextPlan.objects.select_for_update().get_or_create(practice=practice)
    if row.most_parts == most_parts:
        return
    row.most_parts, row.changed_at = most_parts, timezone.now()
    row.save(update_fields=["most_parts", "changed_at"])
    record_event("texts.cap", practice=practice, actor=actor, most=most_parts)
