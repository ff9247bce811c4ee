"""The question desk: which messages are questions, and by when they are answered."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.conversations import access, receipt
from opencoach.conversations.models import Conversation, Message, Question
from opencoach.conversations.queries.questions import may_ask
from opencoach.people import access as people
from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.promise import Away, read_away
from opencoach.people.refusal import Refused

Kind, Source = Message.Kind, Question.Source
QUIET = dt.timedelta(days=3)  # of silence, after which a client's first message asks for an answer
BACK = dt.timedelta(hours=2)  # how far the worker looks back
LAST = 60  # messages of each conversation


@transaction.atomic
def mark(conversation: Conversation, by: Membership, seq: int) -> Question:
    """A client says that their message is a question, or the coach says so of it. Twice is once.

    Raises Refused, Http404.
    """
    message = access.get_message(conversation, seq)
    if not access.may_write(by, conversation):
        raise Refused(_("This conversation has ended. You can still read it."))
    if message.kind != Kind.TEXT or message.sender is None or access.is_deleted(conversation, seq):
        raise Refused(_("This message cannot be a question."))
    clients = [member.person_id for member in people.people_in(conversation.engagement) if member.is_client]
    if not may_ask(by, message, clients):
        raise Refused(_("Only what a client wrote can be a question: their own, or marked by the coach."))
    question = ask(conversation, message, Source.MARKED, receipted=by.is_client)
    if question.settled_at is not None:
        question.settled_at, question.settled_by = None, None
        question.save(update_fields=["settled_at", "settled_by"])
    return question


@transaction.atomic
def settle(conversation: Conversation, by: Membership, seq: int) -> None:
    """It needs no answer (any more). A client says so of their own. Raises Refused."""
    question = Question.objects.select_for_update().filter(conversation=conversation, message_seq=seq).first()
    if question is None or question.settled_at is not None:
        return
    if by.is_client and question.asked_by_id != by.person_id:
        raise Refused(_("Only who asked, or the coach, can say that it needs no answer."))
    question.settled_at, question.settled_by = timezone.now(), by.person
    question.save(update_fields=["settled_at", "settled_by"])
    _record("question.settled", question, by.person)


def ask(conversation: Conversation, message: Message, source: str, *, receipted: bool = True) -> Question:
    """Put a client's message on the question desk, and send the receipt for it; once, however often it is called."""
    if message.sender_id is None:
        raise ValueError("nobody said it")
    coach = receipt.coach_of(conversation.engagement)
    away = read_away(coach.preferences) if coach else None
    question, made = Question.objects.get_or_create(
        conversation=conversation,
        message_seq=message.seq,
        defaults={
            "asked_by_id": message.sender_id,
            "asked_at": message.at,
            "due_at": conversation.practice.promise.until(message.at, away),
            "source": source,
        },
    )
    if made:
        _record("question.asked", question, question.asked_by)
        if receipted:
            receipt.post_receipt(question)
    return question


def look_for_questions() -> None:
    """The worker's job: of what was said lately, the first from a client after quiet, or while the coach is away."""
    now = timezone.now()
    lately = Conversation.objects.filter(last_at__gt=now - BACK).exclude(engagement__status=Engagement.Status.ENDED)
    found = {one.pk: one for one in lately.select_related("practice", "engagement__practice")}
    if not found:
        return
    rows = Message.objects.filter(
        conversation__in=found, kind=Kind.TEXT, seq__gt=F("conversation__last_seq") - LAST
    ).order_by("conversation", "seq")  # fmt: skip
    said: dict[int, list[Message]] = defaultdict(list)
    for row in rows.defer("body"):
        said[row.conversation_id].append(row)
    known = set(Question.objects.filter(conversation__in=found).values_list("conversation_id", "message_seq"))
    for pk, messages in said.items():
        if messages[-1].at > now - BACK:
            _look(found[pk], messages, {seq for one, seq in known if one == pk}, now)


def _look(conversation: Conversation, messages: Sequence[Message], known: Collection[int], now: dt.datetime) -> None:
    members = list(people.people_in(conversation.engagement))
    clients = {member.person_id for member in members if member.is_client}
    coach = receipt.coach_of(conversation.engagement)
    away = receipt.away_now(coach, now)
    complete = messages[0].seq == 1 or len(messages) < LAST - 1
    for message, source in asking(messages, clients, away is not None, complete=complete):
        if message.at > now - BACK and message.seq not in known:
            with transaction.atomic():
                ask(conversation, message, source)


def asking(
    messages: Sequence[Message], clients: Collection[int], is_away: bool, *, complete: bool = True
) -> Iterator[tuple[Message, str]]:
    """Which of these (in order) ask by themselves, and why: what nobody of the coaches has answered yet, and that came
    after days of quiet, or while the coach is away. At most one of those that wait. Pure.

    `complete`: nothing was said before the first of them.
    """
    open_since = next((n + 1 for n in reversed(range(len(messages))) if messages[n].sender_id not in clients), 0)
    for n in range(open_since, len(messages)):
        message = messages[n]
        before = messages[n - 1].at if n else None
        after_quiet = (before is None and complete) or (before is not None and message.at - before >= QUIET)
        if after_quiet or is_away:
            yield message, Source.QUIET if after_quiet else Source.AWAY
            return


@transaction.atomic
def set_away(member: Membership, away: Away | None) -> None:
    """A coach says when they are away and what the receipts say then; None for not at all. Raises Refused."""
    if away is not None and away.last < away.first:
        raise Refused(_("It ends after it begins."))
    row = Membership.objects.select_for_update().get(pk=member.pk)
    row.preferences = {**row.preferences, "away": away.kept if away else None}
    row.save(update_fields=["preferences"])
    member.preferences = row.preferences
    record_event("membership.away", practice=member.practice, actor=member.person, thing=member.public_id)


def _record(verb: str, question: Question, actor: Person) -> None:
    conversation = question.conversation
    record_event(
        verb, practice=conversation.practice, engagement=conversation.engagement, actor=actor,
        thing=question.public_id,
    )  # fmt: skip
