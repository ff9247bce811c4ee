"""Strangers and clients want one time at the same moment: one gets it, on both databases, with real threads."""

import datetime as dt
import itertools

import pytest
from django.utils import timezone

from opencoach.outbox.models import Delivery
from opencoach.people.actions.engagement import begin_engagement
from opencoach.people.models import Engagement, Membership, Person
from opencoach.scheduling.actions import first_talk, holding
from opencoach.scheduling.actions.booking import book
from opencoach.scheduling.actions.holding import Reader, Said
from opencoach.scheduling.actions.hours import set_week
from opencoach.scheduling.models import Hold
from opencoach.scheduling.queries.choices import Offer
from opencoach.sessions.actions import Taken
from opencoach.sessions.models import CoachingSession, Occupancy
from tests.cast import Cast, build, member
from tests.onboarding.test_races import all_at_once, refusals
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
TOKYO = Reader("Asia/Tokyo")
START = (timezone.now() + dt.timedelta(days=7)).replace(hour=10, minute=0, second=0, microsecond=0)


@pytest.fixture
def cast() -> Cast:
    made = build()
    set_week(made.miriam, {day: [(0, 1440)] for day in range(7)})
    return made


@pytest.fixture
def talk(cast: Cast) -> Offer:
    return Offer(offer(cast.miriam, slug="first-talk", audience="anybody", notice=0, ahead_days=60), cast.miriam)


def held(talk: Offer, number: int, start: dt.datetime = START) -> Hold:
    return holding.hold(talk, start, Said(f"Stranger {number}", f"stranger{number}@example.org"), TOKYO)


def test_one_of_two_hundred_strangers_holds_the_time(talk: Offer) -> None:
    came = all_at_once([lambda n=n: held(talk, n) for n in range(200)])  # type: ignore[misc]
    assert refusals(came) == 199
    assert all(isinstance(one, Hold | Taken) for one in came)
    assert Hold.objects.count() == Occupancy.objects.count() == Delivery.objects.count() == 1


def test_one_of_a_hundred_strangers_and_a_hundred_clients_gets_the_time(cast: Cast, talk: Offer) -> None:
    coaching = Offer(offer(cast.miriam, slug="coaching", notice=0, ahead_days=60), cast.miriam)
    clients = [member(cast.practice, f"at-once-{n}", Membership.Role.CLIENT) for n in range(100)]
    theirs = [
        begin_engagement(
            cast.miriam, specialisation="life", title=one.display_name, actor=one.person, clients=[one],
            status=Engagement.Status.ACTIVE,
        )
        for one in clients
    ]  # fmt: skip
    works = [lambda n=n: held(talk, n) for n in range(100)]  # type: ignore[misc]
    works += [lambda n=n: book(theirs[n], coaching, START, by=clients[n]) for n in range(100)]  # type: ignore[misc]
    came = all_at_once(list(itertools.chain.from_iterable(zip(works[:100], works[100:], strict=True))))
    assert refusals(came) == 199
    assert Occupancy.objects.count() == Hold.objects.count() + CoachingSession.objects.count() == 1


def test_a_code_typed_in_many_tabs_books_once(talk: Offer) -> None:
    one = held(talk, 0)
    came = all_at_once([lambda: first_talk.confirm(one)] * 12)
    assert {str(session) for session in came} == {str(CoachingSession.objects.get())}
    assert Occupancy.objects.get().session == CoachingSession.objects.get()
    assert Person.objects.filter(email="stranger0@example.org").count() == 1


def test_a_hold_that_ran_out_is_confirmed_or_taken_by_one(cast: Cast, talk: Offer) -> None:
    late = held(talk, 0)
    over = timezone.now() - dt.timedelta(seconds=1)
    Hold.objects.update(expires_at=over)
    Occupancy.objects.update(until=int(over.timestamp()))
    late.refresh_from_db()
    works = [lambda: first_talk.confirm(late), holding.free_over]
    works += [lambda n=n: held(talk, n) for n in range(1, 11)]  # type: ignore[misc]
    came = all_at_once(works)
    assert refusals(came) == 10
    assert Occupancy.objects.count() == 1


def test_one_address_in_two_windows_gets_one_talk(talk: Offer) -> None:
    """Two holds of one person, confirmed at once: the second one is told of the first."""
    ones = [
        holding.hold(talk, START + dt.timedelta(hours=2 * n), Said("Yuki", "yuki@example.org"), TOKYO) for n in range(4)
    ]
    came = all_at_once([lambda one=one: first_talk.confirm(one) for one in ones])  # type: ignore[misc]
    assert refusals(came) == 3
    assert CoachingSession.objects.count() == Engagement.objects.filter(title="Yuki").count() == 1


def test_guesses_at_once_are_five_at_most(talk: Offer) -> None:
    one = held(talk, 0)
    right = str(Delivery.objects.get().secrets["code"])
    came = all_at_once([lambda: holding.is_right(one, "WRONG1")] * 20)
    assert came == [False] * 20
    one.refresh_from_db()
    assert one.tries == holding.TRIES
    assert one.is_over
    assert not holding.is_right(one, right)
    assert not Occupancy.objects.exists()
