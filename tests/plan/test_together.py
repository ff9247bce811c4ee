"""Two people change the same thing at once, on each form of a plan: nothing of either is lost in silence."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.plan import days, private
from opencoach.plan.actions import (
    Way,
    change_strategy,
    checkins,
    doing,
    habits,
    items,
    measure_will,
    measures,
    rate_need,
    reweigh,
)
from opencoach.plan.asking import Asks
from opencoach.plan.models import Action, Habit, Measure
from opencoach.plan.queries.histories import HISTORIES
from tests.cast import Cast
from tests.plan.doing import DAY, action_of_ana, habit_of_ana, measure_of_ana, rhythm_of_ana
from tests.plan.making import balance_of_ana, goal_of_ana, need_of_ana, strategy_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DUE = dt.date(2027, 5, 3)


def url(name: str, row: Any, *more: object) -> str:
    return reverse(f"plan:{name}", args=["okafor", row.public_id, *more])


def typed(page: str) -> dict[str, list[str]]:
    """What the form of a page would send, by name."""
    found: dict[str, list[str]] = {}
    form = page[page.index('<form class="form') :]
    for tag in re.findall(r"<input[^>]*>", form[: form.index("</form>")]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (" checked" in tag or not re.search(r'type="(checkbox|radio)"', tag)):
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, body in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form, re.S):
        found[name] = re.findall(r'value="([^"]*)" selected', body)
    for name, body in re.findall(r'<textarea name="([^"]*)"[^>]*>\s*(.*?)</textarea>', form, re.S):
        found[name] = [body]
    return found


def moved(action: Action, day: dt.date, **more: Any) -> Action:
    """Ana gives it another day."""
    todo = doing.Todo({"title": "Ask first", **more}, "by", day)
    return doing.change_action(action, todo, revision=0, actor=action.created_by)


def test_a_day_that_another_has_set_meanwhile_stays(cast: Cast) -> None:
    action = action_of_ana(cast, "Ask first", timing="by", day=DUE)
    moved(action, DUE + DAY)
    mine = doing.Todo({"title": "Ask Wei Ling first"}, "by", DUE, effort="small")
    found = doing.change_action(action, mine, revision=0, actor=cast.miriam.person)
    assert (private.words(found)["title"], found.day, found.effort) == ("Ask Wei Ling first", DUE + DAY, "small")


def test_two_days_are_told_and_nothing_is_saved(client: Client, cast: Cast) -> None:
    action = action_of_ana(cast, "Ask first", timing="by", day=DUE)
    client.force_login(cast.miriam.person)
    sent = typed(client.get(url("action", action)).content.decode())
    moved(action, DUE + DAY, note="She is away")
    answer = client.post(url("action", action), {**sent, "day": str(DUE + 7 * DAY)})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Now it reads: “4 May 2027”" in page
    now = typed(page)
    assert (now["day"], now["note"], now["revision"]) == (["2027-05-10"], ["She is away"], ["1"])
    assert client.post(url("action", action), now).status_code == 302
    action.refresh_from_db()
    assert (action.day, private.words(action)["note"]) == (DUE + 7 * DAY, "She is away")


def test_what_only_makes_sense_together_is_never_mixed(cast: Cast) -> None:
    """One makes it come again, the other takes its day away: there is no rule without a day."""
    action = action_of_ana(cast, "Ask first", timing="on", day=DUE)
    doing.change_action(action, doing.Todo({"title": "Ask first"}), revision=0, actor=cast.ana.person)
    again = doing.Todo({"title": "Ask first"}, "on", DUE, rule="FREQ=DAILY")
    with pytest.raises(items.Changed) as clash:
        doing.change_action(action, again, revision=0, actor=cast.miriam.person)
    assert clash.value.places == {"timing"}
    action.refresh_from_db()
    assert (action.timing, action.day, action.rule) == ("open", None, "")


def test_a_habit_and_a_measure_keep_what_both_have_set(cast: Cast) -> None:
    habit = habit_of_ana(cast, "Ask back")
    clocked = habits.Practised({"title": "Ask back"}, clock=dt.time(19))
    habits.change_habit(habit, clocked, revision=0, actor=cast.ana.person)
    fewer = habits.Practised({"title": "Ask back"}, per="week", times=3)
    found: Any = habits.change_habit(habit, fewer, revision=0, actor=cast.miriam.person)
    assert (found.clock, found.per, found.times) == (dt.time(19), "week", 3)
    measure = measure_of_ana(cast, "Sleep", target=Decimal(7))
    words = {"title": "Sleep", "unit": "a week"}
    measures.change_measure(measure, words, {"rhythm": "week", "target": 7}, revision=0, actor=cast.ana.person)
    aimed = {"rhythm": measure.rhythm, "target": Decimal(8)}
    found = measures.change_measure(measure, words, aimed, revision=0, actor=cast.miriam.person)
    assert (found.rhythm, found.target) == ("week", 8)


def test_questions_of_a_check_in_are_told_too(client: Client, cast: Cast) -> None:
    found = rhythm_of_ana(cast)
    client.force_login(cast.miriam.person)
    sent = typed(client.get(url("rhythm_change", found)).content.decode())
    changed = {"weekday": found.weekday, "interval": 1, "clock": None, "actor": cast.ana.person}
    checkins.change_rhythm(found, asks=Asks(own=("What did you let go?",)), revision=0, **changed)
    answer = client.post(url("rhythm_change", found), {**sent, "own_1": "Who helped?"})
    assert answer.status_code == 422
    assert "Now it reads: “What did you let go?”" in answer.content.decode()
    found.refresh_from_db()
    assert Asks.read(private.words(found)).own == ("What did you let go?",)
    answer = client.post(url("rhythm_change", found), {**sent, "clock": "18:30"})
    assert answer.status_code == 302
    found.refresh_from_db()
    assert (Asks.read(private.words(found)).own, found.clock) == (("What did you let go?",), dt.time(18, 30))


def test_reasons_that_another_has_written_meanwhile_stand_in_the_form(client: Client, cast: Cast) -> None:
    found = balance_of_ana(cast)
    client.force_login(cast.miriam.person)
    sent = typed(client.get(url("weighing", found)).content.decode())
    theirs = {
        "question": "Shall we move?", "change_for": [{"text": "The sea", "weight": 4}, {"text": "Light", "weight": 2}],
        "stay_for": [{"text": "My mother", "weight": 5}],
    }  # fmt: skip
    reweigh(found, theirs, revision=0, actor=cast.ana.person)
    mine = {**sent, "question": "Do I move?", "stay_for0": "The garden", "stay_for0_weight": "3"}
    answer = client.post(url("weighing", found), mine)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Now it reads: “Shall we move?”" in page
    assert "Now it reads: “My mother”" in page
    now = typed(page)
    assert (now["question"], now["change_for1"], now["stay_for0"]) == (["Do I move?"], ["Light"], ["The garden"])
    assert client.post(url("weighing", found), {**now, "stay_for1": "My mother"}).status_code == 302
    found.refresh_from_db()
    kept = private.words(found)
    assert [one["text"] for one in kept["change_for"]] == ["The sea", "Light"]
    assert [one["text"] for one in kept["stay_for"]] == ["The garden", "My mother"]


def test_a_strategy_keeps_its_weights_of_both(cast: Cast) -> None:
    found = strategy_of_ana(cast)
    change_strategy(found, Way({"text": "Ask back first"}, 5, 2), revision=0, actor=cast.ana.person)
    made = change_strategy(found, Way({"text": "Ask back first"}, 4, 1), revision=0, actor=cast.miriam.person)
    assert (made.effect, made.effort) == (5, 1)


CHANGES = {
    "action": (
        {"title": "Other", "timing": "on", "day": "2027-05-09", "side": "coach", "effort": "small"},
        action_of_ana,
    ),
    "habit": ({"title": "Other", "per": "week", "times": "3", "clock": "19:00"}, habit_of_ana),
    "measure": ({"title": "Other", "kind": "behaviour", "direction": "down", "target": "4.5"}, measure_of_ana),
}


@pytest.mark.parametrize("name", CHANGES)
def test_undo_takes_back_all_of_a_change_and_the_history_says_it(client: Client, cast: Cast, name: str) -> None:
    data, make = CHANGES[name]
    row: Any = make(cast, "Before")  # type: ignore[operator]
    model = {"action": Action, "habit": Habit, "measure": Measure}[name]
    before = model.objects.values().get(pk=row.pk)
    client.force_login(cast.ana.person)
    page = client.post(url(name if name == "action" else f"{name}_change", row), data, follow=True).content.decode()
    assert model.objects.values().get(pk=row.pk) != before
    row.refresh_from_db()
    (changed, *_set) = HISTORIES[model](row)
    assert (changed.what, changed.texts[0]) == ("Words changed", ("Title", "Before"))
    assert len(changed.texts) > 2
    (undo,) = re.findall(r'action="([^"]*/rereading/[^"]*)"', page)
    client.post(undo.replace("&amp;", "&"))
    after = model.objects.values().get(pk=row.pk)
    ignored = {"words", "revision"}
    assert {k: v for k, v in after.items() if k not in ignored} == {
        k: v for k, v in before.items() if k not in ignored
    }  # fmt: skip
    row.refresh_from_db()
    assert private.words(row)["title"] == "Before"


def test_a_change_of_nothing_offers_no_undo(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    client.force_login(cast.ana.person)
    sent = typed(client.get(url("goal_change", goal)).content.decode())
    page = client.post(url("goal_change", goal), sent, follow=True).content.decode()
    assert "Changed." in page
    assert "rereading" not in page


def test_carrying_on_is_taken_back(client: Client, cast: Cast) -> None:
    action = action_of_ana(cast, timing="by", day=days.today_of(action_of_ana(cast)) - 3 * DAY)
    loose = action_of_ana(cast, "Some time")
    client.force_login(cast.ana.person)
    for row in (action, loose):
        stood = (row.timing, row.day)
        page = client.post(url("action_carrying", row), follow=True).content.decode()
        row.refresh_from_db()
        assert (row.timing, row.carried) == ("by", 1)
        assert url("action_carrying_back", row) in page
        client.post(url("action_carrying_back", row))
        row.refresh_from_db()
        assert (row.timing, row.day, row.carried, row.steps.count()) == (*stood, 0, 0)


def test_an_old_carrying_on_is_not_taken_back_by_a_late_click(client: Client, cast: Cast) -> None:
    action = action_of_ana(cast)
    client.force_login(cast.ana.person)
    client.post(url("action_carrying", action))
    doing.tick(action, actor=cast.ana.person)
    page = client.post(url("action_carrying_back", action), follow=True).content.decode()
    assert "Something else was done since." in page
    action.refresh_from_db()
    assert action.status == "done"


def test_a_rating_of_a_need_and_of_the_will_are_taken_back(client: Client, cast: Cast) -> None:
    need, goal = need_of_ana(cast), goal_of_ana(cast)
    rate_need(need, 9, 3, actor=cast.miriam.person)
    client.force_login(cast.ana.person)
    page = client.post(url("need_rating", need), {"importance": "5", "satisfaction": "5"}, follow=True).content.decode()
    assert url("need_unrating", need) in page
    for _twice in range(2):  # the second time it would be Miriam's
        client.post(url("need_unrating", need))
    assert list(need.ratings.values_list("importance", "satisfaction")) == [(9, 3)]
    measure_will(goal, 8, None, actor=cast.ana.person)
    page = client.post(url("goal_will", goal), {"importance": "1", "confidence": "2"}, follow=True).content.decode()
    (undo,) = re.findall(r'action="([^"]*rulers[^"]*)"', page)
    client.post(undo)
    assert list(goal.rulers.filter(undone_at=None).values_list("value", flat=True)) == [8]


def test_a_plan_that_was_begun_with_is_taken_back_whole(client: Client, cast: Cast) -> None:
    kept = action_of_ana(cast, "Mine before")
    client.force_login(cast.ana.person)
    home = url("patterns_for_plan", cast.ana_engagement)
    (key, *_others) = re.findall(r'name="key" value="([^"]+)"', client.get(home).content.decode())
    page = client.post(home, {"key": key, "doing": "1"}, follow=True).content.decode()
    assert Action.objects.filter(removed_at=None).count() > 1
    for word, present in (("removal", {kept.pk}), ("restoration", None)):
        (undo,) = re.findall(rf'action="([^"]*/goals/[^"]*/{word}/\?whole=1)"', page)
        page = client.post(undo, follow=True).content.decode()
        if present is not None:
            assert set(Action.objects.filter(removed_at=None).values_list("pk", flat=True)) == present
            assert not Habit.objects.filter(removed_at=None).exists()
    assert Action.objects.filter(removed_at=None).count() > 1


def test_what_a_strategy_said_before_stands_in_the_history_of_its_goal(client: Client, cast: Cast) -> None:
    found = strategy_of_ana(cast)
    change_strategy(found, Way({"text": "Be away on Thursdays"}, 5, 2), revision=0, actor=cast.ana.person)
    client.force_login(cast.miriam.person)
    page = client.get(url("goal_history", found.goal)).content.decode()
    assert "Strategy changed" in page
    assert "Ask back first" in page


def test_undo_gives_a_day_of_a_habit_back_what_it_was(client: Client, cast: Cast) -> None:
    habit = habit_of_ana(cast, "Water", ago=9, amount=Decimal(8))
    day = days.today_of(habit) - 3 * DAY
    habits.mark_day(habit, day, "done", actor=cast.ana.person, amount=Decimal("8.5"))
    client.force_login(cast.ana.person)
    for data, stood in (({"state": "sick"}, ("done", Decimal("8.5"))), ({"state": ""}, ("done", Decimal("8.5")))):
        page = client.post(url("habit_day", habit), {"day": day.isoformat(), **data}, follow=True).content.decode()
        (*_earlier, undo) = re.findall(r'action="([^"]*/day/\?[^"]*)"', page)
        client.post(undo.replace("&amp;", "&"))
        assert habit.ticks.values_list("state", "amount").get(day=day) == stood


@pytest.mark.django_db(transaction=True)
def test_an_earlier_text_is_read_again_where_nothing_else_opens_a_transaction(client: Client, cast: Cast) -> None:
    """A row is locked in a transaction or not at all; the tests above run in one of their own."""
    found = strategy_of_ana(cast)
    change_strategy(found, Way({"text": "Be away on Thursdays"}), revision=0, actor=cast.ana.person)
    client.force_login(cast.ana.person)
    assert client.post(url("strategy_rereading", found, 0)).status_code == 302
    found.refresh_from_db()
    assert private.words(found)["text"] == "Ask back first"
