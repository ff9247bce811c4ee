"""Looking back together: exactly what happened since the last session, and what is agreed."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.dashboard.queries.review import review_of, session_to_review
from opencoach.people.models import Pause
from opencoach.plan import actions, days
from opencoach.plan.actions import doing, habits
from opencoach.plan.actions.checkins import check_in
from opencoach.plan.asking import Said
from opencoach.plan.models import Action, GoalRating
from opencoach.sessions.models import CoachingSession, SessionAction, SessionGoal
from tests.cast import Cast
from tests.counting import same_with_more
from tests.plan.doing import DAY, action_of_ana, habit_of_ana, rhythm_of_ana
from tests.plan.making import goal_of_ana, need_of_ana
from tests.sessions.making import soon, upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def held_before(cast: Cast, days: int) -> dt.datetime:
    """Ana's session so long ago; gives its beginning."""
    session = soon(cast)
    starts = timezone.now() - dt.timedelta(days=days)
    rows = CoachingSession.objects.filter(pk=session.pk)
    rows.update(status="held", starts_at=starts, ends_at=starts + dt.timedelta(hours=1))
    return starts


def todo(cast: Cast, title: str, goal: object = None) -> Action:
    return doing.set_action(
        cast.ana_engagement,
        cast.ana,
        doing.Todo({"title": title}, goal=goal),
        actor=cast.ana.person,  # type: ignore[arg-type]
    )


def test_the_review_shows_what_happened_since_the_last_session_and_no_more(cast: Cast) -> None:
    began = held_before(cast, 21)
    goal = goal_of_ana(cast, needs=[need_of_ana(cast)])
    old = actions.rate(goal, -2, "client", actor=cast.ana.person)
    GoalRating.objects.filter(pk=old.pk).update(at=began - dt.timedelta(days=20))
    actions.rate(goal, 0, "together", actor=cast.miriam.person)
    doing.tick(todo(cast, "Ask back", goal), actor=cast.ana.person)
    long_ago = doing.tick(todo(cast, "Long ago", goal), actor=cast.ana.person)
    Action.objects.filter(pk=long_ago.pk).update(status_at=began - dt.timedelta(days=3))
    todo(cast, "Still open", goal)
    todo(cast, "Buy bread")
    session = session_to_review(cast.miriam, upcoming(cast).public_id)
    found = review_of(cast.miriam, session, cast.ana)
    assert abs((found.since or began) - began) < dt.timedelta(seconds=1)
    (reviewed,) = found.goals
    assert reviewed.moved == "−2 → 0"
    assert [done.title for done in reviewed.hung.finished] == ["Ask back"]
    assert [done.title for done in reviewed.hung.open] == ["Still open"]
    assert [done.title for done in found.rest.open] == ["Buy bread"]


def test_it_says_what_was_carried_on_and_why_something_was_dropped(client: Client, cast: Cast) -> None:
    held_before(cast, 21)
    later = days.today_of(Action(engagement=cast.ana_engagement, client=cast.ana)) + 2 * DAY
    carried = todo(cast, "Carried")
    for _time in range(2):
        doing.carry_on(carried, later, actor=cast.ana.person)
    before = carried.steps.create(kind="carried", day=later, by=cast.ana.person)
    type(before).objects.filter(pk=before.pk).update(at=timezone.now() - 30 * DAY)
    for title, reason in (("With a reason", "I learn it from the team"), ("Without", "")):
        doing.drop(todo(cast, title), reason, actor=cast.ana.person)
    session = upcoming(cast)
    rest = review_of(cast.miriam, session_to_review(cast.miriam, session.public_id), cast.ana).rest
    assert [(one.title, one.carried) for one in rest.open] == [("Carried", 2)]
    assert {one.title: one.reason for one in rest.dropped} == {
        "With a reason": "I learn it from the team", "Without": "",
    }  # fmt: skip
    client.force_login(cast.miriam.person)
    page = client.get(f"/p/okafor/sessions/{session.public_id}/review/").content.decode()
    assert "carried on 2 times" in page
    assert "dropped “I learn it from the team”" in page


def test_days_that_do_not_count_are_not_counted(cast: Cast) -> None:
    """The session was ten days ago: of the eleven days since (today is open yet) two are paused and one was ill."""
    held_before(cast, 10)
    habit = habit_of_ana(cast, ago=40)
    today, person = days.today_of(habit), cast.ana.person
    first = days.today_of(habit, timezone.now() - 10 * DAY)
    for day, state in ((first - DAY, "done"), (first, "done"), (today - 3 * DAY, "sick"), (today - DAY, "done")):
        habits.mark_day(habit, day, state, actor=person)
    Pause.objects.create(
        engagement=cast.ana_engagement, starts_on=today - 6 * DAY, ends_on=today - 5 * DAY, created_by=person
    )
    Pause.objects.create(
        engagement=cast.ana_engagement, starts_on=today - 9 * DAY, created_by=person, withdrawn_at=timezone.now()
    )
    again = action_of_ana(cast, timing="on", day=first, rule="FREQ=DAILY")
    never = action_of_ana(cast, "Not yet", timing="on", day=today + DAY, rule="FREQ=DAILY")
    doing.tick(again, day=today - DAY, actor=person)
    session = session_to_review(cast.miriam, upcoming(cast).public_id)
    rest = review_of(cast.miriam, session, cast.ana).rest
    assert [(one.times, one.due) for one in rest.habits] == [(2, 7)]
    found = {one.row.pk: (one.times, one.due, one.ready) for one in rest.open}
    assert found == {again.pk: (1, 8, True), never.pk: (0, 0, False)}
    doing.tick(again, actor=person)
    rest = review_of(cast.miriam, session, cast.ana).rest
    assert [(one.times, one.due, one.ready) for one in rest.open if one.row == again] == [(2, 9, False)]


@pytest.mark.zones
def test_the_days_since_are_those_where_the_client_is(cast: Cast) -> None:
    """A session late in the evening of Europe is on the next day in Singapore: the day before it was before it."""
    session = soon(cast)
    starts = (timezone.now() - 5 * DAY).replace(hour=20, minute=0)
    rows = CoachingSession.objects.filter(pk=session.pk)
    rows.update(status="held", starts_at=starts, ends_at=starts + dt.timedelta(hours=1))
    habit = habit_of_ana(cast, ago=20)
    for day in (starts.date(), starts.date() + DAY):
        habits.mark_day(habit, day, "done", actor=cast.ana.person)
    found = review_of(cast.miriam, session_to_review(cast.miriam, upcoming(cast).public_id), cast.ana)
    assert [one.times for one in found.rest.habits] == [1]


def test_it_says_what_the_check_ins_said_and_how_many_did_not_come(client: Client, cast: Cast) -> None:
    held_before(cast, 23)
    found = rhythm_of_ana(cast, ago=42, goal=goal_of_ana(cast))
    today = days.today_of(found)
    for weeks, told in ((4, Said(1, 1)), (3, Said(4, 3)), (1, Said(7, 4, obstacle="The board", proud="They decided"))):
        then = timezone.now() - weeks * 7 * DAY
        check_in(found, today - weeks * 7 * DAY, told, actor=cast.ana.person, now=then)
    session = upcoming(cast)
    (goal,) = review_of(cast.miriam, session_to_review(cast.miriam, session.public_id), cast.ana).goals
    (told_since,) = goal.hung.checkins
    assert [progress for _day, progress in told_since.progress] == [4, 7]
    assert told_since.missing == 1
    client.force_login(cast.miriam.person)
    page = client.get(f"/p/okafor/sessions/{session.public_id}/review/").content.decode()
    for words in ("4, 7 of 10 · 1 did not come", "The board", "They decided", "Good"):
        assert words in page


def test_a_habit_that_was_taken_off_the_list_since_stays_in_sight(client: Client, cast: Cast) -> None:
    held_before(cast, 10)
    habits.end_habit(habit_of_ana(cast, "Ended", ago=20), actor=cast.ana.person)
    long_ago = habit_of_ana(cast, "Long ago", ago=40)
    habits.end_habit(long_ago, actor=cast.ana.person)
    type(long_ago).objects.filter(pk=long_ago.pk).update(ended_on=long_ago.started_on + 5 * DAY)
    client.force_login(cast.ana.person)
    page = client.get(f"/p/okafor/sessions/{upcoming(cast).public_id}/review/").content.decode()
    assert "Ended" in page
    assert "off the list since" in page
    assert "Long ago" not in page


def test_the_first_review_looks_back_to_the_beginning(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    doing.tick(todo(cast, "Ask back", goal), actor=cast.ana.person)
    session = session_to_review(cast.miriam, upcoming(cast).public_id)
    (reviewed,) = review_of(cast.miriam, session, cast.ana).goals
    assert [done.title for done in reviewed.hung.finished] == ["Ask back"]


def test_it_ends_in_agreed_next_actions(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    waiting = todo(cast, "Still open", goal)
    session = upcoming(cast)
    home = f"/p/okafor/sessions/{session.public_id}/review/"
    client.force_login(cast.miriam.person)
    client.post(f"{home}goals/{goal.public_id}/")
    client.post(f"{home}actions/{waiting.public_id}/")
    answer = client.post(
        f"{home}actions/", {"title": "Tell the team", "goal": str(goal.public_id), "day": "2030-01-09"}
    )
    assert answer.status_code == 302
    assert list(SessionGoal.objects.values_list("goal", flat=True)) == [goal.pk]
    made = Action.objects.exclude(pk=waiting.pk).get()
    assert (made.goal, made.day) == (goal, dt.date(2030, 1, 9))
    assert set(SessionAction.objects.values_list("action", flat=True)) == {waiting.pk, made.pk}
    client.post(f"{home}actions/{waiting.public_id}/", {"off": "1"})
    assert set(SessionAction.objects.values_list("action", flat=True)) == {made.pk}
    client.force_login(cast.ana.person)
    assert b"Tell the team" in client.get(home).content


def test_a_mistake_leaves_what_was_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.ana.person)
    home = f"/p/okafor/sessions/{upcoming(cast).public_id}/review/"
    answer = client.post(f"{home}actions/", {"title": "Tell the team", "day": "31.02.2030"})
    assert answer.status_code == 422
    assert b"Tell the team" in answer.content


def test_what_a_client_keeps_to_themselves_is_not_in_the_coachs_review(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast, "Only mine", shared=False)
    todo(cast, "Only my step", goal)
    home = f"/p/okafor/sessions/{upcoming(cast).public_id}/review/"
    client.force_login(cast.miriam.person)
    page = client.get(home).content.decode()
    assert "Only mine" not in page
    assert "Only my step" not in page
    client.force_login(cast.ana.person)
    assert "Only my step" in client.get(home).content.decode()


def test_it_takes_as_many_queries_with_much_as_with_little(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    todo(cast, "One", goal)
    client.force_login(cast.miriam.person)
    home = f"/p/okafor/sessions/{upcoming(cast).public_id}/review/"

    def more() -> None:
        held_before(cast, 10)
        for number in range(10):
            todo(cast, f"More {number}", goal_of_ana(cast, f"Goal {number}"))
            doing.drop(todo(cast, f"Gone {number}"), "Why not", actor=cast.ana.person)
            habit = habit_of_ana(cast, f"Habit {number}", ago=5)
            habits.mark_day(habit, habit.started_on + 4 * DAY, "done", actor=cast.ana.person)
            Pause.objects.create(engagement=cast.ana_engagement, starts_on=habit.started_on, created_by=cast.ana.person)

    before, after = same_with_more(client, home, more)
    assert before == after
    assert after <= 12
