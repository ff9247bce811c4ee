"""What the outbox knows of people at this moment: their habits, and what has gone to them that counts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from opencoach.outbox import ports
from opencoach.outbox.calm import habits
from opencoach.outbox.calm.budget import Due, Hold
from opencoach.outbox.calm.habits import Habits
from opencoach.outbox.models import Delivery
from opencoach.people.models import Membership

State = Delivery.State
Reader = tuple[int, int, str]  # practice, person and channel
CHANNELS = ("email", "sms", "push")  # each is held by the same habits, and counted by itself
BACK = dt.timedelta(hours=50)  # longer than any day
KEY = "calm"  # in `Membership.preferences`


def reader_of(delivery: Delivery) -> Reader | None:
    """Who it goes to and by which channel, where that is a person in a practice."""
    if delivery.practice_id is None or delivery.person_id is None:
        return None
    return delivery.practice_id, delivery.person_id, delivery.channel


def hold_of(delivery: Delivery) -> Hold:
    """How far it can wait; what has no reader with habits, or goes by hand or another road, is never held."""
    kind = ports.kinds.get(delivery.kind)
    if kind is None or delivery.by_hand or delivery.channel not in CHANNELS or reader_of(delivery) is None:
        return Hold.FREE
    return kind.holds


def habits_of(member: Membership) -> Habits:
    return habits.read(member.preferences.get(KEY), member.zone)


def habits_for(readers: Collection[Reader]) -> dict[Reader, Habits]:
    """The habits of these; one query."""
    rows = Membership.objects.filter(_people(readers)).only("practice_id", "person_id", "zone", "preferences")
    found = {(row.practice_id, row.person_id): habits_of(row) for row in rows}
    return {reader: found[reader[:2]] for reader in readers if reader[:2] in found}


def sent_to(
    readers: Collection[Reader], now: dt.datetime, *, but: Iterable[int] = ()
) -> Mapping[Reader, list[dt.datetime]]:
    """When mails went to these that count towards a cap; what is being sent went now, but for those rows. One query."""
    found: dict[Reader, list[dt.datetime]] = defaultdict(list)
    if not readers:
        return found
    counting = [name for name, kind in ports.kinds.items() if kind.holds != Hold.FREE]
    rows = Delivery.objects.filter(
        Q(state=State.SENT, finished_at__gt=now - BACK) | Q(state=State.SENDING),
        _people(readers), kind__in=counting, by_hand=False, carrier=None, channel__in=CHANNELS,
    )  # fmt: skip
    left_out = set(but)
    fields = ("pk", "practice_id", "person_id", "channel", "state", "finished_at")
    for pk, practice, person, channel, state, at in rows.values_list(*fields):
        if pk not in left_out:
            found[(practice, person, channel)].append(at if state == State.SENT and at is not None else now)
    return found


def due_of(delivery: Delivery, *, ended: bool = False) -> Due:
    """A row, for the budget. What was tried and failed is due when it is tried again."""
    at = max(delivery.due_at, delivery.next_at) if delivery.attempts else delivery.due_at
    return Due(delivery.dedupe_key, at, delivery.expires_at, hold_of(delivery), ended)


def _people(readers: Collection[Reader]) -> Q:
    return Q(
        practice__in={practice for practice, _person, _channel in readers},
        person__in={person for _practice, person, _channel in readers},
    )
