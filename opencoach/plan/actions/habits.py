"""What people do with habits."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import days, private, reminding
from opencoach.plan.actions import items, noticing
from opencoach.plan.models import Goal, Habit, HabitTick, Strategy

State = HabitTick.State
MOST_BACK = 366  # days that can still be written down


@dataclass(frozen=True, slots=True)
class Practised:
    """A habit as somebody sets it: its words by name (`Habit`), and its aim."""

    words: Mapping[str, Any]
    per: str = Habit.Period.DAY
    times: int = 1
    amount: Decimal | None = None
    at_most: bool = False
    weekdays: str = ""
    clock: dt.time | None = None
    goal: Goal | None = None
    strategy: Strategy | None = None

    def apply(self, habit: Habit) -> None:
        habit.per, habit.times, habit.amount = self.per, self.times, self.amount
        habit.at_most = self.at_most and self.amount is not None
        per_day = self.per == Habit.Period.DAY
        habit.weekdays = self.weekdays if per_day and len(self.weekdays) < 7 else ""
        if per_day or self.amount is not None:
            habit.times = 1
        habit.clock = self.clock
        habit.goal, habit.strategy = self.goal, self.strategy


COLUMNS = (("per", "times", "amount", "at_most", "weekdays"), "clock", ("goal", "strategy"))


@transaction.atomic
def begin_habit(
    engagement: Engagement, client: Membership | None, practised: Practised, *, actor: Person,
    started_on: dt.date | None = None,
) -> Habit:  # fmt: skip
    """A habit begins, today where no day is given."""
    habit = items.begin(Habit(), engagement, client, actor)
    habit.started_on = started_on or days.today_of(habit)
    practised.apply(habit)
    habit.words = private.seal(habit, practised.words)
    habit.save()
    items.record("habit.begun", habit, actor)
    _remind(habit)
    return habit


@transaction.atomic
def change_habit(habit: Habit, practised: Practised, *, revision: int, actor: Person) -> Habit:
    """Change it; what was ticked stays. Raises Changed where somebody else has changed the same meanwhile."""
    habit = items.locked(habit)
    reminded = habit.clock is not None
    if items.change(habit, practised.words, COLUMNS, practised.apply, revision=revision, actor=actor):
        habit.save()
        items.record("habit.changed", habit, actor)
        _remind(habit, was=reminded)
    return habit


def _remind(habit: Habit, *, was: bool = False) -> None:
    """What it reminds of follows at once."""
    if habit.clock is not None or was:
        reminding.follow(habit.engagement)


@transaction.atomic
def mark_day(
    habit: Habit, day: dt.date, state: str, *, actor: Person, amount: Decimal | None = None,
    now: dt.datetime | None = None,
) -> HabitTick | None:  # fmt: skip
    """What a day was for the habit; "" for nothing (what stood there is taken back). Twice is once.

    Raises Refused for a day to come, or before the habit (it may have begun earlier: up to a year before today the
    beginning moves back), and without a number where one is counted.
    """
    habit = items.locked(habit)
    today = days.today_of(habit, now)
    if day > today:
        raise Refused(_("That day is still to come."))
    if (today - day).days > MOST_BACK:
        raise Refused(_("That day is too long ago to be written down."))
    if not state:
        _clear(habit, day, actor)
        return None
    if state == State.DONE and habit.amount is not None and amount is None:
        raise Refused(_("How much was it? Give a number."))
    given = amount if state == State.DONE and habit.amount is not None else None
    tick, made = HabitTick.objects.update_or_create(
        habit=habit, day=day, defaults={"state": state, "amount": given, "by": actor}
    )
    if day < habit.started_on:
        habit.started_on = day
        habit.save(update_fields=["started_on"])
    items.record(f"habit.{state}", habit, actor, day=day.isoformat())
    if made and state == State.DONE:
        noticing.habit_done(habit, day)
    return tick


def _clear(habit: Habit, day: dt.date, actor: Person) -> None:
    if habit.ticks.filter(day=day).delete()[0]:
        items.record("habit.undone", habit, actor, day=day.isoformat())
        noticing.take_back(habit, [day])


@transaction.atomic
def end_habit(habit: Habit, *, actor: Person) -> Habit:
    """It needs no list any more, or is not wanted; all of it stays to be looked at."""
    habit = items.locked(habit)
    if habit.ended_on is None:
        habit.ended_on = days.today_of(habit)
        habit.save(update_fields=["ended_on"])
        items.record("habit.ended", habit, actor)
        _remind(habit)
    return habit


@transaction.atomic
def take_up_habit(habit: Habit, *, actor: Person) -> Habit:
    """It goes on as if it had not been ended."""
    habit = items.locked(habit)
    if habit.ended_on is not None:
        habit.ended_on = None
        habit.save(update_fields=["ended_on"])
        items.record("habit.taken_up", habit, actor)
        _remind(habit)
    return habit


@transaction.atomic
def remove_habit(habit: Habit, *, actor: Person) -> Habit:
    """It stands in the plan no longer, as if it had been a slip."""
    habit = items.remove(habit, actor=actor, verb="habit.removed")
    _remind(habit)
    return habit


@transaction.atomic
def restore_habit(habit: Habit, *, actor: Person) -> Habit:
    """It stands there again."""
    habit = items.restore(habit, actor=actor, verb="habit.restored")
    _remind(habit)
    return habit
