"""How every conversation of a member stands: what is unread, and what waits for an answer. One query for all of them.

The badge in the rail, *Today* and the list are made from it. Only ids and numbers are read: a coach may have a
thousand conversations, and a page shows few of them.
"""

import datetime as dt
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from opencoach.conversations import access
from opencoach.conversations.models import Conversation, Message
from opencoach.conversations.queries.page import changes_of
from opencoach.people.models import Engagement, Membership
from opencoach.people.once import is_kept, once

Kind = Message.Kind
KEPT = "conversations.standing"


class Standing(NamedTuple):
    """One conversation, without names and words. `last_text` is the id of the last message that somebody wrote."""

    conversation_id: int
    engagement_id: int
    status: str
    unread: int
    last_text: int | None
    waits_since: dt.datetime | None  # for a coach: since when a client's message waits for an answer


def standing(membership: Membership) -> list[Standing]:
    """All conversations of this member: unread first, then what waits for an answer, then the latest."""
    return once(membership, KEPT, lambda: _standing(membership))


def _standing(membership: Membership) -> list[Standing]:
    rows = _with_waits(with_unread(access.conversations_for(membership), membership), membership).annotate(
        last_text=Subquery(_texts().order_by("-seq").values("pk")[:1])
    )
    fields = ("pk", "engagement_id", "engagement__status", "unread", "last_text", "waits")
    latest = rows.order_by(F("last_at").desc(nulls_last=True), "-pk").values_list(*fields)
    ended = Engagement.Status.ENDED
    found = [Standing(*row) for row in latest]
    return sorted(found, key=lambda row: (row.unread == 0, row.waits_since is None, row.status == ended))


def with_unread(conversations: QuerySet[Conversation], membership: Membership) -> QuerySet[Conversation]:
    """Annotate `read_to` and `unread`: messages of others that this member has not seen."""
    new = _new(membership).order_by().values("conversation").annotate(n=Count("pk")).values("n")
    counted = Coalesce(Subquery(new, output_field=IntegerField()), Value(0))
    return _with_read_to(conversations, membership).annotate(
        unread=Case(When(last_seq__gt=F("read_to"), then=counted), default=Value(0), output_field=IntegerField())
    )


def unread_count(membership: Membership) -> int:
    """How many conversations have something unread, for the badge in the rail (one query at most)."""
    if not (membership.is_coach or membership.is_client):
        return 0
    if is_kept(membership, KEPT):
        return sum(1 for row in standing(membership) if row.unread)
    mine = _with_read_to(access.conversations_for(membership), membership).filter(last_seq__gt=F("read_to"))
    return mine.filter(Exists(_new(membership))).count()


def _with_read_to(conversations: QuerySet[Conversation], membership: Membership) -> QuerySet[Conversation]:
    """Annotate where the unread part begins for this member."""
    marked = When(mine__unread_from__isnull=False, then=F("mine__unread_from") - Value(1))
    return conversations.annotate(
        mine=FilteredRelation("participants", condition=Q(participants__person=membership.person_id))
    ).annotate(read_to=Case(marked, default=Coalesce(F("mine__seen_seq"), Value(0)), output_field=BigIntegerField()))


def _texts() -> QuerySet[Message]:
    return Message.objects.filter(conversation=OuterRef("pk"), kind=Kind.TEXT)


def _new(membership: Membership) -> QuerySet[Message]:
    return _texts().filter(seq__gt=OuterRef("read_to")).exclude(sender=membership.person_id)


def _with_waits(conversations: QuerySet[Conversation], membership: Membership) -> QuerySet[Conversation]:
    """Annotate `waits`: since when a client's message waits for an answer of any coach of the practice."""
    if not membership.is_coach:
        return conversations.annotate(waits=Value(None, output_field=DateTimeField()))
    coaches = Membership.objects.filter(practice=membership.practice_id, role__in=Membership.COACHES)
    answers = _texts().filter(sender__in=coaches.values("person")).order_by("-seq").values("seq")[:1]
    gone = changes_of(OuterRef("conversation"), target_seq=OuterRef("seq"), kind=Kind.DELETE)
    since = _texts().filter(~Exists(gone), seq__gt=OuterRef("answered")).order_by("seq").values("at")[:1]
    running = ~Q(engagement__status=Engagement.Status.ENDED)
    return conversations.annotate(
        answered=Coalesce(Subquery(answers), Value(0), output_field=BigIntegerField())
    ).annotate(waits=Case(When(running, then=Subquery(since)), default=Value(None), output_field=DateTimeField()))
