"""Plans to begin with, and a client's words that stay with the client."""

import pytest
from django.test import Client

from opencoach.people.specialisations import every, get
from opencoach.plan import actions, patterns, private
from opencoach.plan.models import Action, Goal, Habit, PlanTemplate
from tests.cast import Cast
from tests.plan.making import LEVELS, goal_of_ana, strategy_of_ana


def test_every_plan_of_every_specialisation_can_be_begun_with() -> None:
    for one in every():
        for plan in one.plans.values():
            pattern = patterns.of_specialisation(plan)
            assert patterns.read(pattern.model_dump()) == pattern


def test_if_and_then_stand_apart_where_the_sentence_says_so() -> None:
    step = patterns.Step(do="x", if_then="When I open my calendar, then I list the week.")
    assert step.cue == {"cue": "I open my calendar", "response": "I list the week"}
    assert patterns.Step(do="x", if_then="after lunch").cue == {"note": "after lunch"}


@pytest.mark.django_db
def test_a_template_brings_goal_levels_strategies_actions_and_habit(client: Client, cast: Cast) -> None:
    plan = get("executive").plans["hand_over"]
    need = actions.name_need(cast.ana_engagement, cast.ana, "x", actor=cast.ana.person, key=plan.needs[0])
    client.force_login(cast.ana.person)
    path = f"/p/okafor/clients/{cast.ana_engagement.public_id}/plan/goals/templates/"
    client.post(path, {"key": "hand_over", "doing": "on"})
    goal = Goal.objects.get()
    assert private.words(goal)["title"] == plan.title
    assert list(goal.needs.all()) == [need]
    assert goal.strategies.count() == len(plan.strategies)
    assert Action.objects.filter(goal=goal).count() == len(plan.actions)
    assert Habit.objects.filter(goal=goal).count() == 1


@pytest.mark.django_db
def test_a_template_after_a_goal_never_copies_the_clients_words(client: Client, cast: Cast) -> None:
    library = get("executive").plans["hand_over"].strategies[0]
    goal = goal_of_ana(cast, "Rui must not know")
    strategy_of_ana(cast, library, goal)
    strategy_of_ana(cast, "Hide it from Rui", goal)
    client.force_login(cast.miriam.person)
    path = f"/p/okafor/plan/goals/{goal.public_id}/template/"
    form = client.get(path).context["form"]
    assert form.initial == {"strategies": library}
    assert "Rui must not know" in form.fields["title"].help_text
    client.post(path, {"name": "Keep it quiet", "title": "Say it when it is time", "strategies": library})
    kept = str(PlanTemplate.objects.get().content)
    assert "Rui" not in kept
    assert not [text for text in LEVELS if text in kept]
