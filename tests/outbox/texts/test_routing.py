"""A text that comes in: a word for the house, an answer to what was asked, or a message."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from opencoach.outbox import ports
from opencoach.outbox.actions import numbers
from opencoach.outbox.models import Ask, Delivery, Inbound, TextConsent
from opencoach.outbox.ports import Answering, Fit
from opencoach.outbox.text_in.asks import Asking, ask_now, asked_by
from opencoach.people.refusal import Refused
from tests.cast import Cast
from tests.texting import ANA, TOMAS

pytestmark = pytest.mark.django_db
State = Inbound.State


class Asked:
    """A question that takes a number up to `most`, and keeps what it took."""

    def __init__(self, name: str, most: int, **more: Any) -> None:
        self.name, self.most, self.took = name, most, []
        self.answering = Answering(name, lambda ask: f"{name} 1-{most}", self.fits, self.take, **more)

    def fits(self, ask: Ask, text: str) -> Fit:
        if not text.isdigit():
            return Fit.NO
        return Fit.YES if int(text) <= self.most else Fit.NEARLY

    def take(self, ask: Ask, text: str) -> str:
        if int(text) > self.most:
            raise Refused(f"At most {self.most}.")
        self.took.append(text)
        return f"{self.name}: {text}"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return added(monkeypatch, Asked("small", 5))


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return added(monkeypatch, Asked("large", 100))


def added(monkeypatch: pytest.MonkeyPatch, asked: Asked) -> Asked:
    monkeypatch.setitem(ports.answers, asked.name, asked.answering)
    return asked


def open_one(cast: Cast, name: str, key: str = "one", hours: int = 5) -> Ask:
    return ask_now(cast.ana, ANA, Asking(name, f"{name}:{key}", timezone.now() + dt.timedelta(hours=hours)))


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What became a message."""
    found: list[str] = []

    def say(engagement: Any, person: Any, text: str, key: str) -> ports.Outcome:
        found.append(text)
        return ports.Taken()

    monkeypatch.setattr(ports, "_text_words", [say])
    return found


def test_nothing_open_is_a_message(cast: Cast, reachable, text_in, replies, said) -> None:
    reachable(cast.ana)
    for words in ("7", "Can we cancel tomorrow?", "Done", "Please stop calling it a goal", "c"):
        row = text_in(words)
        assert (row.state, bytes(row.raw)) == (State.TAKEN, b"")
    assert said == ["7", "Can we cancel tomorrow?", "Done", "Please stop calling it a goal", "c"]
    assert replies() == []


def test_the_one_that_is_open_takes_it(cast: Cast, reachable, text_in, replies, said, small: Asked) -> None:
    reachable(cast.ana)
    ask = open_one(cast, "small")
    text_in(" 4 ")
    assert (small.took, replies()) == (["4"], ["small: 4"])
    ask.refresh_from_db()
    assert ask.answered_at is not None
    text_in("3")
    assert said == ["3"]


def test_an_answer_that_cannot_be_is_told_why(cast: Cast, reachable, text_in, replies, said, small: Asked) -> None:
    reachable(cast.ana)
    open_one(cast, "small")
    text_in("9")
    assert replies() == ["At most 5."]
    text_in("Sorry, my thumb")
    text_in("5")
    assert (small.took, said) == (["5"], ["Sorry, my thumb"])


def test_of_several_a_list_asks_which(
    cast: Cast, reachable, text_in, replies, said, small: Asked, large: Asked
) -> None:
    reachable(cast.ana)
    open_one(cast, "small")
    open_one(cast, "large")
    text_in("4")
    assert replies() == ['Which one is "4" for? Answer with its number.\n1 small 1-5\n2 large 1-100']
    assert (small.took, large.took) == ([], [])
    text_in("2.")
    assert (small.took, large.took, replies()) == ([], ["4"], ["large: 4"])
    text_in("3")
    assert (small.took, said) == (["3"], [])


def test_what_fits_only_one_needs_no_list(cast: Cast, reachable, text_in, small: Asked, large: Asked) -> None:
    reachable(cast.ana)
    open_one(cast, "small")
    open_one(cast, "large")
    text_in("72")
    assert (small.took, large.took) == ([], ["72"])


def test_after_a_list_words_are_still_a_message(
    cast: Cast, reachable, text_in, said, small: Asked, large: Asked
) -> None:
    reachable(cast.ana)
    open_one(cast, "small")
    open_one(cast, "large")
    text_in("4")
    text_in("Neither, I am ill")
    assert said == ["Neither, I am ill"]
    text_in("1")
    assert small.took == ["4"]


def test_a_question_whose_text_has_not_gone_is_not_open(
    cast: Cast, reachable, text_in, said, small: Asked, deliver
) -> None:
    reachable(cast.ana)
    delivery = deliver(ANA, channel="sms", practice=cast.practice, person=cast.ana.person)
    for _twice in range(2):
        asked_by(delivery, [Asking("small", "a", timezone.now() + dt.timedelta(hours=1))])
    assert Ask.objects.count() == 1
    text_in("4")
    assert said == ["4"]
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.SENT)
    text_in("5")
    assert small.took == ["5"]


def test_a_question_ends(cast: Cast, reachable, text_in, said, small: Asked) -> None:
    reachable(cast.ana)
    open_one(cast, "small", hours=-1)
    text_in("4")
    assert (said, small.took) == (["4"], [])


def test_another_phone_answers_nothing_of_hers(cast: Cast, reachable, text_in, said, small: Asked) -> None:
    reachable(cast.ana)
    reachable(cast.tomas, TOMAS)
    open_one(cast, "small")
    text_in("4", TOMAS)
    assert (said, small.took) == (["4"], [])


def test_the_same_text_twice_is_one(cast: Cast, reachable, text_in, said) -> None:
    reachable(cast.ana)
    text_in("Hello", id="k")
    text_in("Hello", id="k")
    assert said == ["Hello"]


def test_stop_and_start(cast: Cast, reachable, text_in, replies, small: Asked, deliver) -> None:
    number = reachable(cast.ana, ANA, "reminders")
    open_one(cast, "small")
    waits = deliver(
        ANA, channel="sms", practice=cast.practice, person=cast.ana.person, due_at=timezone.now() + dt.timedelta(days=1)
    )
    text_in("Stop")
    assert replies() == ["Okafor Coaching: you get no more texts from us. START brings them back."]
    assert numbers.consent_of(number) is None
    ended = TextConsent.objects.get()
    assert (ended.withdrawn_road, ended.road) == ("text", "page")
    waits.refresh_from_db()
    assert (waits.state, waits.reason) == ("skipped", "They want no texts any more.")
    assert not Ask.objects.filter(answered_at=None).exists()
    text_in("stop")  # twice is once
    assert TextConsent.objects.count() == 1

    text_in("START")
    consent = numbers.consent_of(number)
    assert consent is not None
    assert (consent.road, consent.wording) == ("text", "START")
    assert numbers.stopped(ANA).count() == 0


def test_stop_ends_the_texts_of_every_practice(cast: Cast, reachable, text_in) -> None:
    from tests.cast import Role, member

    there = member(cast.elsewhere, "ana2", Role.CLIENT, display_name="Ana")
    both = [reachable(cast.ana), reachable(there)]
    text_in("STOP")
    assert [numbers.consent_of(one) for one in both] == [None, None]


def test_help_says_where_help_is(cast: Cast, reachable, text_in, replies) -> None:
    reachable(cast.ana)
    text_in("help")
    [words] = replies()
    assert "STOP" in words
    assert "/p/okafor/help/" in words


def test_nobody_s_number_hears_so_once_a_day(cast: Cast, text_in, replies, said) -> None:
    row = text_in("Hello?", "+4915100000001")
    assert (row.state, row.reason, bytes(row.raw)) == (State.IGNORED, "nobody's number", b"")
    text_in("Hello??", "+4915100000001")
    assert len(replies()) == 1
    assert said == []
    text_in("Buy now", "SHOP24")  # no number to answer
    assert replies() == []


def test_a_number_that_stands_in_a_profile_waits_for_the_coach(cast: Cast, text_in, replies, said) -> None:
    cast.ana.phone = ANA
    cast.ana.save()
    row = text_in("It is me, from my new phone")
    assert (row.state, row.engagement, row.person) == (State.HELD, cast.ana_engagement, cast.ana.person)
    assert (said, replies()) == ([], [])


def test_a_machine_that_answers_machines_is_not_answered_for_ever(cast: Cast, reachable, text_in, replies) -> None:
    reachable(cast.ana)
    for _time in range(60):
        text_in("HELP")
    assert len(replies()) == 40


@pytest.mark.parametrize("words", ["", "   ", "\x00", "x" * 20_000, "\u202eevil", "😀" * 3_000, "\ud83d"])
def test_any_text_is_stored_and_dealt_with(cast: Cast, reachable, text_in, said, words: str) -> None:
    reachable(cast.ana)
    row = text_in(words)
    assert row.state in {State.TAKEN, State.IGNORED}
    assert len(said) <= 1
