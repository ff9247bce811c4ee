"""Who else sees a goal. Only the client whose it is decides."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from opencoach.people.models import Person, Sponsorship
from opencoach.plan.actions import items
from opencoach.plan.models import Goal, GoalShare


@transaction.atomic
def share_goal(goal: Goal, audiences: Collection[str], *, actor: Person, anew: bool = False) -> Goal:
    """From now on the goal is shared with these (`GoalShare.Audience`) and nobody else; that it once was stays.

    Whoever sponsors since it was shared sees it only when it is shared with them, too: `anew`
    (docs/decisions/0047).
    """
    goal = items.locked(goal)
    present = {share.audience: share for share in GoalShare.objects.filter(goal=goal, until=None)}
    sponsor = GoalShare.Audience.SPONSOR.value
    if anew and sponsor in audiences and sponsor in present and newcomers(present[sponsor]).exists():
        GoalShare.objects.filter(pk=present.pop(sponsor).pk).update(until=timezone.now())
    for audience in set(present) - set(audiences):
        GoalShare.objects.filter(pk=present[audience].pk).update(until=timezone.now())
    for audience in set(audiences) - set(present):
        GoalShare.objects.create(goal=goal, audience=audience, by=actor)
    if set(present) != set(audiences):
        items.record("goal.shared", goal, actor, audiences=sorted(audiences))
    return goal


def newcomers(share: GoalShare) -> QuerySet[Sponsorship]:
    """The sponsors who came after the goal was shared with those before them: the client didn't know of them."""
    return Sponsorship.objects.filter(engagement=share.goal.engagement_id, until=None, since__gt=share.since)
