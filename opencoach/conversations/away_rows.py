"""The waiting e-mail for somebody who is away: one row per conversation and person, written with the message itself.

What goes out is decided when it goes (`away.py`): not when it was seen meanwhile, and everything in one mail.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from opencoach.conversations.rows import Head, Present, Rows
from opencoach.outbox.actions.post import identity
from opencoach.outbox.models import Delivery

if TYPE_CHECKING:
    from opencoach.conversations.store import Stored

AWAY = "away"
AFTER = dt.timedelta(minutes=5)
WORTH = dt.timedelta(days=2)  # after which nobody wants to be told any more that something came


def write(database: Rows, heads: Mapping[int, Head], fresh: Sequence["Stored"], present: Sequence[Present]) -> None:
    """For everybody else in these conversations: an e-mail in five minutes, unless one is waiting already."""
    if not fresh:
        return
    senders: dict[int, set[int | None]] = {}
    for stored in fresh:
        senders.setdefault(stored.new.conversation_id, set()).add(stored.new.sender_id)
    wanted = {
        f"{AWAY}:{one.conversation_id}:{one.person_id}:{one.reached}": one
        for one in present
        if senders[one.conversation_id] != {one.person_id}
    }
    for key in database.waiting(wanted):
        del wanted[key]
    if wanted:
        due = timezone.now() + AFTER
        deliveries = [_row(heads[one.conversation_id], one, key, due) for key, one in wanted.items()]
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)


def _row(head: Head, reader: Present, dedupe_key: str, due: dt.datetime) -> Delivery:
    return Delivery(
        **identity(),
        kind=AWAY,
        address=reader.address,
        person_id=reader.person_id,
        practice_id=head.practice_id,
        engagement_id=head.engagement_id,
        payload={"conversation": str(head.public_id), "after": reader.reached},
        dedupe_key=dedupe_key,
        due_at=due,
        next_at=due,
        expires_at=due + WORTH,
    )
