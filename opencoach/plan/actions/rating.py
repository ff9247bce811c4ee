"""Where a goal stands, and how important and possible it seems."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Person
from opencoach.people.refusal import Refused
from opencoach.plan import days, levels, private
from opencoach.plan.actions import items, noticing
from opencoach.plan.models import Goal, GoalRating, GoalRuler


@transaction.atomic
def rate(goal: Goal, level: int, side: str, *, actor: Person, note: str = "") -> GoalRating:
    """The goal stands at this level, −2 … +2, as `side` sees it. The first rating fixes the texts of the levels.

    Raises Refused where the five texts are not all written.
    """
    goal = items.locked(goal)
    if not levels.complete(levels.as_list(private.unseal(goal, "levels"))):
        raise Refused(_("First write what each of the five levels looks like; then rate by them."))
    best = goal.ratings.filter(undone_at=None).exclude(side="coach").aggregate(best=Max("level"))["best"]
    rating = GoalRating(goal=goal, level=level, side=side, by=actor)
    rating.words = private.seal(rating, {"note": note})
    rating.save()
    if goal.levels_fixed_at is None:
        goal.levels_fixed_at = rating.at
        goal.save(update_fields=["levels_fixed_at"])
    items.record("goal.rated", goal, actor, level=level, side=side)
    if side != "coach" and level >= 0 and best is not None and level > best:
        noticing.level_reached(goal, days.today_of(goal, rating.at), level)
    return rating


@transaction.atomic
def undo_rating(rating: GoalRating, *, actor: Person) -> Goal:
    """A rating counts no longer. With the last one, the texts of the levels can be changed again."""
    goal = items.locked(rating.goal)
    if GoalRating.objects.filter(pk=rating.pk, undone_at=None).update(undone_at=timezone.now()):
        if not GoalRating.objects.filter(goal=goal, undone_at=None).exists():
            goal.levels_fixed_at = None
            goal.save(update_fields=["levels_fixed_at"])
        items.record("goal.rating_undone", goal, actor)
        noticing.take_back(goal, [days.today_of(goal, rating.at)])
    return goal


@transaction.atomic
def redo_rating(rating: GoalRating, *, actor: Person) -> Goal:
    """A rating that was taken back counts again."""
    goal = items.locked(rating.goal)
    if GoalRating.objects.filter(pk=rating.pk, undone_at__isnull=False).update(undone_at=None):
        if goal.levels_fixed_at is None:
            goal.levels_fixed_at = rating.at
            goal.save(update_fields=["levels_fixed_at"])
        items.record("goal.rating_redone", goal, actor)
    return goal


@transaction.atomic
def measure_will(
    goal: Goal, importance: int | None, confidence: int | None, *, actor: Person, note: str = ""
) -> list[GoalRuler]:
    """How important the goal is and how confident the client is now, 0–10 each; `note`: what would make it one more."""
    goal, at = items.locked(goal), timezone.now()
    made: list[GoalRuler] = []
    for kind, value in ((GoalRuler.Kind.IMPORTANCE, importance), (GoalRuler.Kind.CONFIDENCE, confidence)):
        if value is not None:
            ruler = GoalRuler(goal=goal, kind=kind, value=value, by=actor, at=at)
            ruler.words = private.seal(ruler, {"note": note if not made else ""})
            ruler.save()
            made.append(ruler)
    if made:
        items.record("goal.will_measured", goal, actor)
    return made


@transaction.atomic
def undo_will(ruler: GoalRuler, *, actor: Person) -> None:
    """What was said with that ruler, in one go, counts no longer; that it was said stays written down."""
    goal = items.locked(ruler.goal)
    same = GoalRuler.objects.filter(goal=goal, at=ruler.at, by=ruler.by_id, undone_at=None)
    if same.update(undone_at=timezone.now()):
        items.record("goal.will_undone", goal, actor)
