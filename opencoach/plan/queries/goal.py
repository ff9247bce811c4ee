"""One goal with all that hangs on it, as its page shows it."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Q
from django.utils import timezone

from opencoach.lib.finding import first_or_404
from opencoach.people.models import Membership
from opencoach.plan import access, days, private, spoken
from opencoach.plan.models import Action, Goal, GoalRuler, Habit, Need, Strategy, Weighing
from opencoach.plan.queries import bundle
from opencoach.plan.queries.plan import SeenGoal, seen_goal, with_standing
from opencoach.plan.queries.todos import SeenAction, seen

LATELY = dt.timedelta(days=14)
MOST_DOING = 12  # actions on a goal's page


@dataclass(frozen=True, slots=True)
class SeenStrategy:
    """A strategy in words."""

    strategy: Strategy
    words: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.words.get("text", ""))


@dataclass(frozen=True, slots=True)
class SeenWeighing:
    """A decision laid out: the sum of the weights of each side, and its reasons."""

    weighing: Weighing
    words: dict[str, Any]

    def total(self, side: str) -> int:
        return sum(int(reason.get("weight", 1)) for reason in self.words.get(side, []))

    @property
    def sums(self) -> tuple[int, int]:
        """(for it, against it): of a balance, what speaks for changing and against staying is for it."""
        if self.weighing.tool == Weighing.Tool.FORCES:
            return self.total("for"), self.total("against")
        return (
            self.total("change_for") + self.total("stay_against"),
            self.total("change_against") + self.total("stay_for"),
        )


@dataclass(frozen=True, slots=True)
class Will:
    """One ruler over time, the latest last."""

    kind: str
    label: str
    values: Sequence[GoalRuler]

    @property
    def now(self) -> GoalRuler:
        return self.values[-1]

    @property
    def first(self) -> GoalRuler:
        return self.values[0]

    @property
    def points(self) -> str:
        """The line of an SVG of 96 × 24, at real times."""
        began, ended = self.first.at.timestamp(), self.now.at.timestamp()
        long = max(ended - began, 1.0)
        return " ".join(
            f"{4 + 88 * (one.at.timestamp() - began) / long:.1f},{22 - 2 * one.value}" for one in self.values
        )


@dataclass(frozen=True, slots=True)
class Doing:
    """What is done for a goal: actions that are open or were done lately, and habits with their aim in words."""

    actions: list[SeenAction]
    habits: list[tuple[Habit, str, str]]

    def __bool__(self) -> bool:
        return bool(self.actions or self.habits)


@dataclass(frozen=True, slots=True)
class GoalPage:
    """Everything on one goal's page."""

    seen: SeenGoal
    strategies: list[SeenStrategy]
    weighings: list[SeenWeighing]
    wills: list[Will]
    needs: list[tuple[Need, str]]
    parent: SeenGoal | None
    parts: list[SeenGoal]
    doing: Doing

    @property
    def chosen(self) -> SeenStrategy | None:
        return next((one for one in self.strategies if one.strategy.chosen_at), None)


def goal_page(reader: Membership, public_id: uuid.UUID) -> GoalPage:
    """Seven queries at most; Http404 for a goal that the reader may not see."""
    rows = with_standing(access.goals_for(reader)).select_related(*access.ITEM)
    here = Q(supporters__ended_at=None, supporters__isnull=False)
    rows = rows.annotate(
        supporter_count=Count("supporters", filter=here), late_sponsor=Exists(access.shares_before_a_sponsor())
    )
    goal: Any = first_or_404(rows, public_id)
    relatives = [_of(goal, row) for row in _relatives(reader, goal)]
    hanging = _hanging(reader, goal)
    return GoalPage(
        seen_goal(goal),
        _strategies(hanging["strategy"]),
        [SeenWeighing(row, private.words(row)) for row in sorted(hanging["weighing"], key=lambda row: row.pk)],
        _wills(goal),
        [(_of(goal, need), str(private.words(need).get("text", ""))) for need in _needs(goal)],
        next((seen_goal(row) for row in relatives if row.pk == goal.parent_id), None),
        [seen_goal(row) for row in relatives if row.parent_id == goal.pk],
        _doing(goal, hanging),
    )


def _hanging(reader: Membership, goal: Goal) -> dict[str, list[Any]]:
    """What hangs on it, by kind, in one query: strategies, weighings, habits that go on, actions that are open or were
    done lately."""
    lately = Q(status=Action.Status.DONE, status_at__gte=timezone.now() - LATELY)
    wanted: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
        "action": (Action.objects.filter(Q(status=Action.Status.OPEN) | lately, goal=goal), {}),
        "habit": (Habit.objects.filter(goal=goal, ended_on=None), {}),
        "strategy": (Strategy.objects.filter(goal=goal), {}),
        "weighing": (Weighing.objects.filter(goal=goal), {}),
    }
    return bundle.load(reader, wanted, {goal.engagement_id: goal.engagement}, by_goal={"strategy", "weighing"})


def _doing(goal: Goal, rows: Mapping[str, list[Any]]) -> Doing:
    """Open actions by their day, then those done in the last two weeks; habits."""
    today = days.today_of(goal)
    actions = [seen(row, today, done=row.status == Action.Status.DONE) for row in rows["action"]]
    actions.sort(key=lambda one: (one.done, one.action.day or dt.date.max, one.action.position))
    habits = sorted(rows["habit"], key=lambda row: row.position)
    return Doing(actions[:MOST_DOING], [_habit(row) for row in habits])


def _habit(row: Habit) -> tuple[Habit, str, str]:
    words = private.words(row)
    return row, str(words.get("title", "")), spoken.aim(row, str(words.get("unit", "")))


def strategies_of(goal: Goal) -> list[SeenStrategy]:
    """The ways that were thought of, the chosen one first."""
    return _strategies([_of(goal, row) for row in goal.strategies.filter(removed_at=None)])


def _strategies(rows: list[Any]) -> list[SeenStrategy]:
    rows.sort(key=lambda row: (row.chosen_at is None, row.position, row.pk))
    return [SeenStrategy(row, private.words(row)) for row in rows]


def _relatives(reader: Membership, goal: Goal) -> list[Goal]:
    near = access.goals_for(reader).filter(Q(parent=goal.pk) | Q(pk=goal.parent_id), removed_at=None)
    return list(with_standing(near).order_by("position", "pk"))


def _needs(goal: Goal) -> list[Need]:
    return list(Need.objects.filter(goal_parts__goal=goal.pk, removed_at=None).order_by("position", "pk"))


def _wills(goal: Any) -> list[Will]:
    rows = list(goal.rulers.filter(undone_at=None).order_by("at", "pk"))
    for row in rows:
        row.goal = goal
    by_kind = [(kind, label, [row for row in rows if row.kind == kind]) for kind, label in GoalRuler.Kind.choices]
    return [Will(kind, str(label), values) for kind, label, values in by_kind if values]


def _of(goal: Goal, row: Any) -> Any:
    """A row of the same plan, knowing its engagement without asking for it."""
    row.engagement = goal.engagement
    return row
