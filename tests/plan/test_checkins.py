"""How it goes, on a rhythm: what is asked, what is answered, who reads it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.people.refusal import Refused
from opencoach.plan import asking, days, private
from opencoach.plan.actions import checkins
from opencoach.plan.asking import Asks, Said
from opencoach.plan.models import CheckIn, CheckInRhythm
from opencoach.plan.queries.checkins import checkins_of
from tests.cast import Cast
from tests.counting import MOST, queries
from tests.plan.doing import DAY, rhythm_of_ana
from tests.plan.making import goal_of_ana
from tests.signing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    sign_in(client, cast.ana.person)
    return client


def page(cast: Cast) -> str:
    return reverse("plan:checkins", args=["okafor", cast.ana_engagement.public_id])


def answering(found: CheckInRhythm, ago: int = 0) -> str:
    day = days.today_of(found) - ago * DAY
    return reverse("plan:checkin", args=["okafor", found.public_id, day.isoformat()])


def answered(cast: Cast, found: CheckInRhythm, progress: int, *, weeks: int = 0, **more: object) -> CheckIn:
    """As it was so many weeks ago."""
    now = dt.datetime.now(dt.UTC) - weeks * 7 * DAY
    day = days.today_of(found, now)
    return checkins.check_in(found, day, Said(progress, **more), actor=cast.ana.person, now=now)  # type: ignore[arg-type]


def test_it_is_answered_in_one_page_and_stands_on_today(ana: Client, cast: Cast) -> None:
    found = rhythm_of_ana(cast)
    shown = ana.get("/p/okafor/").content.decode()
    assert answering(found) in shown
    assert "0 of 1 done" in shown
    sent = {"a.progress": "7", "a.mood": "4", "a.obstacle": "The board week", "a.proud": ""}
    assert ana.post(answering(found), sent)["Location"] == "/p/okafor/"
    row = CheckIn.objects.get()
    assert (row.progress, row.mood) == (7, 4)
    assert private.words(row) == {"obstacle": "The board week"}
    shown = ana.get("/p/okafor/").content.decode()
    assert "1 of 1 done" in shown
    assert "7 of 10" in shown
    assert "The board week" in ana.get(page(cast)).content.decode()


@pytest.mark.parametrize("progress", ["", "11", "-1", "3.5", "much", "1e999", "\x00"])
def test_what_is_no_progress_is_said_and_what_was_typed_is_kept(ana: Client, cast: Cast, progress: str) -> None:
    found = rhythm_of_ana(cast)
    sent = {"a.progress": progress, "a.proud": "I asked back <twice>"}
    answer = ana.post(answering(found), sent)
    assert answer.status_code == 422
    assert "I asked back &lt;twice&gt;" in answer.content.decode()
    assert not CheckIn.objects.exists()


def test_the_same_day_again_corrects_it_and_keeps_what_it_read(cast: Cast) -> None:
    found = rhythm_of_ana(cast)
    row = answered(cast, found, 3, proud="Nothing")
    again = answered(cast, found, 6, proud="I asked back")
    assert (again.pk, again.progress, again.revision) == (row.pk, 6, 1)
    assert answered(cast, found, 6, proud="I asked back").revision == 1
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize("ago", [-7, -1, 1, 7, 400])
def test_a_day_that_none_is_open_for_is_refused(ana: Client, cast: Cast, ago: int) -> None:
    found = rhythm_of_ana(cast, ago=28)
    answer = ana.post(answering(found, ago), {"a.progress": "5"}, follow=True)
    assert "This check-in is closed" in answer.content.decode()
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("day", ["yesterday", "2027-02-31", "0"])
def test_what_is_no_day_is_no_page(ana: Client, cast: Cast, day: str) -> None:
    path = reverse("plan:checkin", args=["okafor", rhythm_of_ana(cast).public_id, day])
    assert ana.get(path).status_code == 404


def test_it_stays_open_for_six_days(cast: Cast) -> None:
    found = rhythm_of_ana(cast, ago=28)
    due = days.today_of(found)
    in_six = dt.datetime.now(dt.UTC) + 6 * DAY
    assert checkins.check_in(found, due, Said(4), actor=cast.ana.person, now=in_six).day == due
    with pytest.raises(Refused):
        checkins.check_in(found, due, Said(5), actor=cast.ana.person, now=in_six + DAY)


def test_what_is_asked_is_the_choice_of_who_set_it(cast: Cast) -> None:
    asks = Asks(frozenset({"proud"}), ("What did Wei Ling decide?",))
    found = asking.questions(asks, "My team decides without me")
    assert [item.id for item in found.questions] == ["progress", "proud", "own_1"]
    made = rhythm_of_ana(cast, asks=asks)
    assert Asks.read(private.words(made)) == asks
    assert Asks.read({}) == Asks()


def test_an_own_question_is_kept_as_it_was_asked(ana: Client, cast: Cast) -> None:
    found = rhythm_of_ana(cast, asks=Asks(own=("What did Wei Ling decide?",)))
    ana.post(answering(found), {"a.progress": "5", "a.own_1": "The vendor"})
    checkins.change_rhythm(
        found, actor=cast.miriam.person, weekday=found.weekday, interval=1, clock=None, asks=Asks(own=("And Arjun?",))
    )
    shown = ana.get(page(cast)).content.decode()
    assert "What did Wei Ling decide?" in shown
    assert "The vendor" in shown


def test_another_day_is_a_new_rhythm_once_there_are_answers(cast: Cast) -> None:
    found = rhythm_of_ana(cast)
    changed = {"actor": cast.miriam.person, "interval": 1, "clock": None, "asks": Asks()}
    other = (found.weekday + 1) % 7
    assert checkins.change_rhythm(found, weekday=other, **changed).pk == found.pk
    back = checkins.change_rhythm(found, weekday=days.today_of(found).weekday(), **changed)
    answered(cast, back, 5)
    new = checkins.change_rhythm(back, weekday=other, **changed)
    assert new.pk != found.pk
    found.refresh_from_db()
    assert found.ended_on is not None
    with pytest.raises(Refused):
        checkins.take_up_rhythm(found, actor=cast.miriam.person)
    assert CheckInRhythm.objects.filter(ended_on=None).count() == 1


def test_a_coach_sets_it_and_cannot_answer(client: Client, cast: Cast) -> None:
    sign_in(client, cast.miriam.person)
    path = reverse("plan:rhythm_new", args=["okafor", cast.ana_engagement.public_id])
    client.post(path, {"weekday": "2", "interval": "2", "clock": "18:00", "parts": ["mood"], "own_1": "And Arjun?"})
    found = CheckInRhythm.objects.get()
    assert (found.weekday, found.interval, found.clock) == (2, 2, dt.time(18))
    assert Asks.read(private.words(found)) == Asks(frozenset({"mood"}), ("And Arjun?",))
    assert "every 2 weeks on Wednesday" in client.get(page(cast)).content.decode()
    assert client.get(answering(found)).status_code == 404
    client.post(reverse("plan:rhythm_ending", args=["okafor", found.public_id]))
    assert not CheckInRhythm.objects.filter(ended_on=None).exists()
    client.post(reverse("plan:rhythm_again", args=["okafor", found.public_id]))
    assert CheckInRhythm.objects.filter(ended_on=None).count() == 1


def test_a_check_in_of_a_goal_that_is_kept_to_oneself_is_for_nobody_else(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast, "Something of my own", shared=False)
    found = rhythm_of_ana(cast, goal=goal)
    row = answered(cast, found, 2, obstacle="Not for Miriam")
    today = days.today_of(found)
    assert not checkins_of(cast.miriam, cast.ana_engagement, cast.ana, today).series
    assert checkins_of(cast.ana, cast.ana_engagement, cast.ana, today).series
    sign_in(client, cast.miriam.person)
    assert "Not for Miriam" not in client.get(page(cast)).content.decode()
    for name, thing in (("checkin_looking", row), ("rhythm_change", found)):
        assert client.post(reverse(f"plan:{name}", args=["okafor", thing.public_id])).status_code == 404


def test_the_line_leads_over_no_gap_and_marks_what_is_low(cast: Cast) -> None:
    found = rhythm_of_ana(cast, ago=70)
    for weeks, progress in ((9, 2), (8, 4), (7, 5), (2, 6), (1, 7)):
        answered(cast, found, progress, weeks=weeks)
    (series,) = checkins_of(cast.ana, cast.ana_engagement, cast.ana, days.today_of(found)).series
    assert series.trend is not None
    assert [line.count(",") for line in series.trend.lines] == [3, 2]
    assert [low for _x, _y, _said, low in series.trend.dots] == [True, False, False, False, False]
    assert [one.row.progress for one in series.rows] == [7, 6, 5, 4, 2]


def test_as_many_queries_with_many(ana: Client, cast: Cast) -> None:
    found = rhythm_of_ana(cast, ago=400)
    answered(cast, found, 5)
    before = queries(ana, page(cast))
    for weeks in range(1, 30):
        answered(cast, found, weeks % 10, weeks=weeks, obstacle="x")
    assert before == queries(ana, page(cast)) <= MOST
