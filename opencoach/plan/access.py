"""The one door to plans, built on that of people. What somebody may not have is a 404.

A coach sees the plans of those they coach, but for the goals that a client keeps to themselves; a client their own,
and in a group what belongs to all of it and the goals that others share with it. Others see no plan; a sponsor the
titles of the goals that were shared with them (`goals_shown_to_sponsor`).
"""

import uuid
from typing import Any, TypeVar, cast

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404

from opencoach.lib.finding import first_or_404
from opencoach.people import access
from opencoach.people.models import Engagement, Membership, Sponsorship
from opencoach.people.queries.engagements import with_parts
from opencoach.plan.models import Goal, GoalShare, Item, PlanTemplate
from opencoach.plan.models.goal import OfGoal

I = TypeVar("I", bound=Item)  # noqa: E741
O = TypeVar("O", bound=OfGoal)  # noqa: E741
M = TypeVar("M", bound=Model)

Audience = GoalShare.Audience
ITEM = ("engagement__practice", "engagement__group", "client__person")


def get_engagement(membership: Membership, public_id: uuid.UUID | str) -> Engagement:
    """An engagement whose plan the member may see, with its people; else Http404."""
    return first_or_404(with_parts(access.engagements_for(membership)), public_id)


def items_for(membership: Membership, rows: QuerySet[I]) -> QuerySet[I]:
    """Those of these rows that stand in a plan which the member may read. Not for goals: `goals_for`."""
    mine = rows.filter(engagement__in=access.engagements_for(membership))
    return mine.filter(Q(client=membership) | Q(client=None)) if membership.is_client else mine


def goals_for(membership: Membership) -> QuerySet[Goal]:
    """The goals that the member may read, removed ones too."""
    goals = Goal.objects.filter(engagement__in=access.engagements_for(membership))
    if membership.is_client:
        return goals.filter(Q(client=membership) | Q(client=None) | Exists(shares(Audience.GROUP)))
    return goals.filter(Q(client=None) | Exists(shares(Audience.COACH)))


def goals_shown_to_sponsor(membership: Membership) -> QuerySet[Goal]:
    """The goals whose title and status a sponsor may see: of an engagement that they sponsor, and shared since they do.
    Who shared with one sponsor has not agreed to the next."""
    if membership.role != Membership.Role.SPONSOR:
        return Goal.objects.none()
    goals = Goal.objects.filter(engagement__in=access.engagements_listed_for(membership), removed_at=None)
    knew = Sponsorship.objects.filter(
        engagement=OuterRef("goal__engagement"), membership=membership, until=None, since__lte=OuterRef("since")
    )
    return goals.filter(Exists(shares(Audience.SPONSOR).filter(Exists(knew))))


def shares(audience: str) -> QuerySet[GoalShare]:
    """That a goal is shared with this audience now: for `Exists`."""
    return GoalShare.objects.filter(goal=OuterRef("pk"), audience=audience, until=None)


def shares_before_a_sponsor() -> QuerySet[GoalShare]:
    """That a goal is shared with sponsors, and one came after that, who doesn't see it: for `Exists`."""
    late = Sponsorship.objects.filter(engagement=OuterRef("goal__engagement"), until=None, since__gt=OuterRef("since"))
    return shares(Audience.SPONSOR).filter(Exists(late))


def get_item(membership: Membership, rows: QuerySet[I], public_id: uuid.UUID | str) -> I:
    """One of these rows that the member may read; else Http404."""
    return first_or_404(items_for(membership, rows.select_related(*ITEM)), public_id)


def get_hanging(membership: Membership, rows: QuerySet[I], public_id: uuid.UUID | str, *, removed: bool = False) -> I:
    """One of these actions, habits, measures or rhythms; Http404, too, where it hangs on a goal that the member may
    not read, and for one that was removed, but where that is what it is about."""
    found: Any = get_item(membership, rows.select_related("goal"), public_id)
    hidden = found.goal_id and not goals_for(membership).filter(pk=found.goal_id).exists()
    if hidden or (found.removed_at is not None and not removed):
        raise Http404
    return cast("I", found)


def get_goal(membership: Membership, public_id: uuid.UUID | str) -> Goal:
    """A goal that the member may read, one that was removed too; else Http404."""
    return first_or_404(goals_for(membership).select_related(*ITEM), public_id)


def get_of_goal(membership: Membership, rows: QuerySet[M], public_id: uuid.UUID | str) -> M:
    """Something of a goal (a strategy, a rating, a supporter …) that the member may read; else Http404."""
    related = [f"goal__{name}" for name in ITEM]
    return first_or_404(rows.filter(goal__in=goals_for(membership)).select_related(*related), public_id)


def may_write(membership: Membership, row: Item) -> bool:
    """Whether they may change it: its coach, and the client whose it is (in a group, what belongs to all), until the
    engagement ends."""
    if not access.may_write(membership, row.engagement):
        return False
    return not membership.is_client or row.client_id in {None, membership.pk}


def is_own(membership: Membership, row: Item) -> bool:
    """Whether it is the member's own: only they decide whom they share it with."""
    return membership.is_client and row.client_id == membership.pk


def require_write(membership: Membership, row: I) -> I:
    """The row itself; Http404 for whoever may not change it."""
    if not may_write(membership, row):
        raise Http404
    return row


def templates_for(membership: Membership) -> QuerySet[PlanTemplate]:
    """A coach's own templates."""
    return PlanTemplate.objects.filter(owner=membership, practice=membership.practice_id)
