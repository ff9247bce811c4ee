"""What stays the same of a conversation, for those who keep it in memory for long: the live endpoint."""

import uuid
from dataclasses import dataclass
from weakref import WeakValueDictionary

from opencoach.conversations.models import Conversation


@dataclass(frozen=True, slots=True)
class Engaged:
    """The engagement of a place: all that the names of its keys need."""

    public_id: uuid.UUID


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Place:
    """Shared by everybody who follows the conversation: a model's instance for each connection is a lot of memory."""

    pk: int
    public_id: uuid.UUID
    practice_id: int
    engagement: Engaged


_places: WeakValueDictionary[int, Place] = WeakValueDictionary()


def place_of(row: Conversation) -> Place:
    """Its place; `row` has its engagement."""
    made = Place(row.pk, row.public_id, row.practice_id, Engaged(row.engagement.public_id))
    known = _places.setdefault(row.pk, made)
    if known != made:
        _places[row.pk] = known = made
    return known
