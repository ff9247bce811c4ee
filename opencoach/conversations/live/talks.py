"""What one person may follow: their conversations, as the socket needs them."""

import uuid
from dataclasses import dataclass

from opencoach.conversations import access, bodies
from opencoach.conversations.place import Place, place_of
from opencoach.live.ports import Identity
from opencoach.people.models import Membership


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation that a person may read. `seal` is the name of the key that seals what they write there."""

    row: Place
    key: str
    may_write: bool
    seal: str


Talks = dict[str, Talk]


def load(identity: Identity) -> Talks:
    """By public id, every conversation of this member (two queries)."""
    membership = Membership.objects.get(pk=identity.membership_id)
    rows = access.conversations_for(membership).select_related("engagement")
    person = uuid.UUID(identity.key)
    talks = {}
    for row in rows:
        place = place_of(row)
        seal = bodies.key_name(place.engagement, person)
        talks[str(row.public_id)] = Talk(place, str(row.public_id), access.may_write(membership, row), seal)
    return talks
