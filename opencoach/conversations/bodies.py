"""The words of a message at rest: sealed with the key of whoever wrote them, bound to their one message."""

import uuid
from typing import Protocol

from opencoach.lib import sealing

HOUSE = "practice"  # whose key seals what the practice says: its welcome


class Engaged(Protocol):
    """An engagement, or what stands for one: its public id is part of the names of its keys."""

    @property
    def public_id(self) -> uuid.UUID: ...


def key_name(engagement: Engaged, person: uuid.UUID | None) -> str:
    """The key of one person's part in an engagement; `person` is their public id, None for the practice."""
    return f"{engagement.public_id}.{person or HOUSE}"


def place(conversation: uuid.UUID | str, client_id: str) -> str:
    return f"conversations.message.body:{conversation}:{client_id}"


def seal(engagement: Engaged, conversation: uuid.UUID, person: uuid.UUID | None, client_id: str, text: str) -> bytes:
    """The sealed words; nothing for no words."""
    if not text:
        return b""
    return sealing.seal(key_name(engagement, person), place(conversation, client_id), text.encode())


def unseal(
    engagement: Engaged, conversation: uuid.UUID, person: uuid.UUID | None, client_id: str, body: bytes
) -> str | None:
    """The words, "" for none, and None where they cannot be read any more (their key has been destroyed)."""
    if not body:
        return ""
    try:
        return sealing.unseal(key_name(engagement, person), place(conversation, client_id), bytes(body)).decode()
    except sealing.Unreadable:
        return None
