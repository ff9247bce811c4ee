"""Ways to a goal: thought of, weighed, chosen, reviewed; and decisions laid out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from opencoach.people.models import Person
from opencoach.plan import private
from opencoach.plan.actions import items
from opencoach.plan.models import Goal, Strategy, StrategyStep, Weighing

Kind = StrategyStep.Kind
COLUMNS = ("effect", "effort", "review_on")


@dataclass(frozen=True, slots=True)
class Way:
    """A strategy as somebody writes it: `text`, `strengths`, `obstacles`; effect and effort 1–5."""

    words: Mapping[str, Any]
    effect: int | None = None
    effort: int | None = None
    review_on: dt.date | None = None


@transaction.atomic
def think_of(goal: Goal, way: Way, *, actor: Person, choose_it: bool = False) -> Strategy:
    """One more way to the goal; chosen at once where `choose_it`."""
    goal = items.locked(goal)
    strategy = Strategy(goal=goal, effect=way.effect, effort=way.effort, review_on=way.review_on)
    items.begin(strategy, goal.engagement, goal.client, actor)
    strategy.sealed_for = goal.sealed_for
    strategy.words = private.seal(strategy, way.words)
    strategy.save()
    items.record("strategy.thought_of", strategy, actor)
    return choose(strategy, actor=actor) if choose_it else strategy


@transaction.atomic
def change_strategy(strategy: Strategy, way: Way, *, revision: int | None, actor: Person) -> Strategy:
    """Its words and weights change. Raises Changed."""
    strategy = items.locked(strategy)

    def apply(row: Strategy) -> None:
        row.effect, row.effort, row.review_on = way.effect, way.effort, way.review_on

    if items.change(strategy, way.words, COLUMNS, apply, revision=revision, actor=actor):
        strategy.save(update_fields=["words", "revision", *COLUMNS])
        items.record("strategy.changed", strategy, actor)
    return strategy


@transaction.atomic
def choose(strategy: Strategy, *, actor: Person) -> Strategy:
    """This is the way to go now; the one that was chosen before is kept beside it."""
    Goal.objects.select_for_update(of=("self",)).get(pk=strategy.goal_id)
    strategy = items.locked(strategy)
    if strategy.chosen_at is not None:
        return strategy
    for other in Strategy.objects.filter(goal=strategy.goal_id, chosen_at__isnull=False, removed_at=None):
        _unchoose(other, actor)
    strategy.chosen_at = timezone.now()
    strategy.save(update_fields=["chosen_at"])
    StrategyStep.objects.create(strategy=strategy, kind=Kind.CHOSEN, by=actor)
    items.record("strategy.chosen", strategy, actor)
    return strategy


@transaction.atomic
def leave(strategy: Strategy, *, actor: Person) -> Strategy:
    """It is not the chosen way any more."""
    strategy = items.locked(strategy)
    if strategy.chosen_at is not None:
        _unchoose(strategy, actor)
    return strategy


def _unchoose(strategy: Strategy, actor: Person) -> None:
    strategy.chosen_at = None
    strategy.save(update_fields=["chosen_at"])
    StrategyStep.objects.create(strategy=strategy, kind=Kind.LEFT, by=actor)
    items.record("strategy.left", strategy, actor)


@transaction.atomic
def review(strategy: Strategy, note: str, *, actor: Person, again_on: dt.date | None = None) -> StrategyStep:
    """What was seen when it was looked at again, and when to look the next time."""
    strategy = items.locked(strategy)
    step = StrategyStep(strategy=strategy, kind=Kind.REVIEWED, by=actor)
    days = {"was": strategy.review_on, "again": again_on}
    step.words = private.seal(step, {"note": note, **{name: _iso(day) for name, day in days.items()}})
    step.save()
    strategy.review_on = again_on
    strategy.save(update_fields=["review_on"])
    items.record("strategy.reviewed", strategy, actor)
    return step


@transaction.atomic
def undo_review(step: StrategyStep, *, actor: Person) -> Strategy:
    """A review is taken back, and with it the day that it set, unless another was set since. It stays in the history,
    crossed out."""
    strategy = items.locked(step.strategy)
    found = StrategyStep.objects.filter(pk=step.pk, kind=Kind.REVIEWED, undone_at=None)
    if found.update(undone_at=timezone.now()):
        words = private.words(step)
        if _iso(strategy.review_on) == words.get("again"):
            strategy.review_on = dt.date.fromisoformat(words["was"]) if words.get("was") else None
            strategy.save(update_fields=["review_on"])
        items.record("strategy.review_undone", strategy, actor)
    return strategy


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


@transaction.atomic
def remove_strategy(strategy: Strategy, *, actor: Person) -> Strategy:
    """It is not thought of any more. A chosen one is left first."""
    leave(strategy, actor=actor)
    return items.remove(strategy, actor=actor, verb="strategy.removed")


@transaction.atomic
def restore_strategy(strategy: Strategy, *, actor: Person) -> Strategy:
    """It stands there again, not chosen."""
    return items.restore(strategy, actor=actor, verb="strategy.restored")


@transaction.atomic
def weigh(goal: Goal, tool: str, words: Mapping[str, Any], *, actor: Person) -> Weighing:
    """A decision is laid out beside the goal."""
    goal = items.locked(goal)
    weighing = Weighing(goal=goal, tool=tool)
    items.begin(weighing, goal.engagement, goal.client, actor)
    weighing.sealed_for = goal.sealed_for
    weighing.words = private.seal(weighing, words)
    weighing.save()
    items.record("weighing.made", weighing, actor, tool=tool)
    return weighing


@transaction.atomic
def reweigh(weighing: Weighing, words: Mapping[str, Any], *, revision: int | None, actor: Person) -> Weighing:
    """It is laid out anew. Raises Changed."""
    weighing = items.locked(weighing)
    if items.reword(weighing, words, revision=revision, actor=actor):
        weighing.save(update_fields=["words", "revision"])
        items.record("weighing.changed", weighing, actor)
    return weighing


@transaction.atomic
def remove_weighing(weighing: Weighing, *, actor: Person) -> Weighing:
    return items.remove(weighing, actor=actor, verb="weighing.removed")


@transaction.atomic
def restore_weighing(weighing: Weighing, *, actor: Person) -> Weighing:
    return items.restore(weighing, actor=actor, verb="weighing.restored")
