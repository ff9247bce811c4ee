"""From what the planners say to rows: which to add, move and take back. Pure, but for `materialise`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox import ports, roads
from opencoach.outbox.actions.post import new, post_all
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Planned
from opencoach.people.models import Engagement, Membership

AHEAD = dt.timedelta(days=15)
PORTION = 200
State = Delivery.State


@dataclass(frozen=True, slots=True)
class Changes:
    """What turns the rows into the plan."""

    add: Sequence[Planned]
    move: Mapping[str, Planned]  # by dedupe key
    withdraw: frozenset[str]


def changes(plan: Sequence[Planned], rows: Mapping[str, Delivery], start: dt.datetime) -> Changes:
    """Compare the plan with the rows that the same planner has made, waiting or over, from `start` on.

    What would have been due before `start` and has no row is not sent any more: a reminder that a booking came too
    late for. What has gone stays gone, even if the plan still names it. What somebody
    sends by hand goes when they said so.
    """
    wanted = {item.dedupe_key: item for item in plan}
    waiting = {key: row for key, row in rows.items() if row.state == State.WAITING}
    return Changes(
        add=[item for key, item in wanted.items() if key not in rows and item.due_at >= start],
        move={
            key: wanted[key]
            for key, row in waiting.items()
            if key in wanted
            and not row.by_hand
            and (row.due_at, row.expires_at) != (wanted[key].due_at, wanted[key].expires_at)
        },
        withdraw=frozenset(key for key in waiting if key not in wanted),
    )


def materialise(engagement: Engagement, now: dt.datetime | None = None) -> Changes:
    """Bring the rows of one engagement up to what its planners say for the next 15 days, in one transaction.

    Actions that change a plan call this in their transaction; the worker does it for everybody, again and again.
    """
    start = now or timezone.now()
    end = start + AHEAD
    total = Changes([], {}, frozenset())
    with transaction.atomic():
        Engagement.objects.select_for_update().filter(pk=engagement.pk).first()
        for name, planner in ports.planners.items():
            every = roads.by_roads(engagement, planner(engagement, start, end))
            plan = sorted(every, key=lambda item: (item.due_at, item.dedupe_key))
            mine = Delivery.objects.filter(planner=name, engagement=engagement, due_at__gte=start - AHEAD)
            found = changes(plan, {row.dedupe_key: row for row in mine}, start)
            _apply(engagement, name, found)
            total = Changes([*total.add, *found.add], {**total.move, **found.move}, total.withdraw | found.withdraw)
    return total


def _apply(engagement: Engagement, planner: str, found: Changes) -> None:
    post_all([_row(engagement, planner, item) for item in found.add if _address(engagement, item)])
    waiting = Delivery.objects.filter(planner=planner, engagement=engagement, state=State.WAITING)
    for key, item in found.move.items():
        waiting.filter(dedupe_key=key).update(due_at=item.due_at, next_at=item.due_at, expires_at=item.expires_at)
    # What never went gives its key free: planned again as it was, it is a row again.
    waiting.filter(dedupe_key__in=found.withdraw).update(
        state=State.SKIPPED, reason=_("The plan has changed."), finished_at=timezone.now(),
        dedupe_key=Concat("dedupe_key", Value("#"), Cast("pk", CharField())),
    )  # fmt: skip


def _row(engagement: Engagement, planner: str, item: Planned) -> Delivery:
    return new(
        item.kind,
        address=_address(engagement, item),
        dedupe_key=item.dedupe_key,
        channel=item.channel,
        person=item.person,
        practice=engagement.practice,
        engagement=engagement,
        payload=item.payload,
        due_at=item.due_at,
        expires_at=item.expires_at,
        planner=planner,
    )


def _address(engagement: Engagement, item: Planned) -> str:
    """Where that channel reaches the person; "" when it doesn't."""
    if item.channel == "email":
        return item.person.email
    member = Membership.objects.filter(practice=engagement.practice, person=item.person, ended_at=None).first()
    return roads.address_of(member, item.channel) if member else ""


_after = 0


def materialise_everybody() -> bool:
    """The worker's job: a portion of the engagements that are not over; True while there are more."""
    global _after  # noqa: PLW0603 (a place in a round that may begin anew at any time)
    if not ports.planners:
        return False
    portion = Engagement.objects.exclude(status=Engagement.Status.ENDED).filter(pk__gt=_after).order_by("pk")
    engagements = list(portion.select_related("practice")[:PORTION])
    for engagement in engagements:
        materialise(engagement)
    _after = engagements[-1].pk if len(engagements) == PORTION else 0
    return _after > 0
