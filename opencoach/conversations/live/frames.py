"""Messages as frames: made at once for what this process has just stored, read from the database for the rest."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Q

from opencoach.conversations import bodies
from opencoach.conversations.models import Attachment, Message
from opencoach.conversations.place import Place
from opencoach.conversations.queries.circle import Writer, writers
from opencoach.lib import markdown
from opencoach.live import frames as wire

Kind = Message.Kind
PAGE = 200  # rows of one read
Pairs = list[tuple[int, bytes]]  # sequences and their frames


@lru_cache(maxsize=64)
def instant(at: dt.datetime) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def frame(
    conversation: str,
    seq: int,
    *,
    kind: str,
    channel: str,
    sender: str | None,
    name: str,
    client_id: str,
    at: dt.datetime,
    body: str | None = "",
    data: Mapping[str, object] | None = None,
    reply_to: int | None = None,
    target: int | None = None,
    attachments: Sequence[Mapping[str, object]] = (),
    deleted: bool = False,
) -> bytes:
    """One `message` frame. `body` None: its words can't be read any more."""
    made: dict[str, Any] = {
        "type": "message",
        "conversation": conversation,
        "seq": seq,
        "kind": kind,
        "channel": channel,
        "sender": sender,
        "name": name,
        "client_id": client_id,
        "at": instant(at),
        "body": "" if deleted else body,
        "html": "" if deleted or not body else str(markdown.chat(body)),
    }
    optional = {"data": data, "reply_to": reply_to, "target": target, "attachments": attachments, "deleted": deleted}
    made.update({key: value for key, value in optional.items() if value})
    return wire.write(made)


def read_after(wanted: Mapping[int, int], conversations: Mapping[int, Place]) -> dict[int, Pairs]:
    """By conversation, the frames after a sequence, in order, at most `PAGE` of each; five queries for all of them."""
    rows = _rows(wanted)
    by_conversation: dict[int, list[Message]] = defaultdict(list)
    for row in rows:
        by_conversation[row.conversation_id].append(row)
    names = _names(rows, conversations)
    gone = _gone(by_conversation)
    files = _files(by_conversation)
    found: dict[int, Pairs] = {}
    for key, mine in by_conversation.items():
        conversation = conversations[key]
        found[key] = [
            (row.seq, _frame(conversation, row, names, (key, row.seq) in gone, files.get((key, row.seq), [])))
            for row in mine[:PAGE]
        ]
    return found


def _rows(wanted: Mapping[int, int]) -> list[Message]:
    """Rows after these sequences, in order. Many conversations at once are read with one statement."""
    if len(wanted) == 1:
        [(key, after)] = wanted.items()
        return list(Message.objects.filter(conversation=key, seq__gt=after).order_by("seq")[:PAGE])
    clause = Q()
    for key, after in wanted.items():
        clause |= Q(conversation=key, seq__gt=after, seq__lte=after + PAGE)
    return list(Message.objects.filter(clause).order_by("conversation", "seq"))


def _names(rows: Iterable[Message], conversations: Mapping[int, Place]) -> dict[int, dict[int, Writer]]:
    """By practice, the writers of these rows."""
    people: dict[int, set[int]] = defaultdict(set)
    sample: dict[int, Place] = {}
    for row in rows:
        conversation = conversations[row.conversation_id]
        sample[conversation.practice_id] = conversation
        if row.sender_id is not None:
            people[conversation.practice_id].add(row.sender_id)
    return {practice: writers(sample[practice], ids) for practice, ids in people.items()}


def _gone(rows: Mapping[int, Sequence[Message]]) -> set[tuple[int, int]]:
    """Which of these messages have been deleted, as (conversation, seq)."""
    gone: set[tuple[int, int]] = set()
    deletions = Message.objects.filter(conversation__in=rows, kind=Kind.DELETE).order_by("seq")
    for key, target, data in deletions.values_list("conversation", "target_seq", "data"):
        if data.get("off"):
            gone.discard((key, target or 0))
        else:
            gone.add((key, target or 0))
    return gone


def _files(rows: Mapping[int, Sequence[Message]]) -> dict[tuple[int, int], list[dict[str, object]]]:
    found: dict[tuple[int, int], list[dict[str, object]]] = defaultdict(list)
    seqs = {row.seq for mine in rows.values() for row in mine if row.kind == Kind.TEXT}
    for row in Attachment.objects.filter(conversation__in=rows, message_seq__in=seqs).order_by("pk"):
        found[row.conversation_id, row.message_seq or 0].append(described(row))
    return found


def described(row: Attachment) -> dict[str, object]:
    """What a frame says of a file."""
    return {
        "id": str(row.public_id),
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "width": row.width,
        "height": row.height,
        "seconds": row.seconds,
    }


def _frame(
    conversation: Place,
    row: Message,
    names: Mapping[int, Mapping[int, Writer]],
    deleted: bool,
    files: Sequence[Mapping[str, object]],
) -> bytes:
    writer = names.get(conversation.practice_id, {}).get(row.sender_id or 0)
    words: str | None = ""
    if row.body and not deleted:
        key = writer.key if writer else None
        words = bodies.unseal(conversation.engagement, conversation.public_id, key, row.client_id, bytes(row.body))
    return frame(
        str(conversation.public_id),
        row.seq,
        kind=row.kind,
        channel=row.channel,
        sender=str(writer.key) if writer else None,
        name=writer.name if writer else "",
        client_id=row.client_id,
        at=row.at,
        body=words,
        data=row.data,
        reply_to=row.reply_to_seq,
        target=row.target_seq,
        attachments=() if deleted else files,
        deleted=deleted,
    )
