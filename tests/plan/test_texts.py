"""A plan by text: what is due where somebody chose that, and what they answer."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from opencoach.lib.segments import count
from opencoach.outbox import planning, ports
from opencoach.outbox.models import Ask, Delivery
from opencoach.outbox.text_in import asks
from opencoach.plan import days
from opencoach.plan.asking import Asks
from opencoach.plan.models import ActionTick, CheckIn, MeasureValue
from opencoach.plan.reminding import REMINDER, WORD
from tests.cast import Cast
from tests.plan.doing import DAY, action_of_ana, measure_of_ana, rhythm_of_ana, word_for_ana
from tests.texting import ANA

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def planned(cast: Cast, kind: str = REMINDER) -> list[Delivery]:
    """What goes to Ana by text."""
    planning.materialise(cast.ana_engagement)
    return list(Delivery.objects.filter(kind=kind, channel="sms", state="waiting").order_by("due_at"))


def gone(cast: Cast, delivery: Delivery) -> str:
    """As the worker sends it: its words, and what it asks."""
    words = ports.rendered(delivery).text
    asks.asked_by(delivery, ports.kinds[delivery.kind].asks(delivery))  # type: ignore[misc]
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.SENT, finished_at=timezone.now())
    return words


@pytest.fixture
def ana(cast: Cast, reachable) -> None:
    reachable(cast.ana, ANA, "reminders", "encouragement")


def test_only_who_chose_it_is_reminded_by_text(cast: Cast, reachable) -> None:
    rhythm_of_ana(cast, clock=dt.time(9))
    reachable(cast.ana, ANA, "encouragement")
    assert planned(cast) == []
    cast.ana.preferences = {"texts": ["reminders"]}
    cast.ana.save()
    mails = Delivery.objects.filter(kind=REMINDER, channel="email", state="waiting")
    texts = planned(cast)
    assert texts != []
    assert {row.due_at for row in texts} == {row.due_at for row in mails}
    assert {(row.address, row.person) for row in texts} == {(ANA, cast.ana.person)}


def test_a_check_in_by_text(cast: Cast, ana, text_in, replies) -> None:
    rhythm = rhythm_of_ana(cast, clock=dt.time(9), asks=Asks(frozenset({"mood"})))
    asked = due_now(cast, rhythm)
    words = gone(cast, asked)
    assert words == "Okafor Coaching: How is it going, 0-10? Answer with a number."
    text_in("7")
    assert replies() == ["Kept. And how does it feel? 1 Heavy, 2 Uneasy, 3 Even, 4 Good, 5 Bright"]
    text_in("4")
    assert replies() == ["Thank you. Your coach can read it."]
    row = CheckIn.objects.get()
    assert (row.progress, row.mood, row.day) == (7, 4, days.today_of(rhythm))


def due_now(cast: Cast, rhythm) -> Delivery:
    """The text of today's check-in, as if its time had come."""
    at = dt.datetime.combine(days.today_of(rhythm), dt.time(9), timezone.get_fixed_timezone(480))
    payload = {"member": str(cast.ana.public_id), "at": at.astimezone(dt.UTC).isoformat()}
    from opencoach.outbox.actions.post import post

    return post(
        REMINDER, channel="sms", address=ANA, dedupe_key=f"now:{rhythm.pk}", person=cast.ana.person,
        practice=cast.practice, engagement=cast.ana_engagement, payload=payload,
    )  # fmt: skip


def test_a_number_that_is_none_says_which_are(cast: Cast, ana, text_in, replies) -> None:
    gone(cast, due_now(cast, rhythm_of_ana(cast, clock=dt.time(9))))
    text_in("11")
    assert replies() == ["Answer with a number from 0 to 10."]
    assert not CheckIn.objects.exists()


def test_a_check_in_and_a_measure_ask_which(cast: Cast, ana, text_in, replies) -> None:
    rhythm = rhythm_of_ana(cast, clock=dt.time(9), asks=Asks(frozenset()))
    measure = measure_of_ana(cast, "Hours of sleep", rhythm="day")
    words = gone(cast, due_now(cast, rhythm))
    assert words.endswith("How is it going, 0-10? Answer with a number. Hours of sleep? Answer with a number.")
    text_in("7.5")  # no check-in takes that
    assert replies() == ["Written down: Hours of sleep 7.5."]
    value = MeasureValue.objects.get()
    assert (value.value, value.source, value.by) == (Decimal("7.5"), "text", cast.ana.person)
    assert measure.values.count() == 1
    text_in("6")
    assert replies() == ["Kept. Your coach can read it."]
    assert CheckIn.objects.get().progress == 6


def test_a_list_asks_which_number_it_is(cast: Cast, ana, text_in, replies) -> None:
    rhythm = rhythm_of_ana(cast, clock=dt.time(9), asks=Asks(frozenset()))
    measure_of_ana(cast, "Hours of sleep", rhythm="day")
    gone(cast, due_now(cast, rhythm))
    text_in("7")
    assert replies() == [
        'Which one is "7" for? Answer with its number.\n1 How is it going? (0-10)\n2 Hours of sleep a week'
    ]
    text_in("2")
    assert replies() == ["Written down: Hours of sleep 7."]
    assert not CheckIn.objects.exists()


def test_done_ticks_the_action(cast: Cast, ana, text_in, replies) -> None:
    action = action_of_ana(cast, timing="on", day=timezone.now().date() + 2 * DAY, reminds=True)
    [text] = planned(cast)
    words = gone(cast, text)
    assert words == "Okafor Coaching: Read the board paper once. Answer DONE when it is."
    text_in("Done!")
    assert replies() == ["Done. That counts."]
    assert ActionTick.objects.filter(action=action).count() == 1
    assert not Ask.objects.filter(answered_at=None).exists()


def test_a_word_of_encouragement_comes_by_text(cast: Cast, ana) -> None:
    word_for_ana(cast, "You did that. “All of it” 🎉")
    [text] = planned(cast, WORD)
    words = ports.rendered(text).text
    assert words == "Miriam Okafor: You did that. “All of it” 🎉"
    assert count(words).unicode


def test_what_is_over_asks_nothing_any_more(cast: Cast, ana, text_in, replies) -> None:
    from opencoach.people.actions.engagement import end_engagement

    gone(cast, due_now(cast, rhythm_of_ana(cast, clock=dt.time(9))))
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    text_in("7")
    assert not CheckIn.objects.exists()
    assert replies() == []
