"""What happened to one action, habit or measure, with every earlier text."""

import pytest
from django.test import Client

from opencoach.plan import days, private
from opencoach.plan.actions import doing, habits, measures
from opencoach.plan.queries.histories import HISTORIES
from tests.cast import Cast
from tests.counting import queries
from tests.plan.doing import DAY, action_of_ana, habit_of_ana, measure_of_ana, value_of
from tests.plan.making import goal_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def told(row: object) -> list[tuple[str, str]]:
    """(who, what), the last first."""
    return [(one.who, one.what) for one in HISTORIES[type(row)](row)]  # type: ignore[index]


def test_all_that_became_of_an_action_is_told_once(cast: Cast) -> None:
    action = action_of_ana(cast)
    today = days.today_of(action)
    doing.change_action(
        action, doing.Todo({"title": "Read it twice"}, "by", today + DAY), revision=0, actor=cast.ana.person
    )
    doing.carry_on(action, today + 3 * DAY, actor=cast.ana.person)
    doing.tick(action, actor=cast.ana.person)
    doing.untick(action, actor=cast.miriam.person)
    doing.drop(action, "Wei Ling reads it", actor=cast.ana.person)
    action.refresh_from_db()
    found = HISTORIES[type(action)](action)
    carried = (today + 3 * DAY).strftime("%-d %B")
    ana, miriam = "Ana Kovačević", "Miriam Okafor"
    assert told(action) == [
        (ana, "Dropped"), (miriam, "Open again"), (ana, "Done"), (ana, f"Carried on to {carried}"),
        (ana, "Words changed"), (miriam, "Set"),
    ]  # fmt: skip
    assert found[0].words == ["Wei Ling reads it"]
    assert found[4].texts == [("Title", "Read the board paper once"), ("When", "Some time"), ("Day", "nothing")]


def test_the_days_of_one_that_comes_again_and_of_a_habit(cast: Cast) -> None:
    habit = habit_of_ana(cast)
    today = days.today_of(habit)
    again = action_of_ana(cast, timing="on", day=today, rule="FREQ=DAILY")
    doing.tick(again, day=today, actor=cast.ana.person)
    habits.mark_day(habit, today, "done", actor=cast.ana.person)
    habits.mark_day(habit, today, "sick", actor=cast.ana.person)
    habits.end_habit(habit, actor=cast.miriam.person)
    said = today.strftime("%A %-d %B")
    assert [what for _who, what in told(again)] == [f"Done on {said}", "Set"]
    assert [what for _who, what in told(habit)] == ["Taken off the list", f"Ill on {said}", f"Kept on {said}", "Begun"]


def test_an_earlier_text_is_read_again_and_values_are_counted(client: Client, cast: Cast) -> None:
    measure = measure_of_ana(cast)
    value = value_of(measure, 9)
    measures.remove_value(value, actor=cast.ana.person)
    words = {"title": "Decisions that wait", "unit": "a day"}
    measure = measures.change_measure(measure, words, {}, revision=0, actor=cast.ana.person)
    assert [what for _who, what in told(measure)] == [
        "Words changed",
        "A value was a slip",
        "1 value written down",
        "Set",
    ]
    home = f"/p/okafor/plan/measures/{measure.public_id}"
    client.force_login(cast.miriam.person)
    page = client.get(f"{home}/history/").content.decode()
    assert "Decisions that waited for me" in page
    client.post(f"{home}/wordings/0/rereading/")
    measure.refresh_from_db()
    assert private.words(measure)["title"] == "Decisions that waited for me"
    few = queries(client, f"{home}/history/")
    for number in range(5):
        value_of(measure, number)
    assert queries(client, f"{home}/history/") == few


def test_of_what_hangs_on_a_goal_kept_to_oneself_there_is_none_for_the_coach(client: Client, cast: Cast) -> None:
    action = action_of_ana(cast, goal=goal_of_ana(cast, shared=False))
    home = f"/p/okafor/plan/actions/{action.public_id}"
    client.force_login(cast.miriam.person)
    assert client.get(f"{home}/history/").status_code == 404
    assert client.post(f"{home}/wordings/0/rereading/").status_code == 404
    client.force_login(cast.ana.person)
    assert client.get(f"{home}/history/").status_code == 200
