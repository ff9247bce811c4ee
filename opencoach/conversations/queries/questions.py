"""Questions that wait for an answer: no coach of the practice has said anything since."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from opencoach.conversations import access
from opencoach.conversations.models import Conversation, Message, Question
from opencoach.conversations.queries.page import fold
from opencoach.people.models import Engagement, Membership
from opencoach.people.once import once
from opencoach.people.queries.engagements import with_parts

Kind = Message.Kind
MOST = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a coach sees it. `words`: its first ones. `due_at`: by when an answer is promised."""

    public_id: uuid.UUID
    conversation: uuid.UUID
    seq: int
    name: str
    words: str
    asked_at: dt.datetime
    due_at: dt.datetime | None
    group: bool
    who: str


def standing(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Those that wait: not settled, not answered, and their message still stands."""
    coaches = Membership.objects.filter(
        practice=OuterRef("conversation__practice"), role__in=Membership.COACHES
    )  # fmt: skip
    said = Message.objects.filter(
        conversation=OuterRef("conversation"), kind=Kind.TEXT, seq__gt=OuterRef("message_seq")
    )
    answered = said.filter(
        sender__in=coaches.filter(practice=OuterRef(OuterRef("conversation__practice"))).values("person")
    )
    gone = Message.objects.filter(
        conversation=OuterRef("conversation"), target_seq=OuterRef("message_seq"), target_seq__isnull=False,
        kind=Kind.DELETE,
    )  # fmt: skip
    waits = questions.filter(settled_at=None).exclude(conversation__engagement__status=Engagement.Status.ENDED)
    return waits.filter(~Exists(answered), ~Exists(gone))


def open_questions(membership: Membership) -> list[Asked]:
    """What waits for this coach, the soonest promised first; the same few queries for one as for twenty."""
    if not membership.is_coach:
        return []
    return once(membership, "conversations.questions", lambda: _load(membership))


def _load(membership: Membership) -> list[Asked]:
    mine = Question.objects.filter(conversation__in=access.conversations_for(membership))
    rows = list(standing(mine).select_related("conversation").order_by("due_at", "asked_at")[:MOST])
    if not rows:
        return []
    engagements = {
        one.pk: one
        for one in with_parts(
            Engagement.objects.filter(pk__in={row.conversation.engagement_id for row in rows}), persons=False,
            coaches=False,
        )
    }  # fmt: skip
    return [_asked(membership, row, engagements[row.conversation.engagement_id]) for row in rows]


def _asked(membership: Membership, row: Question, engagement: Engagement) -> Asked:
    conversation = row.conversation
    conversation.engagement, conversation.practice = engagement, membership.practice
    clients = engagement.current_clients
    return Asked(
        public_id=row.public_id, conversation=conversation.public_id, seq=row.message_seq, name=engagement.name,
        words=first_words(conversation, membership, row.message_seq), asked_at=row.asked_at, due_at=row.due_at,
        group=engagement.group_id is not None, who=str(clients[0].public_id) if clients else "",
    )  # fmt: skip


def first_words(conversation: Conversation, reader: Membership, seq: int, most: int = 120) -> str:
    """The first words of a message as it stands now."""
    message = Message.objects.filter(conversation=conversation, seq=seq).first()
    said = fold(conversation, reader, [message])[0].preview if message else ""
    return said if len(said) <= most else said[: most - 1].rstrip() + "…"


def question_of(conversation: Conversation, seq: int) -> Question | None:
    """The question that this message is, waiting or not, if nobody has settled it."""
    return Question.objects.filter(conversation=conversation, message_seq=seq, settled_at=None).first()


def may_ask(reader: Membership, message: Message, clients: Collection[int]) -> bool:
    """Whether the reader may say that this message is a question, or needs no answer: a client of their own, a coach of
    a client's. `clients`: the ids of the persons who are clients there now."""
    if message.kind != Kind.TEXT or message.sender_id is None:
        return False
    return message.sender_id == reader.person_id if reader.is_client else message.sender_id in clients


def waiting_in(conversation: Conversation) -> Question | None:
    """The first question that waits here. One query."""
    return standing(Question.objects.filter(conversation=conversation)).order_by("message_seq").first()


def is_open(question: Question) -> bool:
    return standing(Question.objects.filter(Q(pk=question.pk))).exists()
