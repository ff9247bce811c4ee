"""Actions: what becomes of them."""

import datetime as dt

import pytest

from opencoach.people.models import Event
from opencoach.people.refusal import Refused
from opencoach.plan import days, private
from opencoach.plan.actions import doing
from opencoach.plan.actions.doing import Todo
from opencoach.plan.actions.items import Changed
from opencoach.plan.models import Action
from tests.cast import Cast
from tests.plan.doing import DAY, action_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
NOW = dt.datetime(2027, 3, 1, 17, 0, tzinfo=dt.UTC)  # one in the morning of the 2nd in Singapore
TODAY = dt.date(2027, 3, 2)


def test_its_words_are_sealed(cast: Cast) -> None:
    action = action_of_ana(cast, "Talk to Rui")
    assert b"Rui" not in bytes(action.words)
    assert private.words(action) == {"title": "Talk to Rui"}


def test_it_is_done_once_on_the_clients_day_and_open_again_after_undo(cast: Cast) -> None:
    action = action_of_ana(cast)
    for _twice in range(2):
        doing.tick(action, actor=cast.ana.person, now=NOW)
    action.refresh_from_db()
    assert (action.status, [tick.day for tick in action.ticks.all()]) == ("done", [TODAY])
    assert Event.objects.filter(verb="action.done").count() == 1
    doing.untick(action, actor=cast.ana.person)
    action.refresh_from_db()
    assert (action.status, action.ticks.count()) == ("open", 0)
    assert [step.kind for step in action.steps.order_by("pk")] == ["done", "reopened"]


def again(cast: Cast) -> Action:
    """Mondays and Thursdays, from the first of February 2027."""
    return action_of_ana(cast, timing="on", day=dt.date(2027, 2, 1), rule="FREQ=WEEKLY;BYDAY=MO,TH")


def test_one_that_comes_again_is_ticked_day_by_day_and_stays_open(cast: Cast) -> None:
    action = again(cast)
    for day in (dt.date(2027, 2, 25), dt.date(2027, 3, 1), dt.date(2027, 3, 1)):
        doing.tick(action, day=day, actor=cast.ana.person, now=NOW)
    assert [tick.day.day for tick in action.ticks.order_by("day")] == [25, 1]
    doing.untick(action, day=dt.date(2027, 3, 1), actor=cast.ana.person)
    action.refresh_from_db()
    assert (action.status, [tick.day.day for tick in action.ticks.all()]) == ("open", [25])


@pytest.mark.parametrize("day", [dt.date(2027, 3, 2), dt.date(2027, 3, 4), dt.date(2027, 1, 28), dt.date(2026, 1, 1)])
def test_it_is_ticked_on_days_that_were_due_alone(cast: Cast, day: dt.date) -> None:
    action = again(cast)
    with pytest.raises(Refused):
        doing.tick(action, day=day, actor=cast.ana.person, now=NOW)
    assert not action.ticks.exists()


def test_what_has_slipped_goes_on_to_another_day(cast: Cast) -> None:
    action = action_of_ana(cast, timing="by", day=dt.date(2027, 2, 20))
    doing.carry_on(action, TODAY, actor=cast.ana.person, now=NOW)
    doing.carry_on(action, TODAY + 3 * DAY, actor=cast.ana.person, now=NOW)
    action.refresh_from_db()
    assert (action.day, action.carried) == (TODAY + 3 * DAY, 2)
    with pytest.raises(Refused):
        doing.carry_on(action, TODAY - DAY, actor=cast.ana.person, now=NOW)


def test_put_off_until_a_day_to_come_and_brought_back(cast: Cast) -> None:
    action = action_of_ana(cast)
    with pytest.raises(Refused):
        doing.snooze(action, TODAY, actor=cast.ana.person, now=NOW)
    assert doing.snooze(action, TODAY + DAY, actor=cast.ana.person, now=NOW).snoozed_until == TODAY + DAY
    assert doing.snooze(action, None, actor=cast.ana.person, now=NOW).snoozed_until is None


def test_dropped_with_a_reason_and_taken_up_again(cast: Cast) -> None:
    action = action_of_ana(cast)
    doing.drop(action, "Rui has moved on.", actor=cast.ana.person)
    step = action.steps.get()
    assert private.words(step) == {"reason": "Rui has moved on."}
    assert b"Rui" not in bytes(step.words)
    with pytest.raises(Refused):
        doing.snooze(action, TODAY + 900 * DAY, actor=cast.ana.person)
    doing.take_up(action, actor=cast.miriam.person)
    action.refresh_from_db()
    assert action.status == "open"


def test_two_who_edit_at_once_lose_no_words(cast: Cast) -> None:
    action = action_of_ana(cast, "Read the paper")
    doing.change_action(action, Todo({"title": "Read it twice"}), revision=0, actor=cast.ana.person)
    doing.change_action(
        action, Todo({"title": "Read the paper", "note": "The short one"}), revision=0, actor=cast.miriam.person
    )
    action.refresh_from_db()
    assert private.words(action) == {"title": "Read it twice", "note": "The short one"}
    with pytest.raises(Changed):
        doing.change_action(action, Todo({"title": "Read it thrice"}), revision=0, actor=cast.miriam.person)


def test_a_day_is_the_clients_own(cast: Cast) -> None:
    action = action_of_ana(cast)
    assert days.today_of(action, NOW) == TODAY
    cast.ana.zone = "America/Los_Angeles"
    cast.ana.save()
    assert days.today_of(Action.objects.get(pk=action.pk), NOW) == TODAY - DAY


def test_nothing_is_done_in_a_plan_that_has_ended(cast: Cast) -> None:
    action = action_of_ana(cast)
    cast.ana_engagement.status = "ended"
    cast.ana_engagement.save()
    for verb in (doing.tick, doing.untick, doing.take_up):
        with pytest.raises(Refused):
            verb(action, actor=cast.ana.person)
