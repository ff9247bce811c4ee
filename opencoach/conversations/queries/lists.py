"""The list of conversations, with names and the last words of each."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from opencoach.conversations.models import Conversation, Message
from opencoach.conversations.queries.last_words import Last, Words, words_of
from opencoach.conversations.queries.standing import Standing, standings
from opencoach.people.models import Membership

Kind = Message.Kind
PER_PAGE = 30
BESIDE = 20  # beside an open conversation


@dataclass(slots=True)
class Listed:
    """One row of the Messages page."""

    key: str  # the conversation's public id
    head: int  # its last sequence
    name: str
    who: str  # decides the avatar's hue
    group: bool
    last: Last | None
    unread: int
    waits_since: dt.datetime | None  # of a coach's list: since when a client waits for an answer
    ended: bool
    open: bool = False  # it stands beside


Others = dict[int, list[tuple[str, str]]]  # by conversation, name and public id of each


def listed(membership: Membership, first: int = 0, limit: int = PER_PAGE) -> tuple[list[Listed], int]:
    """The member's conversations from the `first` on, and how many there are in all: unread first, then what waits for
    an answer, then the latest.

    Three queries, for one conversation as for thirty.
    """
    found = standings(membership, first, limit)
    return filled(membership, found.rows), found.total


def filled(membership: Membership, rows: Sequence[Standing], *, by_name: Sequence[Standing] = ()) -> list[Listed]:
    """The same conversations with their names and last words, in two queries; those `by_name` without the words."""
    every = [*rows, *by_name]
    conversations, others, latest = _named(membership, [row.conversation_id for row in every])
    spoken = [latest.get(row.conversation_id) for row in rows]
    words = words_of(membership, conversations, spoken, [row.waits for row in every])
    return [
        _listed(membership, row, conversations[row.conversation_id], others[row.conversation_id], words)
        for row in every
        if row.conversation_id in conversations
    ]


def _listed(
    membership: Membership,
    row: Standing,
    conversation: Conversation,
    others: list[tuple[str, str]],
    words: Words,
) -> Listed:
    engagement = conversation.engagement
    names = ", ".join(name for name, _key in others)
    return Listed(
        key=str(conversation.public_id),
        head=conversation.last_seq,
        name=engagement.group.name if engagement.group else names or engagement.title or membership.practice.name,
        who=others[0][1] if others else str(conversation.public_id),
        group=engagement.group_id is not None,
        last=words.last.get(row.conversation_id),
        unread=row.unread,
        waits_since=None if row.waits is None else words.came.get(row.waits),
        ended=row.ended,
    )


def _named(membership: Membership, ids: Sequence[int]) -> tuple[dict[int, Conversation], Others, dict[int, int]]:
    """These conversations, who is on their other side (the clients for a coach, else the coaches), and by conversation
    the id of the last message that somebody wrote. One query."""
    side = "engagement__client_parts" if membership.is_coach else "engagement__coach_parts"
    part = FilteredRelation(side, condition=Q(**{f"{side}__until": None}))
    rows = Conversation.objects.filter(pk__in=ids).annotate(part=part)
    texts = Message.objects.filter(conversation=OuterRef("pk"), kind=Kind.TEXT).order_by("-seq")
    rows = rows.annotate(
        other=F("part__membership__display_name"),
        key=F("part__membership__public_id"),
        last_text=Subquery(texts.values("pk")[:1]),
    )
    found: dict[int, Conversation] = {}
    latest: dict[int, int] = {}
    others: Others = defaultdict(list)
    for row in rows.select_related("engagement__group").order_by("part__since", "part__pk"):  # a row for each of them
        found.setdefault(row.pk, row)
        if row.last_text is not None:
            latest[row.pk] = row.last_text
        if row.other is not None:
            others[row.pk].append((row.other, str(row.key)))
    return found, others, latest
