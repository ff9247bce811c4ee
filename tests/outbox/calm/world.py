"""A client's fortnight, as a state machine: plans and habits change, time goes by, and the worker's own functions send.

What the preview said at any moment is what is then sent until the next change.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from opencoach.outbox import planning, ports, suppressing
from opencoach.outbox.actions import calm, change
from opencoach.outbox.actions.post import post
from opencoach.outbox.calm.budget import Hold
from opencoach.outbox.calm.habits import instant
from opencoach.outbox.calm.upcoming import upcoming
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Planned, Rendered
from opencoach.outbox.worker import calming, preparing, table
from opencoach.outbox.worker.table import Mark
from opencoach.people.actions.membership import change_profile
from opencoach.people.models import Engagement
from tests.cast import Cast
from tests.outbox.calm.habits_of import AUTUMN, DAY, FIRST, ZONES, clocks, habits

State = Delivery.State
HOUR = dt.timedelta(hours=1)
NAME = "test.calm"
KINDS = {
    hold: Kind(
        f"{NAME}.{hold}", f"A {hold} one", lambda row: Rendered(row.dedupe_key, f"{row.dedupe_key}\n"),
        lambda row: "", lambda person, row: True, group=NAME, hold=hold,
    )
    for hold in Hold
}  # fmt: skip


class Paper:
    """A transport that takes everything."""

    def prepare(self, delivery: Delivery, rendered: Rendered) -> Rendered:
        return rendered


class Fortnight(RuleBasedStateMachine):
    steps = 0  # over all of its runs
    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.member = type(self.cast.ana).objects.select_related("person", "practice").get(pk=self.cast.ana.pk)
        self.work = Engagement.objects.select_related("practice").get(pk=self.cast.ana_engagement.pk)
        self.plan: dict[str, tuple[int, dt.time, Hold, int | None]] = {}
        self.breaks: set[int] = set()
        self.names = (f"p{n}" for n in range(10_000))
        self.traveller: Any = None

    def teardown(self) -> None:
        if self.traveller is not None:
            self.traveller.stop()
        ports.planners.pop(NAME, None)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(start=st.sampled_from([FIRST, AUTUMN]))
    def begin(self, start: dt.datetime) -> None:
        self.start = start
        self.traveller = time_machine.travel(start, tick=False)
        self.clock = self.traveller.start()
        ports.planners[NAME] = self.planner

    def planner(self, engagement: Engagement, start: dt.datetime, end: dt.datetime) -> Iterable[Planned]:
        if engagement.pk != self.work.pk:
            return
        for key, (day, clock, hold, lasts) in self.plan.items():
            due = instant(self.start.date() + day * DAY, clock, self.member.zone)
            if day not in self.breaks and due < end:
                expires = due + lasts * HOUR if lasts else None
                yield Planned(KINDS[hold].name, "email", self.member.person, due, key, expires)

    def changed(self) -> None:
        """As every action that changes a plan ends."""
        Fortnight.steps += 1
        planning.materialise(self.work)

    # the plan

    @rule(
        day=st.integers(0, 12), clock=clocks, hold=st.sampled_from(Hold), lasts=st.sampled_from([None, 1, 10, 48]),
        times=st.integers(1, 3),
    )  # fmt: skip
    def plan_some(self, day: int, clock: dt.time, hold: Hold, lasts: int | None, times: int) -> None:
        for n in range(times):
            self.plan[next(self.names)] = (day + n, clock, hold, lasts)
        self.changed()

    @precondition(lambda self: self.plan)
    @rule(data=st.data(), day=st.integers(0, 12), clock=clocks)
    def move(self, data: st.DataObject, day: int, clock: dt.time) -> None:
        key = data.draw(st.sampled_from(sorted(self.plan)))
        self.plan[key] = (day, clock, *self.plan[key][2:])
        self.changed()

    @precondition(lambda self: self.plan)
    @rule(data=st.data())
    def drop(self, data: st.DataObject) -> None:
        del self.plan[data.draw(st.sampled_from(sorted(self.plan)))]
        self.changed()

    @rule(days=st.sets(st.integers(0, 12), max_size=3))
    def pause_the_work(self, days: set[int]) -> None:
        self.breaks = days
        self.changed()

    @rule(hold=st.sampled_from(Hold), hours=st.integers(0, 30))
    def something_happens(self, hold: Hold, hours: int) -> None:
        post(
            KINDS[hold].name, address=self.member.person.email, dedupe_key=next(self.names), person=self.member.person,
            practice=self.member.practice, engagement=self.work, due_at=timezone.now() + hours * HOUR,
        )  # fmt: skip
        self.changed()

    # the person

    @rule(likes=st.deferred(lambda: habits(FIRST)) | st.deferred(lambda: habits(AUTUMN)))
    def choose(self, likes: Any) -> None:
        calm.change_habits(self.member, likes, ended=())
        self.changed()

    @rule(zone=st.sampled_from(ZONES))
    def travel(self, zone: str) -> None:
        change_profile(self.member, {"zone": zone}, actor=self.member.person)
        calm.decide_anew(self.member)  # what the port does once this is committed
        self.changed()

    @rule(data=st.data())
    def by_hand(self, data: st.DataObject) -> None:
        coming = [one for one in upcoming(self.member) if one.may_change]
        if not coming:
            return
        one = data.draw(st.sampled_from(coming))
        row = calm.written_down(self.work, self.member, one.key)
        assert row is not None
        step = change.put_back if one.set_aside else data.draw(st.sampled_from([change.retry, _skip]))
        step(row, self.member.person)
        self.changed()

    # time goes by

    @rule(hours=st.sampled_from([1, 3, 8, 24, 60]))
    def wait(self, hours: int) -> None:
        Fortnight.steps += 1
        until = timezone.now() + hours * HOUR
        foretold: dict[tuple[dt.datetime, str], set[str]] = {}
        for one in upcoming(self.member):
            if one.goes and one.verdict.at <= until:
                foretold.setdefault((one.verdict.at, one.verdict.into or one.key), set()).add(one.key)
        assert self.sent(until) == foretold
        self.clock.move_to(until)

    def sent(self, until: dt.datetime) -> dict[tuple[dt.datetime, str], set[str]]:
        """What the worker sends until then: by when and whose mail, the keys of all that is in it."""
        found: dict[tuple[dt.datetime, str], set[str]] = {}
        while True:
            waiting = Delivery.objects.filter(state=State.WAITING, next_at__lte=until).order_by("next_at")
            first = waiting.values_list("next_at", flat=True).first()
            if first is None:
                return found
            self.clock.move_to(max(first, timezone.now()))
            table.expire("Too late.")
            for row, keys in self.send():
                found[(timezone.now(), row.dedupe_key)] = keys

    def send(self) -> list[tuple[Delivery, set[str]]]:
        """One look of the worker into the table."""
        taken = table.take("w", ["email"], 128, urgent=False)
        known = preparing.Checks()
        known.suppressed = suppressing.suppressions(taken)
        known.rulings = calming.rulings(taken, timezone.now())
        held, marks, mails = {one.pk for one in taken}, [], []
        while taken:
            found = preparing.prepare("w", Paper(), taken, held, known)  # type: ignore[arg-type]
            marks += found.marks
            if found.ready is not None:
                carrier, rendered = found.ready
                parts = Delivery.objects.filter(pk__in=[carrier.pk, *found.merged]).values_list("dedupe_key", flat=True)
                mails.append((carrier, set(parts)))
                assert all(key in rendered.text for key in parts)
                marks.append(Mark(carrier.pk, State.SENT))
            assert found.gone
            taken = [one for one in taken if one.pk not in found.gone]
            held -= found.merged
        table.mark("w", marks, [row.pk for row, _keys in mails])
        assert not Delivery.objects.filter(state__in=(State.SENDING, State.MERGED)).exists()
        return mails


def _skip(row: Delivery, by: Any) -> bool:
    return change.cancel(row, by, "Not wanted.")
