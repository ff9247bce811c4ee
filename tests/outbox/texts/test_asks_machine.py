"""Texts in and out in any order, as a state machine: every text becomes exactly one answer or one message."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from opencoach.outbox import ports
from opencoach.outbox.actions import numbers
from opencoach.outbox.models import Ask, Inbound, Number, TextConsent
from opencoach.outbox.ports import Answering, Fit
from opencoach.outbox.text_in import asks, routing
from opencoach.outbox.text_in.asks import Asking
from opencoach.outbox.text_in.ingest import ingest
from opencoach.outbox.transports.sms.base import Incoming
from opencoach.people.refusal import Refused
from tests.cast import Cast
from tests.texting import ANA

KINDS = {"five": range(1, 6), "ten": range(11), "hundred": range(101)}
START = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


class Texting(RuleBasedStateMachine):
    """A model of what should be: `open` is what is asked, by key, with its end; `list` is the numbered list that is
    out."""

    cast: Cast
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        cache.clear()
        self.open: dict[str, tuple[str, dt.datetime]] = {}
        self.list: tuple[list[str], str, dt.datetime] | None = None
        self.agrees = True
        self.said: list[str] = []
        self.took: list[tuple[str, str]] = []
        self.told: list[str] = []
        self.before = (ports._text_words, dict(ports.answers))
        ports._text_words = [self.hear]
        for name, span in KINDS.items():
            ports.answers[name] = Answering(name, lambda ask, name=name: name, _fits(span), self._take(name, span))
        self.keys = (f"k{number}" for number in range(100_000))

    def teardown(self) -> None:
        self.traveller.stop()
        ports._text_words = self.before[0]
        ports.answers.clear()
        ports.answers.update(self.before[1])
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.traveller = time_machine.travel(START, tick=False)
        self.clock = self.traveller.start()
        self.number = Number.objects.create(member=self.cast.ana, number=ANA, confirmed_at=START)
        numbers.agree(self.number, TextConsent.Road.PAGE, "Texts may come.")

    def hear(self, engagement: Any, person: Any, text: str, key: str) -> ports.Outcome:
        self.said.append(text)
        return ports.Taken()

    def _take(self, name: str, span: range) -> Any:
        def take(ask: Ask, text: str) -> str:
            if int(text) not in span:
                self.told.append(text)
                raise Refused("Out of its span.")
            self.took.append((ask.key.partition(":")[2], text))
            return "Kept."

        return take

    def there(self) -> dict[str, str]:
        now = timezone.now()
        return {key: kind for key, (kind, until) in self.open.items() if until > now}

    @rule(kind=st.sampled_from(sorted(KINDS)), hours=st.integers(1, 30))
    def ask(self, kind: str, hours: int) -> None:
        Texting.steps += 1
        key = next(self.keys)
        self.clock.shift(dt.timedelta(seconds=1))
        until = timezone.now() + hours * HOUR
        asks.ask_now(self.cast.ana, ANA, Asking(kind, key, until))
        self.open[key] = (kind, until)

    @rule(hours=st.sampled_from([0.2, 1, 3, 12]))
    def wait(self, hours: float) -> None:
        Texting.steps += 1
        self.clock.shift(hours * HOUR)
        cache.clear()

    @rule(words=st.sampled_from(["0", "1", "2", "3", "5", "7", "10", "11", "72", "100", "101"]))
    def number_comes(self, words: str) -> None:
        self.text(words)
        there, number = self.there(), int(words)
        now = timezone.now()
        if self.list is not None and now < self.list[2] and 1 <= number <= len(self.list[0]):
            key, kept = self.list[0][number - 1], self.list[1]
            self.list = None
            if key in there:
                assert self.news() == ([(key, kept)], [], [])
                del self.open[key]
            else:
                assert self.news() == ([], [], [])
            return
        fitting = [key for key, kind in there.items() if number in KINDS[kind]]
        if len(fitting) == 1:
            assert self.news() == ([(fitting[0], words)], [], [])
            del self.open[fitting[0]]
        elif fitting:
            assert self.news() == ([], [], [])
            self.list = (fitting[-6:], words, now + dt.timedelta(minutes=45))
        elif len(there) == 1:
            assert self.news() == ([], [], [words])  # told what is wrong; it stays open
        else:
            assert self.news() == ([], [words], [])

    @rule(words=st.sampled_from(["Can we cancel tomorrow?", "Good morning", "7 of us came", "3.", "stop it"]))
    def words_come(self, words: str) -> None:
        self.text(words)
        if words == "3." and self.list is not None and timezone.now() < self.list[2] and len(self.list[0]) >= 3:
            self.list = None
            for key, _text in self.took:
                self.open.pop(key, None)
            self.news()
            return
        assert self.news() == ([], [words], [])

    @rule()
    def stop(self) -> None:
        self.text("STOP")
        if self.agrees:
            self.open.clear()
            self.list = None
        self.agrees = False
        assert self.news() == ([], [], [])
        assert numbers.consent_of(self.number) is None

    @precondition(lambda self: not self.agrees)
    @rule()
    def start(self) -> None:
        self.text("start")
        self.agrees = True
        assert self.news() == ([], [], [])
        assert numbers.consent_of(self.number) is not None

    @rule()
    def the_gateway_repeats_itself(self) -> None:
        row = Inbound.objects.order_by("-pk").first()
        if row is not None:
            Texting.steps += 1
            assert not ingest(Incoming(self.last, ANA, "1", "again"))

    def text(self, words: str) -> None:
        Texting.steps += 1
        self.clock.shift(dt.timedelta(seconds=1))
        self.last = next(self.keys)
        assert ingest(Incoming(self.last, ANA, "1", words))
        routing.route_waiting()
        row = Inbound.objects.latest("pk")
        assert (row.state, bytes(row.raw)) == (Inbound.State.TAKEN, b"")

    def news(self) -> tuple[list[tuple[str, str]], list[str], list[str]]:
        """What was taken as an answer, said as a message, and told to be wrong, since the last time."""
        found = (self.took[:], self.said[:], self.told[:])
        self.took.clear()
        self.said.clear()
        self.told.clear()
        return found


def _fits(span: range) -> Any:
    def fits(ask: Ask, text: str) -> Fit:
        if not text.isdigit():
            return Fit.NO
        return Fit.YES if int(text) in span else Fit.NEARLY

    return fits


@pytest.mark.django_db
def test_every_text_is_one_answer_or_one_message(cast: Cast, full: bool) -> None:
    Texting.cast, Texting.steps = cast, 0
    wanted = settings(
        max_examples=150 if full else 8, stateful_step_count=40 if full else 25, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    while Texting.steps < (5_000 if full else 100):  # how many an example has is left to chance
        run_state_machine_as_test(Texting, settings=wanted)
    print(f"{Texting.steps} steps")
