"""The last words of conversations, as they stand now, and when a message came. One query for all of them.

The text of the query is our own, as that of `standing`: putting it together took longer than answering it.
"""
# ruff: noqa: S608 (the text is put together from texts of ours; values are parameters)

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opencoach.conversations import bodies
from opencoach.conversations.models import Conversation, Message
from opencoach.lib import markdown, sniff
from opencoach.people.models import Membership

AUDIO = ", ".join(f"'{kind}'" for kind in sniff.SHOWN if kind.startswith("audio/"))
# A change is found by what it changes: "seq + 0", or SQLite would walk the whole conversation by its order.
CHANGE = """conversations_message change WHERE change.conversation_id = m.conversation_id
            AND change.target_seq = m.seq AND change.target_seq IS NOT NULL AND change.kind = '{kind}'
        ORDER BY change.seq + 0 DESC LIMIT 1"""
WORDS = f"""
SELECT m.*, sender.public_id AS sender_key, edit.body AS edited_body, edit.client_id AS edited_id,
    (SELECT display_name FROM people_membership WHERE practice_id = %(practice)s AND person_id = m.sender_id
        LIMIT 1) AS name,
    (SELECT change.data FROM {CHANGE.format(kind="delete")}) AS gone,
    EXISTS (SELECT 1 FROM conversations_attachment file WHERE file.conversation_id = m.conversation_id
        AND file.message_seq = m.seq AND file.media_type IN ({AUDIO})) AS voice
FROM conversations_message m
LEFT JOIN people_person sender ON sender.id = m.sender_id
LEFT JOIN conversations_message edit ON edit.id = (SELECT change.id FROM {CHANGE.format(kind="edit")})
WHERE m.id IN ({{ids}})
"""


@dataclass(slots=True)
class Last:
    """The last thing that somebody wrote in a conversation, as it stands now. `text`: None if its key is destroyed."""

    at: dt.datetime
    name: str
    mine: bool
    text: str | None
    deleted: bool
    voice: bool  # a voice memo is with it

    @property
    def preview(self) -> str:
        return markdown.chat_words(self.text or "")[:160]


@dataclass(slots=True)
class Words:
    """`last`: the last message by conversation; `came`: when a message came, by its id."""

    last: dict[int, Last] = field(default_factory=dict)
    came: dict[int, dt.datetime] = field(default_factory=dict)


def words_of(
    membership: Membership,
    conversations: Mapping[int, Conversation],
    spoken: Sequence[int | None],
    waiting: Sequence[int | None],
) -> Words:
    """By conversation, the messages `spoken` (one of each) as they stand now; and when those `waiting` came."""
    words = Words()
    wanted = {pk for pk in (*spoken, *waiting) if pk is not None}
    if not wanted:
        return words
    text = WORDS.format(ids=", ".join(str(int(pk)) for pk in wanted))
    read = set(spoken)
    for row in Message.objects.raw(text, {"practice": membership.practice_id}):
        words.came[row.pk] = row.at
        if row.pk in read:
            words.last[row.conversation_id] = _last(membership, conversations[row.conversation_id], row)
    return words


def _last(membership: Membership, conversation: Conversation, row: Any) -> Last:
    gone = json.loads(row.gone) if isinstance(row.gone, str) else row.gone
    deleted = gone is not None and not gone.get("off")
    text = None if row.sender_id is not None and row.name is None else ""
    if not deleted and text is not None:
        key = None if row.sender_key is None else uuid.UUID(str(row.sender_key))
        client_id, body = (row.client_id, row.body) if row.edited_id is None else (row.edited_id, row.edited_body)
        text = bodies.unseal(conversation.engagement, conversation.public_id, key, client_id, bytes(body))
    return Last(row.at, row.name or "", row.sender_id == membership.person_id, text, deleted, bool(row.voice))
