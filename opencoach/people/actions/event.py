import uuid
from collections.abc import Iterable
from typing import Any

from opencoach.people.models import Engagement, Event, Person, Practice


def record_event(
    verb: str,
    *,
    practice: Practice,
    actor: Person | None,
    engagement: Engagement | None = None,
    thing: uuid.UUID | None = None,
    **data: Any,
) -> Event:
    """Write down who did what, in the caller's transaction. `data` holds ids, dates and choices, never words."""
    return Event.objects.create(
        practice=practice, engagement=engagement, actor=actor, verb=verb, thing=thing, data=data
    )


def record_events(events: Iterable[Event]) -> None:
    """The same for many at once, in one query."""
    Event.objects.bulk_create(events)
