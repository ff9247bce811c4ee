"""What people do with goals: set, change, rate, undo; two at once."""

import pytest
from django.test import Client

from opencoach.people.models import Event
from opencoach.people.refusal import Refused
from opencoach.plan import actions, levels, private
from opencoach.plan.models import Goal, GoalShare
from tests.cast import Cast
from tests.plan.making import LEVELS, goal_of_ana, need_of_ana, rated_goal, strategy_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def words(goal: Goal) -> dict[str, str]:
    return private.words(Goal.objects.select_related("engagement").get(pk=goal.pk))


def test_a_wish_leads_to_a_goal_step_by_step_and_nothing_typed_is_lost(client: Client, cast: Cast) -> None:
    need = need_of_ana(cast)
    client.force_login(cast.ana.person)
    url = f"/p/okafor/clients/{cast.ana_engagement.public_id}/plan/goals/new/?way=wish"
    said = {"wish": "A free week", "outcome": "They decide", "obstacle": "I like to be asked", "plan": "I ask back"}
    form = {**said, "needs": [str(need.public_id)], "kind": "habit", "shared": "True"}
    page = client.post(url, {**form, "step": "0", "to": "next"})
    assert "And if it came true?" in page.content.decode()
    assert 'value="A free week"' in page.content.decode() or "A free week" in page.content.decode()
    back = client.post(url, {**form, "step": "1", "to": "back"})
    assert "A free week" in back.content.decode()
    early = client.post(url, {**form, "step": "3", "to": "next"})
    assert early.status_code == 422  # the goal itself is missing
    done = client.post(url, {**form, "title": "My team decides", "step": "4", "to": "next"})
    goal = Goal.objects.get()
    assert done.headers["Location"] == f"/p/okafor/plan/goals/{goal.public_id}/levels/"
    assert words(goal) == {**said, "title": "My team decides"}
    assert (goal.kind, goal.way, list(goal.needs.all())) == ("habit", "wish", [need])
    assert GoalShare.objects.filter(goal=goal, audience="coach", until=None).exists()


def test_levels_are_fixed_by_the_first_rating_and_free_again_without_any(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    rating = actions.rate(goal, -1, "client", actor=cast.ana.person)
    other = [*LEVELS[:4], "Something else"]
    with pytest.raises(Refused, match="fixed"):
        actions.write_levels(goal, other, revision=None, actor=cast.miriam.person)
    actions.undo_rating(rating, actor=cast.ana.person)
    changed = actions.write_levels(goal, other, revision=None, actor=cast.miriam.person)
    assert levels.as_list(private.words(changed, "levels")) == other


def test_a_goal_without_its_five_levels_is_not_rated(cast: Cast) -> None:
    goal = actions.set_goal(cast.ana_engagement, cast.ana, actions.Wanted({"title": "x"}), actor=cast.ana.person)
    with pytest.raises(Refused, match="five levels"):
        actions.rate(goal, 0, "client", actor=cast.ana.person)


def test_two_who_write_at_once_both_see_both_texts(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    url = f"/p/okafor/plan/goals/{goal.public_id}/change/"
    client.force_login(cast.ana.person)
    client.post(url, {"revision": "0", "title": "Ana's title", "why": "Ana's why", "kind": "performance"})
    client.force_login(cast.miriam.person)
    mine = {"revision": "0", "title": "Miriam's title", "why": "", "kind": "performance"}
    answer = client.post(url, mine)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Miriam&#x27;s title" in page
    assert "Ana&#x27;s title" in page
    assert "Ana&#x27;s why" in page  # she alone wrote it: it is taken over
    assert words(goal)["title"] == "Ana's title"
    again = client.post(url, {**mine, "revision": "1", "why": "Ana's why"})
    assert again.status_code == 302
    assert words(goal) == {"title": "Miriam's title", "why": "Ana's why"}


def test_what_two_changed_in_different_places_is_kept_of_both(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    wanted = {"title": "My team decides without me"}
    actions.change_goal(goal, actions.Wanted({**wanted, "why": "Time"}), revision=0, actor=cast.ana.person)
    actions.change_goal(goal, actions.Wanted({"title": "They decide", "why": ""}), revision=0, actor=cast.miriam.person)
    assert words(goal) == {"title": "They decide", "why": "Time"}


def test_an_earlier_text_can_be_read_again(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    actions.change_goal(goal, actions.Wanted({"title": "Other"}), revision=0, actor=cast.miriam.person)
    client.force_login(cast.ana.person)
    history = client.get(f"/p/okafor/plan/goals/{goal.public_id}/history/").content.decode()
    assert "My team decides without me" in history
    client.post(f"/p/okafor/plan/goals/{goal.public_id}/wordings/0/rereading/")
    assert words(goal) == {"title": "My team decides without me"}
    client.post(f"/p/okafor/plan/goals/{goal.public_id}/wordings/1/rereading/")
    assert words(goal) == {"title": "Other"}


def test_a_step_is_taken_back_to_where_it_stood(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    actions.take_step(goal, "agreed", actor=cast.miriam.person)
    step = actions.take_step(goal, "let_go", actor=cast.ana.person, reason="Not now", word="I know what it would be")
    assert actions.undo_step(step, actor=cast.ana.person).status == "agreed"
    with pytest.raises(Refused):
        actions.undo_step(step, actor=cast.ana.person)


def test_only_one_strategy_is_chosen(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    first, second = strategy_of_ana(cast, "One", goal), strategy_of_ana(cast, "Two", goal)
    actions.choose(first, actor=cast.ana.person)
    actions.choose(second, actor=cast.miriam.person)
    assert list(goal.strategies.filter(chosen_at__isnull=False)) == [second]


def test_a_goal_that_was_shared_is_hidden_again_when_that_ends(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    client.force_login(cast.ana.person)
    client.post(f"/p/okafor/plan/goals/{goal.public_id}/sharing/", {})
    client.force_login(cast.miriam.person)
    assert client.get(f"/p/okafor/plan/goals/{goal.public_id}/").status_code == 404
    page = client.get(f"/p/okafor/clients/{cast.ana_engagement.public_id}/plan/")
    assert b"My team decides" not in page.content


def test_nobody_changes_the_plan_of_work_that_has_ended(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    cast.ana_engagement.status = "ended"
    cast.ana_engagement.save()
    client.force_login(cast.ana.person)
    assert client.get(f"/p/okafor/plan/goals/{goal.public_id}/").status_code == 200
    answer = client.post(f"/p/okafor/plan/goals/{goal.public_id}/status/", {"status": "agreed"})
    assert answer.status_code == 404
    with pytest.raises(Refused):
        actions.take_step(goal, "agreed", actor=cast.ana.person)


def test_attainment_is_that_of_the_goals_together(client: Client, cast: Cast) -> None:
    rated_goal(cast, -2, 0)
    rated_goal(cast, -2, -1)
    client.force_login(cast.miriam.person)
    page = client.get(f"/p/okafor/clients/{cast.ana_engagement.public_id}/plan/").content.decode()
    assert "25.2 at the start" in page
    assert "43.8" in page


def test_goals_and_needs_are_moved_up_and_down(client: Client, cast: Cast) -> None:
    first, second = need_of_ana(cast, "First"), need_of_ana(cast, "Second")
    client.force_login(cast.ana.person)
    client.post(f"/p/okafor/plan/needs/{second.public_id}/moving/", {"direction": "up"})
    path = f"/p/okafor/clients/{cast.ana_engagement.public_id}/plan/needs/"
    page = client.get(path).content.decode()
    assert page.index("Second") < page.index("First")
    client.post(f"{path}order/", {"order": f"{first.public_id},{second.public_id},nonsense"})
    page = client.get(path).content.decode()
    assert page.index("First") < page.index("Second")


def test_events_of_a_plan_hold_no_words(cast: Cast) -> None:
    goal = rated_goal(cast)
    actions.take_step(goal, "let_go", actor=cast.ana.person, reason="Because of Rui")
    said = " ".join(str(event.data) + event.verb for event in Event.objects.all())
    assert "Rui" not in said
    assert "team" not in said
