"""What somebody will receive: from the planners and what waits already, through the same `budget()` that sends."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.functional import Promise

from opencoach.outbox import planning, ports, roads, suppressing
from opencoach.outbox.calm import standing
from opencoach.outbox.calm.budget import Due, Hold, Verdict, What, Why, budget
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Planned
from opencoach.people.models import Engagement, Membership

State = Delivery.State
AHEAD = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing that somebody is to receive, and what becomes of it.

    `engagement`: the id of the work that it belongs to. `planned_at`: when it was meant to go. `row` is None until it
    has been written down. `set_aside`: somebody chose that it doesn't go. `about`: what it is about, in a few words.
    """

    verdict: Verdict
    kind: str
    label: str | Promise
    engagement: int | None
    planned_at: dt.datetime
    payload: Mapping[str, object]
    row: Delivery | None
    set_aside: bool = False
    about: str = ""
    channel: str = "email"

    @property
    def key(self) -> str:
        return self.verdict.key

    @property
    def goes(self) -> bool:
        return self.verdict.what != What.SKIP and not self.set_aside

    @property
    def may_change(self) -> bool:
        """Whether somebody can skip it, put it back or send it now."""
        return self.engagement is not None and self.verdict.why != Why.ENDED


@dataclass(frozen=True, slots=True)
class _Known:
    """Something that is planned or waits, before it has a verdict."""

    due: Due
    kind: str
    engagement: int | None
    payload: Mapping[str, object]
    row: Delivery | None = None
    channel: str = "email"


def upcoming(member: Membership, now: dt.datetime | None = None, ahead: dt.timedelta = AHEAD) -> list[Coming]:
    """Everything that this member is to receive in this practice until then, in the order in which it goes.

    It writes nothing. What the planners say counts as the worker would write it down now (`planning.changes`).
    """
    now = now or timezone.now()
    rows = _rows(member, now)
    known = {one.due.key: one for one in (*_planned(member, rows, now), *_waiting(rows))}
    ended = _ended(member, known.values())
    sent = standing.sent_to([(member.practice_id, member.person_id, channel) for channel in standing.CHANNELS], now)
    habits = standing.habits_of(member)
    verdicts = []
    for channel in standing.CHANNELS:
        due = [replace(one.due, ended=one.due.key in ended) for one in known.values() if one.channel == channel]
        verdicts += budget(due, habits, sent[(member.practice_id, member.person_id, channel)], now)
    found = [_coming(known[one.key], one) for one in verdicts if one.at < now + ahead]
    aside = [
        _coming(_of_row(row), Verdict(row.dedupe_key, What.SKIP, row.due_at), set_aside=True)
        for row in rows
        if row.state == State.SKIPPED and row.by_hand and now <= row.due_at < now + ahead
    ]
    return sorted([*found, *aside], key=lambda one: one.verdict.at)


def with_subjects(coming: Sequence[Coming]) -> list[Coming]:
    """The same, each with what it is about; as many queries as there are kinds that can say so."""
    by_kind: dict[str, list[Coming]] = defaultdict(list)
    for one in coming:
        by_kind[one.kind].append(one)
    said: dict[str, str] = {}
    for name, those in by_kind.items():
        kind = ports.kinds.get(name)
        if kind is not None and kind.about is not None:
            words = kind.about([one.payload for one in those])
            said |= {one.key: text for one, text in zip(those, words, strict=True)}
    return [replace(one, about=said.get(one.key, "")) for one in coming]


def engagements_of(member: Membership) -> list[Engagement]:
    """The engagements whose planners may have something for this member."""
    parts = Engagement.objects.filter(practice=member.practice_id).exclude(status=Engagement.Status.ENDED)
    side = "coach_parts" if member.is_coach else "client_parts"
    mine = parts.filter(**{f"{side}__membership": member, f"{side}__until": None})
    return list(mine.select_related("practice", "group").distinct().order_by("pk"))


def _rows(member: Membership, now: dt.datetime) -> list[Delivery]:
    """What is written down for them: what is not over, and what was planned lately and is."""
    rows = Delivery.objects.filter(
        practice=member.practice_id, person=member.person_id, channel__in=standing.CHANNELS,
        due_at__gte=now - planning.AHEAD,
    )  # fmt: skip
    return list(rows.order_by("pk"))


def _planned(member: Membership, rows: Sequence[Delivery], now: dt.datetime) -> Iterator[_Known]:
    """What the planners say for them, as `planning.materialise` would have it in the table."""
    for engagement in engagements_of(member):
        for name, planner in ports.planners.items():
            mine = {row.dedupe_key: row for row in rows if row.planner == name and row.engagement_id == engagement.pk}
            every = roads.by_roads(engagement, planner(engagement, now, now + planning.AHEAD))
            plan = [one for one in every if one.person == member.person]
            changes = planning.changes(plan, mine, now)
            added = {one.dedupe_key for one in changes.add}
            for item in plan:
                row = mine.get(item.dedupe_key)
                if item.dedupe_key in added or item.dedupe_key in changes.move:
                    yield _of_plan(item, engagement, row)
                elif row is not None and row.state == State.WAITING:
                    yield _of_row(row)


def _of_plan(item: Planned, engagement: Engagement, row: Delivery | None) -> _Known:
    kind = ports.kinds.get(item.kind)
    hold = kind.holds if kind and item.channel in standing.CHANNELS else Hold.FREE
    due = Due(item.dedupe_key, item.due_at, item.expires_at, hold)
    return _Known(due, item.kind, engagement.pk, item.payload, row, item.channel)


def _waiting(rows: Iterable[Delivery]) -> Iterator[_Known]:
    """What waits and no planner knows of: the mail of something that happened."""
    for row in rows:
        if row.state == State.WAITING and not row.planner:
            yield _of_row(row)


def _of_row(row: Delivery) -> _Known:
    return _Known(standing.due_of(row), row.kind, row.engagement_id, row.payload, row, row.channel)


def _ended(member: Membership, known: Iterable[_Known]) -> set[str]:
    """The keys of those of whose sort nothing goes to them. One query."""
    those = list(known)
    stand_ins = [one.row or _stand_in(member, one) for one in those]
    suppressed = suppressing.suppressions(stand_ins)
    return {
        one.due.key
        for one, row in zip(those, stand_ins, strict=True)
        if (kind := ports.kinds.get(one.kind)) is not None and suppressing.blocking(row, kind, suppressed)
    }


def _stand_in(member: Membership, known: _Known) -> Delivery:
    address = roads.address_of(member, known.channel)
    return Delivery(kind=known.kind, channel=known.channel, address=address, practice_id=member.practice_id)


def _coming(known: _Known, verdict: Verdict, *, set_aside: bool = False) -> Coming:
    kind = ports.kinds.get(known.kind)
    label = kind.label if kind else known.kind
    return Coming(
        verdict, known.kind, label, known.engagement, known.due.at, known.payload, known.row, set_aside,
        channel=known.channel,
    )  # fmt: skip
