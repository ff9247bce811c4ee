"""Who else sees a goal. Only the client whose it is decides."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.people.models import Person, Sponsorship
from opencoach.people.refusal import Refused
from opencoach.plan.actions import items
from opencoach.plan.models import Goal, GoalShare


@transaction.atomic
def share_goal(goal: Goal, audiences: Collection[str], *, actor: Person, anew: bool = False) -> dt.datetime | None:
    """From now on the goal is shared with these (`GoalShare.Audience`) and nobody else; that it once was stays. Gives
    the moment of the change, by which `unshare` takes it back; None where there was none.

    Whoever sponsors since it was shared sees it only when it is shared with them, too: `anew`
    (docs/decisions/0047).
    """
    goal = items.locked(goal)
    now = timezone.now()
    present = {share.audience: share for share in GoalShare.objects.filter(goal=goal, until=None)}
    sponsor = GoalShare.Audience.SPONSOR.value
    if anew and sponsor in audiences and sponsor in present and newcomers(present[sponsor]).exists():
        GoalShare.objects.filter(pk=present.pop(sponsor).pk).update(until=now)
    for audience in set(present) - set(audiences):
        GoalShare.objects.filter(pk=present[audience].pk).update(until=now)
    for audience in set(audiences) - set(present):
        GoalShare.objects.create(goal=goal, audience=audience, since=now, by=actor)
    if set(present) == set(audiences):
        return None
    items.record("goal.shared", goal, actor, audiences=sorted(audiences))
    return now


@transaction.atomic
def unshare(goal: Goal, at: dt.datetime, *, actor: Person) -> Goal:
    """Whoever saw the goal before the change of that moment sees it again, and nobody who came by it. Raises Refused
    where it was changed once more since."""
    goal = items.locked(goal)
    rows = GoalShare.objects.filter(goal=goal)
    if rows.filter(Q(since__gt=at) | Q(until__gt=at)).exists():
        raise Refused(_("Who sees this goal was changed once more since then. Look at it again."))
    rows.filter(since=at, until=None).update(until=timezone.now())
    if rows.filter(Q(since=at) | Q(until=at)).exists():
        rows.filter(until=at).update(until=None)
        items.record("goal.shared", goal, actor, audiences=sorted(_audiences(rows)))
    return goal


def _audiences(rows: QuerySet[GoalShare]) -> Iterable[str]:
    return rows.filter(until=None).values_list("audience", flat=True)


def newcomers(share: GoalShare) -> QuerySet[Sponsorship]:
    """The sponsors who came after the goal was shared with those before them: the client didn't know of them."""
    return Sponsorship.objects.filter(engagement=share.goal.engagement_id, until=None, since__gt=share.since)
