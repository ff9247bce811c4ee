"""Find words in one conversation. What is sealed is in no index: it is opened here, row by row, and forgotten again."""

import datetime as dt
from dataclasses import dataclass

from opencoach.conversations import bodies
from opencoach.conversations.models import Conversation, Message
from opencoach.conversations.queries.circle import writers
from opencoach.lib import markdown
from opencoach.people.models import Membership

Kind = Message.Kind
MOST = 50
AROUND = 60  # characters shown on either side of what was found


@dataclass(slots=True)
class Hit:
    """A place where the words stand: before them, they themselves, after them."""

    seq: int
    at: dt.datetime
    name: str
    mine: bool
    before: str
    words: str
    after: str


def find(conversation: Conversation, reader: Membership, words: str, most: int = MOST) -> list[Hit]:
    """The latest messages that hold `words`, whatever their case, as they stand now."""
    sought = words.casefold()
    rows = Message.objects.filter(conversation=conversation, kind__in=[Kind.TEXT, Kind.EDIT, Kind.DELETE])
    people = rows.order_by().values_list("sender", flat=True).distinct()
    names = writers(conversation, [one for one in people if one is not None])
    hits: list[Hit] = []
    changed: set[int] = set()  # whose latest wording, or deletion, came by already
    gone: dict[int, bool] = {}
    latest = rows.order_by("-seq").values_list("seq", "target_seq", "kind", "sender", "client_id", "body", "data", "at")
    for seq, target, kind, sender, client_id, body, data, at in latest.iterator(500):
        if kind == Kind.DELETE:
            gone.setdefault(target or 0, not data.get("off"))
            continue
        place = (target or 0) if kind == Kind.EDIT else seq
        if place in changed or gone.get(place):
            continue
        changed.add(place)
        writer = names.get(sender)
        key = writer.key if writer else None
        text = bodies.unseal(conversation.engagement, conversation.public_id, key, client_id, bytes(body))
        if text and sought in text.casefold():
            name = writer.name if writer else ""
            hits.append(Hit(place, at, name, sender == reader.person_id, *cut(markdown.chat_words(text), words)))
            if len(hits) == most:
                break
    return hits


def cut(text: str, words: str) -> tuple[str, str, str]:
    """The text around the first place where the words stand; its beginning where markup parted them."""
    start = text.lower().find(words.lower())
    if start < 0:
        return text[: 2 * AROUND], "", ""
    stop = start + len(words)
    before = text[max(0, start - AROUND) : start]
    after = text[stop : stop + AROUND]
    return (
        ("…" if start > AROUND else "") + before,
        text[start:stop],
        after + ("…" if stop + AROUND < len(text) else ""),
    )
