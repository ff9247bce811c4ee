"""What coach and client see and do with actions and habits."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.people.models import Pause
from opencoach.plan import days, private
from opencoach.plan.actions import doing, habits
from opencoach.plan.models import Action, Habit
from tests.cast import Cast
from tests.counting import MOST, queries
from tests.plan.doing import DAY, action_of_ana, habit_of_ana, word_for_ana
from tests.plan.making import goal_of_ana
from tests.signing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client, cast: Cast) -> Client:
    sign_in(client, cast.ana.person)
    return client


def url(name: str, row: object) -> str:
    return reverse(f"plan:{name}", args=["okafor", row.public_id])  # type: ignore[attr-defined]


def page(cast: Cast) -> str:
    return url("actions", cast.ana_engagement)


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_today_has_what_is_due_and_nothing_else(ana: Client, cast: Cast) -> None:
    today = days.today_of(action_of_ana(cast, "Without a day"))
    action_of_ana(cast, "For today", timing="on", day=today)
    action_of_ana(cast, "By tomorrow", timing="by", day=today + DAY)
    action_of_ana(cast, "Slipped", timing="on", day=today - 3 * DAY)
    action_of_ana(cast, "Next week", timing="on", day=today + 7 * DAY)
    action_of_ana(cast, "The coach’s", timing="on", day=today, side="coach")
    rule = f"FREQ=WEEKLY;BYDAY={today:%a}"[:-1].upper()
    action_of_ana(cast, "Comes today", timing="on", day=today - 7 * DAY, rule=rule)
    action_of_ana(cast, "Comes tomorrow", timing="on", day=today + DAY, rule="FREQ=DAILY")
    habit_of_ana(cast, "Three sentences")
    shown = text(ana.get("/p/okafor/"))
    assert "0 of 5 done" in shown
    for title in ("For today", "By tomorrow", "Slipped", "Comes today", "Three sentences"):
        assert title in shown
    for title in ("Without a day", "Next week", "The coach’s", "Comes tomorrow"):
        assert title not in shown


def test_one_tap_ticks_and_undo_opens_it_again(ana: Client, cast: Cast) -> None:
    action = action_of_ana(cast, timing="on", day=days.today_of(action_of_ana(cast)))
    answer = ana.post(url("action_tick", action), {"next": "/p/okafor/"}, follow=True)
    assert answer.redirect_chain == [("/p/okafor/", 302)]
    assert 'aria-pressed="true"' in text(answer)
    assert url("action_untick", action) in text(answer)
    assert "1 of 1 done" in text(answer)
    ana.post(url("action_untick", action))
    action.refresh_from_db()
    assert action.status == "open"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_a_tick_leads_nowhere_else(ana: Client, cast: Cast, elsewhere: str) -> None:
    answer = ana.post(url("action_tick", action_of_ana(cast)), {"next": elsewhere})
    assert answer["Location"] == page(cast)


@pytest.mark.parametrize("day", ["2027-02-31", "yesterday", "9999-99-99", "0000-00-00"])
def test_what_is_no_day_is_said(ana: Client, cast: Cast, day: str) -> None:
    action = action_of_ana(cast)
    answer = ana.post(url("action_carrying", action), {"day": day}, follow=True)
    assert "This is no day" in text(answer)


def test_a_pause_empties_today(ana: Client, cast: Cast) -> None:
    habit = habit_of_ana(cast, "Three sentences")
    today = days.today_of(habit)
    assert "Three sentences" in text(ana.get("/p/okafor/"))
    cast.ana_engagement.pauses.create(starts_on=today, created_by=cast.miriam.person)
    assert "Three sentences" not in text(ana.get("/p/okafor/"))
    assert "A pause" in text(ana.get(page(cast)))


def test_a_number_is_kept_and_a_wrong_one_is_said(ana: Client, cast: Cast) -> None:
    habit = habit_of_ana(cast, "Water", amount=Decimal(8))
    for wrong in ("a lot", "", "-3", "1e99", "NaN"):
        answer = ana.post(url("habit_day", habit), {"state": "done", "amount": wrong}, follow=True)
        assert 'class="toast error"' in text(answer)
    ana.post(url("habit_day", habit), {"state": "done", "amount": "6.5"})
    assert habit.ticks.get().amount == Decimal("6.5")


def test_the_page_of_a_habit_has_its_calendar_and_the_same_as_a_table(ana: Client, cast: Cast) -> None:
    habit = habit_of_ana(cast, ago=30)
    today = days.today_of(habit)
    for ago in (1, 2, 3):
        habits.mark_day(habit, today - ago * DAY, "done", actor=cast.ana.person)
    habits.mark_day(habit, today - 4 * DAY, "sick", actor=cast.ana.person)
    shown = text(ana.get(url("habit", habit)))
    assert shown.count('class="c-done"') == 3
    assert "3 days kept in 26 weeks" in shown
    assert "<td>Ill</td>" in shown


def test_an_action_is_set_with_its_rule_and_its_goal(ana: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    sent = {
        "title": "Ask first", "timing": "on", "day": "2027-03-01", "clock": "09:00", "repeat": "week",
        "weekdays": ["0", "3"], "side": "client", "effort": "small", "cue": "somebody asks me to decide",
        "response": "I ask what they would do", "hangs_on": str(goal.public_id),
    }  # fmt: skip
    answer = ana.post(url("action_new", cast.ana_engagement), sent, follow=True)
    action = Action.objects.get()
    assert (action.rule, action.goal, action.clock) == ("FREQ=WEEKLY;BYDAY=MO,TH", goal, dt.time(9))
    assert "every Monday and Thursday at 09:00" in text(answer)
    assert 'value="2027-03-01"' in text(ana.get(url("action", action)))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "This field is required."),
        ({"timing": "by", "day": ""}, "Say which day."),
        ({"cue": "x"}, "It takes both halves"),
        ({"timing": "by", "day": "2027-03-01", "repeat": "day"}, "What comes again needs the day"),
        ({"hangs_on": "00000000-0000-0000-0000-000000000001"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    ana: Client, cast: Cast, changed: dict[str, str], said: str
) -> None:
    sent = {"title": "Ask Wei Ling", "timing": "open", "side": "client", "note": "Typed with care", **changed}
    answer = ana.post(url("action_new", cast.ana_engagement), sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert "Typed with care" in text(answer)
    assert not Action.objects.exists()


def test_two_tabs_show_both_texts(ana: Client, cast: Cast) -> None:
    action = action_of_ana(cast, "Read the paper")
    sent = {"title": "Read it twice", "timing": "open", "side": "client", "revision": "0"}
    ana.post(url("action", action), sent)
    answer = ana.post(url("action", action), {**sent, "title": "Read it thrice"})
    assert answer.status_code == 422
    assert "Read it thrice" in text(answer)
    assert "Now it reads: “Read it twice”" in text(answer)


def test_what_hangs_on_a_goal_that_a_client_keeps_to_themselves_is_hidden_from_the_coach(
    client: Client, cast: Cast
) -> None:
    action = action_of_ana(cast, "A private step", goal=goal_of_ana(cast, shared=False))
    habit = habit_of_ana(cast, "A private habit", goal=action.goal)
    sign_in(client, cast.miriam.person)
    shown = text(client.get(page(cast)))
    assert "A private" not in shown
    assert client.get(url("action", action)).status_code == 404
    assert client.post(url("habit_day", habit), {"state": "done"}).status_code == 404
    assert not habit.ticks.exists()


def test_the_other_side_of_a_group_cannot_touch_it(client: Client, cast: Cast) -> None:
    action = action_of_ana(cast)
    sign_in(client, cast.mei.person)
    assert client.post(url("action_tick", action)).status_code == 404


def test_removed_and_restored(ana: Client, cast: Cast) -> None:
    habit = habit_of_ana(cast, "Three sentences")
    ana.post(url("habit_removal", habit))
    assert ana.get(url("habit", habit)).status_code == 404
    ana.post(url("habit_restoration", habit))
    assert ana.get(url("habit", habit)).status_code == 200
    assert private.words(Habit.objects.get()) == {"title": "Three sentences"}


@pytest.mark.parametrize("path", ["/p/okafor/", "actions"])
def test_as_many_queries_with_one_as_with_thirty(ana: Client, cast: Cast, path: str) -> None:
    where = page(cast) if path == "actions" else path
    goal = goal_of_ana(cast)

    def more(count: int) -> None:
        for number in range(count):
            action = action_of_ana(cast, f"Action {number}", goal=goal, timing="on", day=dt.date(2026, 1, 1))
            habit_of_ana(cast, f"Habit {number}", goal=goal)
            action_of_ana(cast, f"Again {number}", timing="on", day=dt.date(2026, 1, 1), rule="FREQ=DAILY")
            assert action.goal == goal

    word_for_ana(cast)
    more(1)
    before = queries(ana, where)
    more(29)
    assert before == queries(ana, where) <= MOST


def test_a_goals_page_has_what_is_done_for_it(ana: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    habit_of_ana(cast, "Three sentences a day", goal=goal)
    action_of_ana(cast, "Ask Wei Ling first", goal=goal)
    done = action_of_ana(cast, "Tell the team", goal=goal)
    doing.tick(done, actor=cast.ana.person)
    action_of_ana(cast, "Of no goal")
    shown = text(ana.get(url("goal", goal)))
    assert shown.index("Three sentences a day") < shown.index("Ask Wei Ling first") < shown.index("Tell the team")
    assert "Of no goal" not in shown
    assert f"goal={goal.public_id}" in shown
    before = queries(ana, url("goal", goal))
    for number in range(20):
        action_of_ana(cast, f"Number {number}", goal=goal)
        habit_of_ana(cast, f"Habit {number}", goal=goal)
    assert before == queries(ana, url("goal", goal)) <= MOST


@pytest.mark.zones
def test_after_a_pause_nothing_has_slipped_in_it(ana: Client, cast: Cast) -> None:
    today = days.today_of(action_of_ana(cast))
    action_of_ana(cast, "Due in the pause", timing="on", day=today - 3 * DAY)
    action_of_ana(cast, "Due before it", timing="on", day=today - 9 * DAY)
    assert "The pause is over" not in text(ana.get("/p/okafor/"))
    Pause.objects.create(
        engagement=cast.ana_engagement, starts_on=today - 7 * DAY, ends_on=today - DAY, created_by=cast.miriam.person
    )
    shown = text(ana.get("/p/okafor/"))
    assert "The pause is over" in shown
    assert "from the pause" in shown
    assert shown.count("is-late") == 1
