"""Many people want one time at the same moment: one gets it. On both databases, with real threads and connections."""

import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, transaction

from opencoach.people.actions.engagement import begin_engagement
from opencoach.people.models import Engagement, Membership
from opencoach.people.refusal import Refused
from opencoach.sessions.actions import Taken, add_type, begin_with_the_usual, book, cancel, reinstate
from opencoach.sessions.actions.importing import Past, import_past
from opencoach.sessions.models import CoachingSession, Occupancy, SessionType
from tests.cast import Cast, build, member
from tests.onboarding.test_races import all_at_once, refusals
from tests.sessions.making import NOW, booked, offer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
START = NOW + dt.timedelta(days=7)


@pytest.fixture
def cast() -> Cast:
    return build()


@pytest.fixture
def coaching(cast: Cast) -> SessionType:
    return offer(cast.miriam)


def wanting(cast: Cast, kind: SessionType, number: int, start: dt.datetime, apart: int = 0) -> list[object]:
    """So many clients of Miriam's book at once, each `apart` minutes later than the one before."""
    engagements = [
        begin_engagement(
            cast.miriam, specialisation="life", title=f"Client {n}", actor=cast.miriam.person,
            clients=[member(cast.practice, f"at-once-{n}", Membership.Role.CLIENT)], status=Engagement.Status.ACTIVE,
        )
        for n in range(number)
    ]  # fmt: skip

    def want(n: int) -> object:
        at = start + dt.timedelta(minutes=apart * n)
        return book(engagements[n], kind, cast.miriam, at, actor=cast.miriam.person, now=NOW)

    return all_at_once([lambda n=n: want(n) for n in range(number)])  # type: ignore[misc]


def test_one_of_two_hundred_gets_the_time(cast: Cast, coaching: SessionType) -> None:
    came = wanting(cast, coaching, 200, START)
    assert refusals(came) == 199
    assert all(isinstance(one, CoachingSession | Taken) for one in came)
    assert CoachingSession.objects.count() == Occupancy.objects.count() == 1


def test_overlapping_ones_leave_no_overlap(cast: Cast, coaching: SessionType) -> None:
    wanting(cast, coaching, 24, START, apart=20)
    taken = sorted(Occupancy.objects.values_list("starts", "ends"))
    assert len(taken) >= 2
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(taken))


def test_the_last_session_of_an_allotment_is_booked_once(cast: Cast, coaching: SessionType) -> None:
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=1)
    came = all_at_once(
        [lambda n=n: booked(cast, coaching, START + dt.timedelta(days=n)) for n in range(12)]  # type: ignore[misc]
    )
    assert refusals(came) == 11
    assert CoachingSession.objects.count() == 1


def test_a_time_given_back_is_taken_again_by_one(cast: Cast, coaching: SessionType) -> None:
    session = booked(cast, coaching, START)
    cancel(session, actor=cast.ana.person, now=NOW)
    works = [lambda: reinstate(session, actor=cast.ana.person, now=NOW)]
    works += [lambda: booked(cast, coaching, START)] * 5
    came = all_at_once(works)
    assert refusals(came) == 5
    assert Occupancy.objects.count() == 1


def test_the_database_refuses_an_overlap_by_itself(cast: Cast, coaching: SessionType) -> None:
    one, other = booked(cast, coaching, START), booked(cast, coaching, START + dt.timedelta(days=1))
    taken = Occupancy.objects.get(session=one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupancy.objects.filter(session=other).update(starts=taken.ends - 1, ends=taken.ends + 60)
    Occupancy.objects.filter(session=other).update(starts=taken.ends, ends=taken.ends + 60)  # touching is no overlap
    Occupancy.objects.filter(session=other).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupancy.objects.create(
            session=other, person=cast.miriam.person, starts=taken.starts + 60, ends=taken.starts + 120
        )


def test_a_double_click_books_once(cast: Cast, coaching: SessionType) -> None:
    came = all_at_once([lambda: booked(cast, coaching, START)] * 4)
    assert refusals(came) == 3
    assert not any(isinstance(one, Refused) and not isinstance(one, Taken) for one in came)


def test_the_usual_two_are_made_once(cast: Cast) -> None:
    came = all_at_once([lambda: begin_with_the_usual(by=cast.miriam)] * 8)
    assert refusals(came) == 7
    assert sorted(SessionType.objects.values_list("slug", flat=True)) == ["coaching-session", "first-talk"]


def test_types_of_one_name_get_a_slug_each(cast: Cast) -> None:
    coaches = [cast.miriam, cast.devi] * 4
    came = all_at_once([lambda one=one: add_type({"name": "Deep dive"}, [one], by=one) for one in coaches])  # type: ignore[misc]
    assert refusals(came) == 0
    numbered = [f"deep-dive-{number}" for number in range(2, 9)]
    assert sorted(SessionType.objects.values_list("slug", flat=True)) == ["deep-dive", *numbered]


def test_the_same_table_sent_at_once_is_written_down_once(cast: Cast) -> None:
    engagements = [cast.ana_engagement, cast.group_engagement, cast.leila_engagement]
    start = NOW - dt.timedelta(days=200)
    rows = [Past(one, start - dt.timedelta(days=day), 60, "video") for one in engagements for day in range(4)]
    came = all_at_once([lambda n=n: import_past(cast.miriam, rows[n:] + rows[:n]) for n in range(4)])  # type: ignore[misc]
    assert sorted(str(one) for one in came) == ["0", "0", "0", "12"]
    assert CoachingSession.objects.count() == 12


def test_a_stretch_of_three_days_is_found_however_late_it_is_looked_for(cast: Cast) -> None:
    """The look goes three days back and no further: no stretch is longer, the database sees to that."""
    day = 24 * 60
    long = offer(cast.miriam, minutes=day, before=day, after=day)
    whole = booked(cast, long, START)
    short = offer(cast.miriam, slug="short", minutes=5, before=0, after=0)
    for almost in (dt.timedelta(hours=24, minutes=-5), dt.timedelta(hours=48, minutes=-1)):
        with pytest.raises(Taken):
            booked(cast, short, START + almost)
    booked(cast, short, START + dt.timedelta(hours=48))
    taken = Occupancy.objects.get(session=whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occupancy.objects.filter(pk=taken.pk).update(starts=taken.starts - 1)
