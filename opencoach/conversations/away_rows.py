"""The waiting e-mail for somebody who is away: one row per conversation and person, written with the message itself.

What goes out is decided when it goes (`away.py`): not when it was seen meanwhile, and everything in one mail.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import JSONField
from django.utils import timezone

from opencoach.conversations.rows import AWAY, Head, Present, Rows
from opencoach.outbox.actions.post import identity
from opencoach.outbox.models import Delivery

if TYPE_CHECKING:
    from opencoach.conversations.store import Stored

AFTER = dt.timedelta(minutes=5)
WORTH = dt.timedelta(days=2)  # after which nobody wants to be told any more that something came


def write(database: Rows, heads: Mapping[int, Head], fresh: Sequence["Stored"], present: Sequence[Present]) -> None:
    """For everybody else in these conversations: an e-mail in five minutes, unless one is waiting already."""
    if not fresh:
        return
    senders: dict[int, set[int | None]] = {}
    for stored in fresh:
        senders.setdefault(stored.new.conversation_id, set()).add(stored.new.sender_id)
    wanted = [
        one
        for one in present
        if not one.is_told and senders.get(one.conversation_id, {one.person_id}) != {one.person_id}
    ]
    if wanted:
        due = timezone.now() + AFTER
        made = [_row(database, heads[one.conversation_id], one, due) for one in wanted]
        database.insert(DELIVERIES, _columns(connection.vendor), made, or_leave=True)


DELIVERIES = Delivery._meta.db_table
_FIELDS = {field.attname: field for field in Delivery._meta.concrete_fields if not field.primary_key}


@cache
def _columns(vendor: str) -> Mapping[str, str]:
    """What a delivery's row consists of, whatever else its app gives it, and the types on this database."""
    return {str(field.column): field.db_type(connection) or "" for field in _FIELDS.values()}


@cache
def _usual(vendor: str) -> Mapping[str, Any]:
    """A delivery of which nothing is known, as its columns take it: making a model's instance for each took a third
    of a millisecond of the writer's time, for every first message to somebody."""
    plain = Delivery()
    return {name: getattr(plain, name) for name in _FIELDS}


def _row(database: Rows, head: Head, reader: Present, due: dt.datetime) -> tuple[Any, ...]:
    new = identity()
    values = {
        **_usual(connection.vendor),
        **new,
        "public_id": database.uuid_in(new["public_id"]),
        "kind": AWAY,
        "address": reader.address,
        "person_id": reader.person_id,
        "practice_id": head.practice_id,
        "engagement_id": head.engagement_id,
        "payload": {"conversation": str(head.public_id), "after": reader.reached},
        "dedupe_key": reader.away_key,
        "due_at": database.moment(due),
        "next_at": database.moment(due),
        "expires_at": database.moment(due + WORTH),
        "created_at": database.moment(timezone.now()),
    }
    return tuple(_stored_as(database, field, values[name]) for name, field in _FIELDS.items())


def _stored_as(database: Rows, field: Any, value: Any) -> Any:
    if isinstance(field, JSONField):
        return database.json_in(json.dumps(value))
    return str(value) if isinstance(value, Delivery.State) else value
