"""How far somebody has read."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from opencoach.conversations.models import Conversation, Participant
from opencoach.people.models import Person


def participant(conversation: Conversation, person: Person) -> Participant:
    """The person's row in that conversation, made when it is first needed."""
    row, _made = Participant.objects.get_or_create(conversation=conversation, person=person)
    return row


def seen(conversation: Conversation, person: Person, seq: int) -> bool:
    """They have seen everything up to `seq`. It never goes back. Gives whether it was new."""
    seq = min(seq, _head(conversation))
    row = participant(conversation, person)
    if seq <= row.seen_seq and row.unread_from is None:
        return False
    Participant.objects.filter(pk=row.pk).update(
        seen_seq=Greatest(F("seen_seq"), seq),
        delivered_seq=Greatest(F("delivered_seq"), seq),
        seen_at=timezone.now(),
        unread_from=None,
    )
    return seq > row.seen_seq


def delivered(conversation: Conversation, person: Person, seq: int) -> bool:
    """Everything up to `seq`, as far as `conversation` goes, has reached one of their devices. It never goes back."""
    seq = min(seq, conversation.last_seq)
    steps = Participant.objects.filter(conversation=conversation, person=person)
    if steps.filter(delivered_seq__lt=seq).update(delivered_seq=seq):
        return True
    _row, made = Participant.objects.get_or_create(
        conversation=conversation, person=person, defaults={"delivered_seq": seq}
    )
    return made


@transaction.atomic
def reach(steps: Sequence[tuple[int, int, int, bool]]) -> None:
    """Many steps at once, as (conversation id, person id, sequence, seen or only delivered), in one transaction."""
    heads = dict(Conversation.objects.filter(pk__in={key for key, *_rest in steps}).values_list("pk", "last_seq"))
    now = timezone.now()
    for key, person, wanted, was_seen in steps:
        if key not in heads:
            continue
        seq = min(wanted, heads[key])
        fields: dict[str, Any] = {"delivered_seq": Greatest(F("delivered_seq"), seq)}
        if was_seen:
            fields |= {"seen_seq": Greatest(F("seen_seq"), seq), "seen_at": now, "unread_from": None}
        mine = Participant.objects.filter(conversation=key, person=person)
        if not mine.update(**fields):
            start = {"delivered_seq": seq, **({"seen_seq": seq, "seen_at": now} if was_seen else {})}
            Participant.objects.get_or_create(conversation_id=key, person_id=person, defaults=start)


def mark_unread(conversation: Conversation, person: Person, seq: int) -> None:
    """Count everything from `seq` on as unread again, for this person alone: the other side learns nothing of it."""
    row = participant(conversation, person)
    Participant.objects.filter(pk=row.pk).update(unread_from=max(1, min(seq, _head(conversation))))


def _head(conversation: Conversation) -> int:
    return Conversation.objects.values_list("last_seq", flat=True).get(pk=conversation.pk)
