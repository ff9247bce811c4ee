"""Beginning with a plan of others, and keeping one for the next client."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from opencoach.people.actions.event import record_event
from opencoach.people.models import Engagement, Membership, Person
from opencoach.plan.actions.doing import Todo, remove_action, restore_action, set_action
from opencoach.plan.actions.goals import Wanted, remove_goal, restore_goal, set_goal
from opencoach.plan.actions.habits import Practised, begin_habit, remove_habit, restore_habit
from opencoach.plan.actions.strategies import Way, think_of
from opencoach.plan.models import Action, Goal, Habit, Need, PlanTemplate
from opencoach.plan.patterns import Pattern


@transaction.atomic
def begin_with(
    engagement: Engagement, client: Membership | None, pattern: Pattern, *, actor: Person, needs: list[Need],
    doing: bool = True,
) -> Goal:  # fmt: skip
    """The goal of a pattern stands in the plan, with its levels and strategies; with its actions and its habit where
    they are wanted (`doing`)."""
    words = {"title": pattern.title, "why": pattern.why}
    wanted = Wanted(words, way=Goal.Way.TEMPLATE, needs=needs, levels=pattern.levels)
    goal = set_goal(engagement, client, wanted, actor=actor)
    for text in pattern.strategies:
        think_of(goal, Way({"text": text}), actor=actor)
    if doing:
        for step in pattern.actions:
            set_action(engagement, client, Todo({"title": step.do, **step.cue}, goal=goal), actor=actor)
        if pattern.habit is not None:
            habit = Practised(
                {"title": pattern.habit.name}, per=pattern.habit.per, times=pattern.habit.times, goal=goal
            )
            begin_habit(engagement, client, habit, actor=actor)
    return goal


@transaction.atomic
def take_whole_back(goal: Goal, *, actor: Person) -> None:
    """A goal goes with the actions and habits that hang on it: what a pattern brought."""
    remove_goal(goal, actor=actor)
    for action in Action.objects.filter(goal=goal, removed_at=None):
        remove_action(action, actor=actor)
    for habit in Habit.objects.filter(goal=goal, removed_at=None):
        remove_habit(habit, actor=actor)


@transaction.atomic
def put_whole_back(goal: Goal, *, actor: Person) -> None:
    """What `take_whole_back` took stands there again."""
    went = goal.removed_at
    restore_goal(goal, actor=actor)
    if went is not None:
        for action in Action.objects.filter(goal=goal, removed_at__gte=went):
            restore_action(action, actor=actor)
        for habit in Habit.objects.filter(goal=goal, removed_at__gte=went):
            restore_habit(habit, actor=actor)


@transaction.atomic
def keep_pattern(owner: Membership, pattern: Pattern, *, name: str, specialisation: str = "") -> PlanTemplate:
    """A coach keeps a pattern under a name."""
    made = PlanTemplate.objects.create(
        practice=owner.practice, owner=owner, name=name, specialisation=specialisation, content=pattern.model_dump()
    )
    _record("plan_template.kept", made)
    return made


@transaction.atomic
def change_pattern(template: PlanTemplate, pattern: Pattern, *, name: str) -> PlanTemplate:
    """What it says changes; plans that began with it stay as they are."""
    template = _locked(template)
    wanted = {"name": name, "content": pattern.model_dump()}
    return _say(template, wanted) if _said(template) != wanted else template


@transaction.atomic
def unchange_pattern(template: PlanTemplate) -> PlanTemplate:
    """It says again what it said before its last change; once more, and it says the newer again."""
    template = _locked(template)
    return _say(template, template.before) if template.before else template


def _locked(template: PlanTemplate) -> PlanTemplate:
    rows = PlanTemplate.objects.select_for_update(of=("self",)).select_related("practice", "owner__person")
    return rows.get(pk=template.pk)


def _said(template: PlanTemplate) -> dict[str, Any]:
    return {"name": template.name, "content": template.content}


def _say(template: PlanTemplate, wanted: dict[str, Any]) -> PlanTemplate:
    template.before = _said(template)
    template.name, template.content = wanted["name"], wanted["content"]
    template.save(update_fields=["name", "content", "before"])
    _record("plan_template.changed", template)
    return template


@transaction.atomic
def archive_pattern(template: PlanTemplate) -> None:
    """It is not offered any more."""
    if PlanTemplate.objects.filter(pk=template.pk, archived_at=None).update(archived_at=timezone.now()):
        _record("plan_template.archived", template)


@transaction.atomic
def offer_pattern(template: PlanTemplate) -> None:
    """It is offered again."""
    if PlanTemplate.objects.filter(pk=template.pk, archived_at__isnull=False).update(archived_at=None):
        _record("plan_template.offered", template)


def _record(verb: str, template: PlanTemplate, **data: Any) -> None:
    record_event(verb, practice=template.practice, actor=template.owner.person, thing=template.public_id, **data)
