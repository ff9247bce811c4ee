"""The questions that are open to somebody by text, and which of them a text answers.

A text carries no token: what it answers is found among what was asked of its sender. A handler (`ports.answers`) says
of a text whether it could be an answer to its question, and takes it when it is the only one.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from opencoach.outbox.models import Ask, Delivery
from opencoach.people.models import Membership

State = Delivery.State
GONE = (State.SENT, State.SENDING)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that a text asks: `key` names it within its text, `until` ends it. UTC."""

    handler: str
    key: str
    until: dt.datetime
    payload: Mapping[str, object] = field(default_factory=dict)


def asked_by(delivery: Delivery, asking: Iterable[Asking]) -> None:
    """The questions of a text that is about to go; written again, they are the same."""
    if delivery.person_id is None or delivery.practice_id is None:
        return
    Ask.objects.bulk_create(
        [
            Ask(
                person_id=delivery.person_id, practice_id=delivery.practice_id, number=delivery.address,
                handler=one.handler, payload=dict(one.payload), key=f"{delivery.public_id}:{one.key}"[:200],
                delivery=delivery, until=one.until,
            )
            for one in asking
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def ask_now(member: Membership, number: str, asking: Asking) -> Ask:
    """A question that follows another in the same talk: open at once. The same `key` is asked once."""
    return Ask.objects.update_or_create(
        key=f"{member.pk}:{asking.key}"[:200],
        defaults={
            "person": member.person, "practice": member.practice, "number": number, "handler": asking.handler,
            "payload": dict(asking.payload), "until": asking.until, "answered_at": None, "created_at": timezone.now(),
        },
    )[0]  # fmt: skip


def open_asks(number: str, people: Sequence[int]) -> QuerySet[Ask]:
    """What is open to these people at that number, the oldest first. A question whose text has not gone is not open."""
    gone = Q(delivery=None) | Q(delivery__state__in=GONE) | Q(delivery__carrier__state__in=GONE)
    rows = Ask.objects.filter(gone, number=number, person__in=people, answered_at=None, until__gt=timezone.now())
    return rows.select_related("person", "practice", "delivery").order_by("pk")


def answered(ask: Ask) -> None:
    ask.answered_at = timezone.now()
    ask.save(update_fields=["answered_at"])
