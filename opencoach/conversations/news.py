"""What the other processes hear when a batch is stored: NOTIFY, inside the transaction, so when it commits or never.

A message that came by the socket travels with the news, its words sealed as they are in its row, and is shown without
being read from the database; of all others only the head of their conversation is told, and who follows it reads.
"""

import base64
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opencoach.conversations.rows import Head

if TYPE_CHECKING:
    from opencoach.conversations.store import Stored

LARGEST = 3_000  # bytes of sealed words that travel


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that another process has stored."""

    conversation_id: int
    seq: int
    sender: str
    name: str
    client_id: str
    channel: str
    at: dt.datetime
    body: bytes  # sealed


def of(heads: Mapping[int, Head], fresh: Sequence["Stored"]) -> dict[str, list[Any]]:
    """The news of a batch."""
    still = {one.new.conversation_id for one in fresh if not _travels(one)}
    said = [_packed(one) for one in fresh if one.new.conversation_id not in still]
    return {"said": said, "heads": [[key, heads[key].last_seq] for key in sorted(still)]}


def heard(said: Sequence[Sequence[Any]]) -> Iterator[Heard]:
    """The messages in the news of another process."""
    for conversation, seq, sender, name, client_id, channel, at, body in said:
        yield Heard(
            conversation, seq, sender, name, client_id, channel, dt.datetime.fromisoformat(at), base64.b64decode(body)
        )


def _travels(one: "Stored") -> bool:
    new = one.new
    plain = new.kind == "text" and not new.attachments and new.reply_to_seq is None and not new.data
    return plain and new.by is not None and len(new.body) <= LARGEST


def _packed(one: "Stored") -> list[Any]:
    new = one.new
    sender, name = new.by or ("", "")
    body = base64.b64encode(new.body).decode()
    return [new.conversation_id, one.seq, sender, name, new.client_id, str(new.channel), one.at.isoformat(), body]
