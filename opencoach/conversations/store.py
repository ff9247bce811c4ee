"""The one road into `Message`: a batch of new messages in one transaction, whatever the channel they came by.

Rows of several conversations are locked in the order of their ids, each message gets the next sequence of its
conversation, and sending the same thing twice gives the same sequence. Its Event and the waiting away-mail are
written in the same transaction; who listens is told after the commit.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from opencoach.conversations import away_rows, news, rows
from opencoach.conversations.models import Attachment, Conversation, Message
from opencoach.conversations.rows import Head, Present, Rows
from opencoach.lib.ids import public_id
from opencoach.live import bus

Kind = Message.Kind
Key = tuple[int, int | None, str]  # conversation, sender, client id: what makes a message one and the same


@dataclass(slots=True)
class New:
    """A message before it has a sequence. `body` is sealed already (`bodies.seal`), `attachments` are ids of rows."""

    conversation_id: int
    sender_id: int | None
    client_id: str
    kind: str = Kind.TEXT
    channel: str = Message.Channel.WEB
    body: bytes = b""
    data: Mapping[str, object] = field(default_factory=dict)
    reply_to_seq: int | None = None
    target_seq: int | None = None
    attachments: tuple[int, ...] = ()
    at: dt.datetime | None = None
    draw: Callable[[int, dt.datetime], bytes] | None = None  # its frame, where known: it travels to other processes


@dataclass(slots=True)
class Stored:
    """A message that is durable. `again`: it had been stored before, under the same client id. `frame`: as it went to
    the other processes, where it did."""

    new: New
    public_id: uuid.UUID
    seq: int
    at: dt.datetime
    again: bool = False
    frame: bytes | None = None


listeners: list[Callable[[Sequence[Stored]], None]] = []  # told after each commit: the hub of the live endpoint


class _Twice(Exception):
    """Something in the batch had been stored before, under the same client id."""


def append(items: Sequence[New]) -> list[Stored]:
    """Store a batch; gives each item's sequence, in the order given. Raises Conversation.DoesNotExist.

    That something is sent twice is rare: the constraint finds it, and then the batch is compared with what is there.
    """
    if not items:
        return []
    try:
        return _append(items, {})
    except _Twice:
        with transaction.atomic():
            return _append(items, _known(items))


@transaction.atomic
def _append(items: Sequence[New], known: dict[Key, Stored]) -> list[Stored]:
    database = rows.here()
    heads, present = database.lock({item.conversation_id for item in items})
    if len(heads) != len({item.conversation_id for item in items}):
        raise Conversation.DoesNotExist
    fresh: list[Stored] = []
    answers: list[Stored] = []
    now = timezone.now()
    for item in items:
        key = (item.conversation_id, item.sender_id, item.client_id)
        if item.client_id and key in known:
            answers.append(replace(known[key], new=item, again=True))
            continue
        head = heads[item.conversation_id]
        head.last_seq += 1
        head.last_at = item.at or now
        stored = Stored(item, public_id(), head.last_seq, head.last_at)
        known[key] = stored
        fresh.append(stored)
        answers.append(stored)
    if fresh:
        _write(database, heads, fresh, present)
        transaction.on_commit(partial(_tell, fresh))
    return answers


def _known(items: Sequence[New]) -> dict[Key, Stored]:
    """What has been stored under these client ids before."""
    found = {}
    for row in Message.objects.filter(
        conversation_id__in={item.conversation_id for item in items},
        client_id__in={item.client_id for item in items if item.client_id},
    ).only("public_id", "conversation_id", "sender_id", "client_id", "seq", "at"):
        new = New(row.conversation_id, row.sender_id, row.client_id)
        found[(row.conversation_id, row.sender_id, row.client_id)] = Stored(new, row.public_id, row.seq, row.at)
    return found


def _write(database: Rows, heads: Mapping[int, Head], fresh: Sequence[Stored], present: Sequence[Present]) -> None:
    said = [stored for stored in fresh if stored.new.kind == Kind.TEXT]
    events = [stored for stored in fresh if stored.new.kind in VERBS and stored.new.sender_id is not None]
    try:
        with database.together():
            database.insert(rows.MESSAGES, rows.MESSAGE, [_message(database, one) for one in fresh])
            database.move([heads[key] for key in sorted({one.new.conversation_id for one in fresh})])
            database.insert(
                rows.EVENTS, rows.EVENT, [_event(database, one, heads[one.new.conversation_id]) for one in events]
            )
            if bus.is_shared():
                for one in fresh:
                    if one.new.draw is not None and news.travels(one):
                        one.frame = one.new.draw(one.seq, one.at)
                database.notify(bus.CHANNEL, news.payloads(heads, fresh))
            away_rows.write(database, heads, said, present)
            if not any(one.new.attachments for one in fresh):
                database.commit()
    except IntegrityError as error:
        raise _Twice from error
    for stored in fresh:
        if stored.new.attachments:
            Attachment.objects.filter(pk__in=stored.new.attachments, message_seq=None).update(message_seq=stored.seq)


VERBS: dict[str, str] = {Kind.TEXT: "message.sent", Kind.EDIT: "message.edited", Kind.DELETE: "message.deleted"}


def _message(database: Rows, stored: Stored) -> tuple[object, ...]:
    new = stored.new
    return (
        database.uuid_in(stored.public_id), new.conversation_id, stored.seq, new.sender_id, new.client_id,
        str(new.kind), str(new.channel), database.bytes_in(new.body),
        database.json_in(json.dumps(new.data) if new.data else "{}"),
        new.reply_to_seq, new.target_seq, database.moment(stored.at),
    )  # fmt: skip


def _event(database: Rows, stored: Stored, head: Head) -> tuple[object, ...]:
    return (
        database.uuid_in(public_id()), head.practice_id, head.engagement_id, stored.new.sender_id,
        VERBS[stored.new.kind], database.uuid_in(stored.public_id), database.json_in("{}"), database.moment(stored.at),
    )  # fmt: skip


def _tell(fresh: Sequence[Stored]) -> None:
    for listener in listeners:
        listener(fresh)
