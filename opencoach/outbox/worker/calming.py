"""Calm, just before sending: what of a batch goes now, in one mail with what, and what waits or is not sent.

The decision is `calm.budget`'s. What it says of the moment at which something is due is what it said two weeks before.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from opencoach.outbox.calm import standing
from opencoach.outbox.calm.budget import Hold, Verdict, What, Why, budget
from opencoach.outbox.calm.habits import Habits
from opencoach.outbox.calm.standing import Reader
from opencoach.outbox.models import Delivery
from opencoach.outbox.worker.table import Mark

State = Delivery.State
WAITS = {
    Why.NOTHING: "",
    Why.QUIET: gettext_lazy("It waits for the end of their quiet hours."),
    Why.PAUSE: gettext_lazy("It waits for the end of their pause."),
    Why.GATHER: gettext_lazy("It goes with what else comes that day."),
    Why.CAP: gettext_lazy("They have had as many mails today as they want."),
}
SKIPPED = {
    Why.QUIET: gettext_lazy("After their quiet hours it would have been too late."),
    Why.PAUSE: gettext_lazy("After their pause it would have been too late."),
    Why.CAP: gettext_lazy("They had as many mails as they want, and the next day would have been too late."),
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What calm says of one delivery: a mark that ends or delays it; or, without one, everything that goes in one mail
    with it, itself included, the first one first."""

    mark: Mark | None = None
    letter: Sequence[Delivery] = ()


def rulings(taken: Sequence[Delivery], now: dt.datetime) -> dict[int, Ruling]:
    """By id, for each that calm has something to say about; three queries for all of them, none where nothing waits.

    What somebody waits for right now, and what is nobody's in a practice, is never asked about.
    """
    held = [one for one in taken if standing.hold_of(one) != Hold.FREE]
    readers = {reader for one in held if (reader := standing.reader_of(one))}
    habits = standing.habits_for(readers) if readers else {}
    if not habits:
        return {}
    rows = _by_reader(held, habits, now)
    capped = [reader for reader in rows if habits[reader].cap is not None]
    ours = [one.pk for mine in rows.values() for one in mine]
    sent = standing.sent_to(capped, now, but=ours)
    found: dict[int, Ruling] = {}
    for reader, mine in rows.items():
        due = [standing.due_of(one) for one in mine]
        verdicts = budget(due, habits[reader], sent.get(reader, ()), now)
        found |= _ruled({one.dedupe_key: one for one in mine}, verdicts, now)
    return {pk: one for pk, one in found.items() if one.mark is not None or len(one.letter) > 1}


def _by_reader(
    held: Sequence[Delivery], habits: Mapping[Reader, Habits], now: dt.datetime
) -> dict[Reader, list[Delivery]]:
    """What is due now for each reader: what was taken, and what is there besides."""
    rows: dict[Reader, list[Delivery]] = defaultdict(list)
    for one in held:
        reader = standing.reader_of(one)
        if reader in habits and reader is not None:
            rows[reader].append(one)
    others = Delivery.objects.filter(
        state=State.WAITING, next_at__lte=now, by_hand=False,
        channel__in={channel for _practice, _person, channel in rows},
        practice__in={practice for practice, _person, _channel in rows},
        person__in={person for _practice, person, _channel in rows},
    ).select_related("person", "practice", "engagement__practice")  # fmt: skip
    known = {one.pk for one in held}
    for one in others:
        reader = standing.reader_of(one)
        if reader in rows and reader is not None and one.pk not in known and standing.hold_of(one) != Hold.FREE:
            rows[reader].append(one)
    return rows


def _ruled(rows: Mapping[str, Delivery], verdicts: Sequence[Verdict], now: dt.datetime) -> dict[int, Ruling]:
    letters: dict[str, list[Delivery]] = defaultdict(list)
    found: dict[int, Ruling] = {}
    for verdict in verdicts:
        row = rows[verdict.key]
        if verdict.what == What.SKIP and verdict.why in SKIPPED:
            found[row.pk] = Ruling(Mark(row.pk, State.SKIPPED, str(SKIPPED[verdict.why]), attempted=False))
        elif verdict.what == What.SKIP:
            continue  # too late anyway: the usual checks say so
        elif verdict.at > now:
            why = str(WAITS[verdict.why])
            found[row.pk] = Ruling(Mark(row.pk, State.WAITING, why, next_at=verdict.at, attempted=False))
        else:
            letters[verdict.into or verdict.key].append(row)
            found[row.pk] = Ruling(letter=letters[verdict.into or verdict.key])
    return found
