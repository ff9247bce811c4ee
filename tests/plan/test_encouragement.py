"""Words for what really happened: the wall, a thank-you, the tone, and what the house notices."""

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.plan import actions, private
from opencoach.plan.actions import habits
from opencoach.plan.models import Encouragement
from opencoach.plan.queries.encouragement import wall_of
from tests.cast import Cast
from tests.counting import MOST, queries
from tests.plan.doing import habit_of_ana, word_for_ana
from tests.plan.making import goal_of_ana
from tests.signing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    sign_in(client, cast.ana.person)
    return client


@pytest.fixture
def miriam(cast: Cast) -> Client:
    client = Client()
    sign_in(client, cast.miriam.person)
    return client


def page(cast: Cast) -> str:
    return reverse("plan:encouragement", args=["okafor", cast.ana_engagement.public_id])


def of(name: str, word: Encouragement) -> str:
    return reverse(f"plan:{name}", args=["okafor", word.public_id])


def test_a_coachs_words_stand_on_the_wall_and_a_thank_you_comes_back(ana: Client, miriam: Client, cast: Cast) -> None:
    assert miriam.post(page(cast), {"text": "Wei Ling signed it off without you."}).status_code == 302
    word = Encouragement.objects.get()
    for path in ("/p/okafor/", page(cast)):
        shown = ana.get(path).content.decode()
        assert "Wei Ling signed it off without you." in shown
        assert of("word_thanks", word) in shown
    assert ana.post(of("word_thanks", word), {"next": "/p/okafor/"})["Location"] == "/p/okafor/"
    word.refresh_from_db()
    at = word.thanked_at
    ana.post(of("word_thanks", word))
    word.refresh_from_db()
    assert word.thanked_at == at is not None
    assert "They said thank you" in miriam.get(page(cast)).content.decode()


def test_the_third_of_a_day_is_refused_and_what_was_typed_stays(miriam: Client, cast: Cast) -> None:
    for _number in range(2):
        word_for_ana(cast)
    answer = miriam.post(page(cast), {"text": "And another <one>"})
    assert answer.status_code == 422
    assert "You have sent two today" in answer.content.decode()
    assert "And another &lt;one&gt;" in answer.content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\x00b"])
def test_what_is_no_word_is_said(miriam: Client, cast: Cast, text: str) -> None:
    assert miriam.post(page(cast), {"text": text}).status_code == 422
    assert not Encouragement.objects.exists()


def test_a_client_cannot_speak_on_their_own_wall(ana: Client, cast: Cast) -> None:
    assert ana.post(page(cast), {"text": "Well done me"}).status_code == 404


def test_it_is_taken_down_by_whose_wall_it_is_or_who_wrote_it(ana: Client, miriam: Client, cast: Cast) -> None:
    word = word_for_ana(cast)
    ana.post(of("word_removal", word))
    assert wall_of(cast.ana, cast.ana_engagement, cast.ana) == ([], False)
    ana.post(of("word_restoration", word))
    assert len(wall_of(cast.ana, cast.ana_engagement, cast.ana)[0]) == 1
    miriam.post(of("word_removal", word))
    assert wall_of(cast.ana, cast.ana_engagement, cast.ana) == ([], False)


def test_a_level_that_was_never_reached_before_is_noticed_once(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    for level, noticed in ((-2, 0), (-1, 0), (0, 1), (-1, 1), (0, 1)):
        rating = actions.rate(goal, level, "client", actor=cast.ana.person)
        assert Encouragement.objects.count() == noticed
    (seen,), _more = wall_of(cast.ana, cast.ana_engagement, cast.ana)
    assert "“My team decides without me” has reached what you set out for." in seen.text
    actions.undo_rating(rating, actor=cast.ana.person)


def test_beyond_what_was_expected_is_said_so(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    for level in (-1, 1):
        actions.rate(goal, level, "together", actor=cast.miriam.person)
    (seen,), _more = wall_of(cast.ana, cast.ana_engagement, cast.ana)
    assert "has gone beyond what you set out for" in seen.text
    assert seen.word.count == 1


def test_what_the_coach_alone_sees_or_the_first_rating_is_no_level_reached(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    actions.rate(goal, 0, "client", actor=cast.ana.person)
    actions.rate(goal, 2, "coach", actor=cast.miriam.person)
    assert not Encouragement.objects.exists()


def test_a_rating_that_is_taken_back_takes_its_word_along(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    actions.rate(goal, -1, "client", actor=cast.ana.person)
    rating = actions.rate(goal, 1, "client", actor=cast.ana.person)
    assert Encouragement.objects.count() == 1
    actions.undo_rating(rating, actor=cast.ana.person)
    assert not Encouragement.objects.exists()


def test_a_title_in_quotation_marks_stands_in_single_ones(ana: Client, cast: Cast) -> None:
    habit = habit_of_ana(cast, "“What would you do?” first")
    habits.mark_day(habit, habit.started_on, "done", actor=cast.ana.person)
    assert "The first time: “‘What would you do?’ first”." in ana.get(page(cast)).content.decode()


def test_the_house_is_silent_for_whoever_wants_it(ana: Client, cast: Cast) -> None:
    path = reverse("plan:encouragement_tone", args=["okafor"])
    ana.post(path, {"tone": "shouting"})
    cast.ana.refresh_from_db()
    assert "encouragement" not in cast.ana.preferences
    ana.post(path, {"tone": "quiet"})
    goal = goal_of_ana(cast)
    for level in (-1, 1):
        actions.rate(goal, level, "client", actor=cast.ana.person)
    assert not Encouragement.objects.exists()


def test_of_a_goal_that_is_kept_to_oneself_the_coach_reads_nothing(miriam: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast, "Something of my own", shared=False)
    for level in (-1, 1):
        actions.rate(goal, level, "client", actor=cast.ana.person)
    word = Encouragement.objects.get()
    assert private.words(word)["about"] == "Something of my own"
    assert "Something of my own" not in miriam.get(page(cast)).content.decode()
    assert miriam.post(of("word_removal", word)).status_code == 404


def test_as_many_queries_with_many(ana: Client, cast: Cast) -> None:
    word_for_ana(cast)
    before = queries(ana, page(cast))
    for number in range(40):
        copy = word_for_ana(cast, f"Number {number}")
        Encouragement.objects.filter(pk=copy.pk).update(created_at="2026-01-05T10:00Z")
    assert before == queries(ana, page(cast)) <= MOST
    assert "Earlier ones" in ana.get(page(cast)).content.decode()
