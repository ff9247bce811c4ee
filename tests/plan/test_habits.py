"""Habits, and what the house notices about them."""

import datetime as dt
from decimal import Decimal

import pytest

from opencoach.people.actions.pause import pause_engagement
from opencoach.people.refusal import Refused
from opencoach.plan import days, private
from opencoach.plan.actions import doing, encouraging, habits
from opencoach.plan.actions.noticing import days_off
from opencoach.plan.models import Encouragement, Habit, HabitTick
from opencoach.plan.strength import strength
from opencoach.plan.ticks import amounts
from tests.cast import Cast
from tests.plan.doing import DAY, action_of_ana, habit_of_ana, word_for_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]


def mark(habit: Habit, ago: int, state: str = "done", **fields: object) -> HabitTick | None:
    day = days.today_of(habit) - ago * DAY
    return habits.mark_day(habit, day, state, actor=habit.created_by, **fields)  # type: ignore[arg-type]


def firmness(habit: Habit) -> float:
    ticks = list(habit.ticks.all())
    today = days.today_of(habit)
    return strength(habit.aim, habit.started_on, today, amounts(ticks), days_off(habit, ticks, today))


def noticed(cast: Cast) -> list[str]:
    words = Encouragement.objects.filter(engagement=cast.ana_engagement, origin="house").order_by("pk")
    return [word.occasion for word in words]


def test_a_day_is_marked_once_and_can_be_taken_back(cast: Cast) -> None:
    habit = habit_of_ana(cast)
    for _twice in range(2):
        mark(habit, 0)
    assert habit.ticks.count() == 1
    mark(habit, 0, "sick")
    assert habit.ticks.get().state == "sick"
    mark(habit, 0, "")
    assert not habit.ticks.exists()


def test_a_number_is_asked_for_where_one_is_counted(cast: Cast) -> None:
    habit = habit_of_ana(cast, amount=Decimal(8))
    with pytest.raises(Refused):
        mark(habit, 0)
    mark(habit, 0, amount=Decimal("6.5"))
    assert habit.ticks.get().amount == Decimal("6.5")


def test_days_to_come_and_long_gone_are_refused_and_earlier_ones_move_the_beginning(cast: Cast) -> None:
    habit = habit_of_ana(cast)
    for ago in (-1, 400):
        with pytest.raises(Refused):
            mark(habit, ago)
    mark(habit, 5)
    habit.refresh_from_db()
    assert habit.started_on == days.today_of(habit) - 5 * DAY


def test_ill_days_and_pauses_leave_the_strength_as_it_was(cast: Cast) -> None:
    habit = habit_of_ana(cast, ago=12)
    for ago in range(8, 13):
        mark(habit, ago)
    five = 1 - 0.5 ** (5 / 13)
    assert firmness(habit) < five
    for ago in range(4):
        mark(habit, ago, "sick")
    today = days.today_of(habit)
    pause_engagement(cast.ana_engagement, actor=cast.miriam.person, starts_on=today, ends_on=today + 9 * DAY)
    cast.ana_engagement.pauses.update(starts_on=today - 7 * DAY)
    assert firmness(habit) == pytest.approx(five)


def test_a_first_is_noticed_once_and_taken_back_with_its_tick(cast: Cast) -> None:
    habit = habit_of_ana(cast)
    mark(habit, 0)
    assert noticed(cast) == ["first"]
    word = Encouragement.objects.get()
    assert private.words(word) == {"about": "“What would you do?” first"}
    assert b"would" not in bytes(word.words)
    mark(habit, 0, "")
    assert noticed(cast) == []


def test_coming_back_after_a_gap_is_noticed_but_not_after_an_illness(cast: Cast) -> None:
    quick, ill = habit_of_ana(cast, "Walk", ago=30), habit_of_ana(cast, "Write", ago=30)
    for habit in (quick, ill):
        mark(habit, 20)
        Encouragement.objects.all().delete()
    for ago in range(1, 20):
        mark(ill, ago, "sick")
    mark(ill, 0)
    assert noticed(cast) == []
    mark(quick, 0)
    assert noticed(cast) == ["return"]


def test_seven_days_in_a_row_are_noticed(cast: Cast) -> None:
    habit = habit_of_ana(cast, ago=6)
    for ago in range(6, -1, -1):
        mark(habit, ago)
        if ago:
            Encouragement.objects.all().delete()
    assert noticed(cast) == ["kept"]
    assert Encouragement.objects.get().count == 7


def test_the_house_keeps_to_its_budget_and_is_quiet_when_asked(cast: Cast) -> None:
    for name in ("Walk", "Write", "Read"):
        mark(habit_of_ana(cast, name), 0)
    assert noticed(cast) == ["first"]  # one a day
    Encouragement.objects.all().delete()
    encouraging.choose_tone(cast.ana, "quiet")
    cast.ana.refresh_from_db()
    mark(habit_of_ana(cast, "Rest"), 0)
    doing.tick(action_of_ana(cast), actor=cast.ana.person)
    assert noticed(cast) == []


def test_a_coach_sends_two_a_day(cast: Cast) -> None:
    word_for_ana(cast)
    word = word_for_ana(cast, "And the committee: you spoke first.")
    with pytest.raises(Refused):
        word_for_ana(cast, "And once more.")
    encouraging.take_down(word, actor=cast.miriam.person)
    word_for_ana(cast, "You asked before you answered.")
    Encouragement.objects.update(created_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
    word_for_ana(cast, "Another day.")
