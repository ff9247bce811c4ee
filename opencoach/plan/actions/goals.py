"""What people do with a goal as a whole."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import levels, private
from opencoach.plan.actions import items
from opencoach.plan.models import Goal, GoalNeed, GoalShare, GoalStep, Need

Audience = GoalShare.Audience
COLUMNS = ("kind", "due_on", "weight", "parent", "needs")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal as somebody sets it: its words by name (`Goal`), and what else is said of it. `levels`: −2 first."""

    words: Mapping[str, Any]
    kind: str = Goal.Kind.PERFORMANCE
    way: str = Goal.Way.SHORT
    due_on: dt.date | None = None
    weight: int = 1
    parent: Goal | None = None
    needs: Iterable[Need] = ()
    levels: Sequence[str] = field(default_factory=list)


@transaction.atomic
def set_goal(
    engagement: Engagement, client: Membership | None, wanted: Wanted, *, actor: Person, shared: bool = True,
    status: str = Goal.Status.PROPOSED,
) -> Goal:  # fmt: skip
    """A goal stands in the client's plan. The coach sees it too where it is `shared` (a group's own always)."""
    goal = Goal(
        kind=wanted.kind, way=wanted.way, due_on=wanted.due_on, weight=wanted.weight, parent=wanted.parent,
        status=status,
    )  # fmt: skip
    items.begin(goal, engagement, client, actor)
    goal.words = private.seal(goal, wanted.words)
    goal.levels = private.seal(goal, levels.as_kept(wanted.levels), "levels") if any(wanted.levels) else b""
    goal.save()
    GoalNeed.objects.bulk_create(GoalNeed(goal=goal, need=need) for need in wanted.needs)
    GoalStep.objects.create(goal=goal, status=status, by=actor)
    if shared or client is None:
        GoalShare.objects.create(goal=goal, audience=Audience.COACH, by=actor)
    items.record("goal.set", goal, actor, status=status)
    return goal


@transaction.atomic
def change_goal(goal: Goal, wanted: Wanted, *, revision: int | None, actor: Person) -> Goal:
    """Its words and what else is said of it change; its levels have their own verb. Raises Changed."""
    goal = items.locked(goal)
    parent = wanted.parent
    if parent is not None and (parent.pk == goal.pk or parent.parent_id is not None or goal.parts.exists()):
        raise Refused(_("A goal is a part of one other goal at most, and has no parts of its own then."))

    def apply(row: Goal) -> None:
        row.kind, row.due_on, row.weight, row.parent = wanted.kind, wanted.due_on, wanted.weight, parent

    needs = {"needs": [need.pk for need in wanted.needs]}
    if items.change(goal, wanted.words, COLUMNS, apply, revision=revision, actor=actor, sets=needs):
        goal.save(update_fields=["words", "revision", "kind", "due_on", "weight", "parent"])
        items.record("goal.changed", goal, actor)
    return goal


@transaction.atomic
def write_levels(goal: Goal, texts: Sequence[str], *, revision: int | None, actor: Person) -> Goal:
    """What −2 … +2 look like. Refused once somebody has rated: a scale that moves measures nothing."""
    goal = items.locked(goal)
    if goal.levels_fixed_at is not None:
        raise Refused(_("The five texts are fixed: somebody has rated by them. Take the ratings back to change them."))
    if items.reword(goal, levels.as_kept(texts), revision=revision, actor=actor, column="levels"):
        goal.save(update_fields=["levels", "revision"])
        items.record("goal.levels_written", goal, actor)
    return goal


@transaction.atomic
def take_step(goal: Goal, status: str, *, actor: Person, reason: str = "", word: str = "") -> GoalStep:
    """The goal is proposed, agreed, paused, achieved or let go, with a reason and a kind word if there is one."""
    goal = items.locked(goal)
    if goal.status == status:
        raise Refused(_("So it stands already: %(status)s.") % {"status": goal.get_status_display()})
    step = GoalStep(goal=goal, status=status, by=actor)
    step.words = private.seal(step, {"reason": reason, "word": word})
    step.save()
    goal.status = status
    goal.save(update_fields=["status"])
    items.record(f"goal.{status}", goal, actor)
    return step


@transaction.atomic
def undo_step(step: GoalStep, *, actor: Person) -> Goal:
    """The last step of a goal's status is taken back; that it was taken stays written down."""
    goal = items.locked(step.goal)
    steps = list(GoalStep.objects.filter(goal=goal, undone_at=None).order_by("-at", "-pk")[:2])
    if len(steps) < 2 or steps[0].pk != step.pk:
        raise Refused(_("Something else was done since. Choose how it stands now instead."))
    GoalStep.objects.filter(pk=step.pk).update(undone_at=timezone.now())
    goal.status = steps[1].status
    goal.save(update_fields=["status"])
    items.record("goal.step_undone", goal, actor)
    return goal


@transaction.atomic
def remove_goal(goal: Goal, *, actor: Person) -> Goal:
    """It stands in the plan no longer; everything that was said of it is kept."""
    return items.remove(goal, actor=actor, verb="goal.removed")


@transaction.atomic
def restore_goal(goal: Goal, *, actor: Person) -> Goal:
    """It stands there again."""
    return items.restore(goal, actor=actor, verb="goal.restored")
