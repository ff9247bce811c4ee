"""Habits as pages show them: the week's dots, strength, streak, and a year as a calendar."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from opencoach.people.models import Pause
from opencoach.plan import days, private, spoken
from opencoach.plan.models import Habit, HabitTick
from opencoach.plan.queries.todos import goal_title
from opencoach.plan.strength import begin_of, counted, end_of, periods, share, streak, strengths
from opencoach.plan.ticks import amounts, off

State = HabitTick.State
WEEKS = 26  # of the calendar


@dataclass(frozen=True, slots=True)
class Dot:
    """One day of a habit. `mark`: "done", "part", "off" (left out, ill, paused), "missed", "open" (today and to come),
    "free" (it is not for that day)."""

    day: dt.date
    mark: str
    amount: Decimal | None = None
    state: str = ""

    @property
    def said(self) -> str:
        """The mark in words."""
        if self.state in State.values and self.state != State.DONE:
            return str(State(self.state).label)
        words = {
            "done": _("Kept"),
            "part": _("In part"),
            "off": _("Paused"),
            "missed": _("Not kept"),
            "open": _("Open"),
        }
        return words.get(self.mark, "")


@dataclass(slots=True)
class SeenHabit:
    """A habit with its words and its days."""

    habit: Habit
    words: dict[str, Any]
    goal: str
    today: dt.date
    ticks: dict[dt.date, HabitTick]
    paused: frozenset[dt.date]
    week: list[Dot] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.words.get("title", "")) or _("Words that can’t be read any more")

    @property
    def unit(self) -> str:
        return str(self.words.get("unit", ""))

    @property
    def aim(self) -> str:
        return spoken.aim(self.habit, self.unit)

    @property
    def under(self) -> str:
        """The line below its title: the aim, and the goal it serves."""
        return f"{self.aim} · {self.goal}" if self.goal else self.aim

    @property
    def if_then(self) -> str:
        cue, response = self.words.get("cue"), self.words.get("response")
        return _("If %(cue)s, then %(response)s") % {"cue": cue, "response": response} if cue and response else ""

    @property
    def state(self) -> str:
        """What today is: "", "done", "skipped" or "sick"."""
        tick = self.ticks.get(self.today)
        return tick.state if tick else ""

    @property
    def done(self) -> bool:
        return self.state == State.DONE

    @property
    def amount(self) -> Decimal | None:
        tick = self.ticks.get(self.today)
        return tick.amount if tick else None

    @property
    def counts(self) -> bool:
        """Whether numbers are counted."""
        return self.habit.amount is not None

    @property
    def off(self) -> frozenset[dt.date]:
        return self.paused | off(self.ticks.values())

    @property
    def last(self) -> dt.date:
        """The last day that is looked at: the end of the habit, today once it is settled, else yesterday."""
        if self.habit.ended_on is not None:
            return min(self.habit.ended_on, self.today)
        return self.today if self.today in self.ticks else self.today - days.DAY

    def strengths(self) -> list[tuple[dt.date, float]]:
        days_counted = counted(self.habit.aim, self.habit.started_on, self.last, self.off)
        return strengths(self.habit.aim, days_counted, amounts(self.ticks.values()))

    @property
    def strength(self) -> int:
        """In percent."""
        found = self.strengths()
        return round(100 * found[-1][1]) if found else 0

    @property
    def run(self) -> int:
        """How many periods in a row it was kept."""
        done = amounts(self.ticks.values())
        return streak(periods(self.habit.aim, self.habit.started_on, self.today, done, self.off), self.today)

    def dot(self, day: dt.date) -> Dot:
        """What a day looks like."""
        tick = self.ticks.get(day)
        if tick is not None and tick.state == State.DONE:
            whole = tick.amount is None or self.habit.per != Habit.Period.DAY or share(self.habit.aim, tick.amount) >= 1
            return Dot(day, "done" if whole else "part", tick.amount, tick.state)
        if tick is not None or day in self.paused:
            return Dot(day, "off", None, tick.state if tick else "")
        if not self.habit.aim.is_for(day) or day < self.habit.started_on:
            return Dot(day, "free")
        over = self.habit.ended_on is not None and day > self.habit.ended_on
        strict = self.habit.per == Habit.Period.DAY
        return Dot(day, "free" if over else "open" if day >= self.today else "missed" if strict else "free")


def seen_habits(
    rows: Iterable[Habit], today: dt.date, pauses: dict[int, list[Pause]], since: dt.date | None = None
) -> list[SeenHabit]:
    """These habits with their ticks since a day (all of them where none is given), in one query."""
    habits = list(rows)
    ticks = HabitTick.objects.filter(habit__in=habits)
    if since is not None:
        ticks = ticks.filter(day__gte=since)
    by_habit: dict[int, dict[dt.date, HabitTick]] = defaultdict(dict)
    for tick in ticks:
        by_habit[tick.habit_id][tick.day] = tick
    return [_seen(habit, today, by_habit[habit.pk], pauses.get(habit.engagement_id, [])) for habit in habits]


def _seen(habit: Habit, today: dt.date, ticks: dict[dt.date, HabitTick], pauses: Sequence[Pause]) -> SeenHabit:
    first = min(habit.started_on, today - 6 * days.DAY)
    seen = SeenHabit(
        habit, private.words(habit), goal_title(habit), today, ticks,
        days.days_off(pauses, first, today + 6 * days.DAY),
    )  # fmt: skip
    monday = today - today.weekday() * days.DAY
    seen.week = [seen.dot(monday + n * days.DAY) for n in range(7)]
    return seen


def wanted_today(seen: SeenHabit) -> bool:
    """Whether it stands among today's things: a habit of the day on its days, others until the period's aim is met."""
    habit = seen.habit
    if habit.ended_on is not None or seen.today in seen.paused or not habit.aim.is_for(seen.today):
        return False
    if seen.state or habit.per == Habit.Period.DAY:
        return True
    return so_far(seen) < (Decimal(habit.times) if habit.amount is None else habit.amount) or habit.at_most


def so_far(seen: SeenHabit) -> Decimal:
    """What the running period has."""
    first = begin_of(seen.habit.aim.per, seen.today)
    last = end_of(seen.habit.aim.per, first)
    return sum((value for day, value in amounts(seen.ticks.values()).items() if first <= day <= last), Decimal(0))


@dataclass(frozen=True, slots=True)
class Week:
    """A column of the calendar. `label`: the month that begins in it."""

    dots: list[Dot]
    month: dt.date | None


def calendar(seen: SeenHabit, weeks: int = WEEKS) -> list[Week]:
    """The last weeks, oldest first, each from Monday to Sunday."""
    monday = seen.today - seen.today.weekday() * days.DAY
    found = []
    for n in range(weeks - 1, -1, -1):
        first = monday - 7 * n * days.DAY
        dots = [seen.dot(first + day * days.DAY) for day in range(7)]
        begins = next((dot.day for dot in dots if dot.day.day == 1), None)
        found.append(Week(dots, begins))
    return found
