"""The life of sessions, at random: whatever people do in whatever order, the books agree."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from opencoach.people.models import Engagement
from opencoach.people.refusal import Refused
from opencoach.sessions.actions import Booked, cancel, confirm, decline, hold, miss, move, reinstate
from opencoach.sessions.actions.taking import span
from opencoach.sessions.models import CoachingSession, Occupancy
from opencoach.sessions.queries.allotment import allotment
from tests.cast import build
from tests.sessions.making import NOW, booked, offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
Status = CoachingSession.Status
HOUR = dt.timedelta(hours=1)
AMOUNT = 6
WHO = st.sampled_from(["ana", "miriam"])
HOURS = st.integers(min_value=1, max_value=60)


class Life(RuleBasedStateMachine):
    """Ana has six sessions with Miriam, or six hours. `books`: what each session should be: (status, counts, start)."""

    sessions = Bundle("sessions")
    steps = 0  # of all lives together

    def __init__(self) -> None:
        super().__init__()
        self.cast = build()
        self.kinds = [offer(self.cast.miriam), offer(self.cast.miriam, slug="asked", approval=True, minutes=45)]
        self.by_minutes = False
        self.lengths: dict[int, int] = {}
        self.now = NOW
        self.books: dict[int, tuple[str, bool, dt.datetime]] = {}
        self.cancelled: dict[int, tuple[dt.datetime, str, str]] = {}

    @initialize(by_minutes=st.booleans())
    def agree(self, *, by_minutes: bool) -> None:
        self.by_minutes = by_minutes
        kind, amount = ("minutes", AMOUNT * 60) if by_minutes else ("sessions", AMOUNT)
        Engagement.objects.filter(pk=self.cast.ana_engagement.pk).update(allotment_kind=kind, allotment_amount=amount)

    def person(self, who: str) -> Any:
        return getattr(self.cast, who).person

    def free(self, start: dt.datetime, minutes: int, but: int = 0) -> bool:
        """Whether nobody of the books has that time (an hour or less each, a quarter of an hour after)."""
        end = start + dt.timedelta(minutes=minutes + 15)
        for pk, (status, _counts, begins) in self.books.items():
            length = self.lengths[pk] + 15
            over = begins < end and start < begins + dt.timedelta(minutes=length)
            if pk != but and status in (*CoachingSession.AHEAD, Status.HELD, Status.MISSED) and over:
                return False
        return True

    def left(self) -> int:
        """Sessions, or minutes."""
        return self.price(60) * AMOUNT - sum(self.price(self.lengths[pk]) for pk, one in self.books.items() if one[1])

    def price(self, minutes: int) -> int:
        return minutes if self.by_minutes else 1

    def room(self, minutes: int) -> bool:
        return self.left() >= self.price(minutes)

    @rule(target=sessions, hours=HOURS, who=WHO, asked=st.booleans(), over=st.booleans())
    def book(self, hours: int, who: str, *, asked: bool, over: bool) -> int:
        kind, start = self.kinds[asked], self.now + hours * HOUR / 2
        fits = self.free(start, kind.minutes) and (self.room(kind.minutes) or (over and who == "miriam"))
        try:
            made = booked(self.cast, kind, start, actor=self.person(who), wanted=Booked(over=over))
        except Refused:
            assert not fits
            return 0
        assert fits
        self.lengths[made.pk] = kind.minutes
        self.books[made.pk] = (Status.REQUESTED if asked and who == "ana" else Status.BOOKED, True, start)
        return made.pk

    def act(self, pk: int, allowed: bool, work: Any, after: tuple[str, bool, dt.datetime] | None = None) -> bool:
        """Do it to a session; refused exactly when it isn't allowed, and then nothing has changed."""
        if not pk:
            return False
        try:
            work(CoachingSession.objects.get(pk=pk))
        except Refused:
            assert not allowed
            return False
        assert allowed
        if after is not None:
            self.books[pk] = after
        return True

    @rule(pk=sessions, who=WHO, hours=HOURS)
    def move(self, pk: int, who: str, hours: int) -> None:
        status, counts, start = self.books.get(pk, ("", False, self.now))
        to = self.now + hours * HOUR / 2
        kind = CoachingSession.objects.get(pk=pk).session_type if pk else None
        ahead = status in CoachingSession.AHEAD
        in_time = status == Status.REQUESTED or who == "miriam" or self.now <= start - 24 * HOUR
        same = ahead and to == start
        minutes = kind.minutes if kind else 60
        allowed = same or (ahead and in_time and self.now < start and self.free(to, minutes, but=pk))
        asks = bool(kind and kind.approval) and who == "ana"
        self.act(
            pk, allowed, lambda one: move(one, to, actor=self.person(who), now=self.now),
            (status, counts, start) if same else (Status.REQUESTED if asks else status, counts, to),
        )  # fmt: skip

    @rule(pk=sessions, who=WHO)
    def cancel(self, pk: int, who: str) -> None:
        status, counts, start = self.books.get(pk, ("", False, self.now))
        again = status == Status.CANCELLED
        allowed = again or (status in CoachingSession.AHEAD and self.now < start)
        free = who == "miriam" or status == Status.REQUESTED or self.now <= start - 24 * HOUR
        after = (status, counts, start) if again else (Status.CANCELLED, not free, start)
        if self.act(pk, allowed, lambda one: cancel(one, actor=self.person(who), now=self.now), after) and not again:
            self.cancelled[pk] = (self.now, who, status)

    @rule(pk=sessions, who=WHO)
    def reinstate(self, pk: int, who: str) -> None:
        status, counts, start = self.books.get(pk, ("", False, self.now))
        if status in CoachingSession.AHEAD:
            self.act(pk, allowed=True, work=lambda one: reinstate(one, actor=self.person(who), now=self.now))
            return
        at, by, was = self.cancelled.get(pk, (self.now, "", ""))
        minutes = self.lengths.get(pk, 60)
        allowed = (
            status == Status.CANCELLED
            and self.now <= at + dt.timedelta(minutes=10)
            and self.now < start
            and who in (by, "miriam")
            and (counts or self.room(minutes))
            and self.free(start, minutes, but=pk)
        )
        self.act(pk, allowed, lambda one: reinstate(one, actor=self.person(who), now=self.now), (was, True, start))

    @rule(pk=sessions, yes=st.booleans())
    def answer(self, pk: int, *, yes: bool) -> None:
        status, counts, start = self.books.get(pk, ("", False, self.now))
        target = Status.BOOKED if yes else Status.DECLINED
        allowed = status in (Status.REQUESTED, target)
        work = confirm if yes else decline
        after = (target, counts if yes or status == target else False, start)
        self.act(pk, allowed, lambda one: work(one, actor=self.person("miriam")), after)

    @rule(pk=sessions, held=st.booleans(), coach=st.booleans())
    def become(self, pk: int, *, held: bool, coach: bool) -> None:
        status, _counts, start = self.books.get(pk, ("", False, self.now))
        allowed = status in (Status.BOOKED, Status.HELD, Status.MISSED) and self.now >= start - HOUR / 4
        miriam = self.person("miriam")
        gone = [self.cast.miriam if coach else self.cast.ana]
        self.act(
            pk,
            allowed,
            (lambda one: hold(one, actor=miriam, now=self.now))
            if held
            else (lambda one: miss(one, actor=miriam, missing=gone, now=self.now)),
            (Status.HELD if held else Status.MISSED, held or not coach, start),
        )  # fmt: skip

    @rule(minutes=st.sampled_from([5, 9, 45, 600]))
    def time_passes(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)

    @invariant()
    def the_books_agree(self) -> None:
        Life.steps += 1
        rows = {one.pk: one for one in CoachingSession.objects.select_related("coach")}
        assert {pk: (one.status, one.counts, one.starts_at) for pk, one in rows.items()} == self.books
        assert allotment(Engagement.objects.get(pk=self.cast.ana_engagement.pk)).left == self.left()
        taken = {one.session_id: (one.starts, one.ends) for one in Occupancy.objects.all()}
        wants = (*CoachingSession.AHEAD, Status.HELD, Status.MISSED)
        assert taken == {pk: span(one) for pk, one in rows.items() if one.status in wants}
        ordered = sorted(taken.values())
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(ordered))

    def teardown(self) -> None:
        CoachingSession.objects.all().delete()
        clear()


def clear() -> None:
    """An empty database for the next life."""
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def emptied() -> Iterator[None]:
    yield
    clear()


def test_whatever_people_do_the_books_agree(*, full: bool, emptied: None) -> None:
    """5,000 steps and more with --full."""
    Life.steps = 0
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=120 if full else 12,
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    assert Life.steps >= (5_000 if full else 300)
