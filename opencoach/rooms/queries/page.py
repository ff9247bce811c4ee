"""What the page of a room shows besides the call."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from opencoach.people.models import Membership
from opencoach.plan import access as plan
from opencoach.plan import days, levels, private
from opencoach.plan.models import Action, Goal
from opencoach.plan.queries.todos import SeenAction, seen
from opencoach.sessions.models import CoachingSession, SessionAction

MOST = 20  # of each kind: what is more stands in the plan


@dataclass(frozen=True, slots=True)
class SeenGoal:
    """A goal with what it means to be where on its way: (level, text), the best first. `level`: where it was last."""

    goal: Goal
    title: str
    choices: list[tuple[int, str]]
    level: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """The plan beside the session: what was agreed in it, what else is to be done, the goals that go on."""

    agreed: list[SeenAction]
    open: list[SeenAction]
    goals: list[SeenGoal]
    several: bool  # several people's plans: an action is for all of them


def client_of(session: CoachingSession) -> Membership | None:
    """Whose plan it is; None for a group's own."""
    clients = session.engagement.current_clients
    return clients[0] if session.engagement.group_id is None and clients else None


def beside(reader: Membership, session: CoachingSession) -> Beside:
    """What this reader may see of it; five queries."""
    client = client_of(session)
    agreed = set(SessionAction.objects.filter(session=session).values_list("action", flat=True))
    mine = plan.items_for(reader, Action.objects.filter(engagement=session.engagement, client=client, removed_at=None))
    goals = plan.goals_for(reader)
    rows = mine.filter(Q(pk__in=agreed) | Q(status=Action.Status.OPEN)).filter(Q(goal=None) | Q(goal__in=goals))
    rows = rows.select_related("goal", "engagement__practice", "client").order_by("position", "pk")
    today = timezone.localdate()
    found = [seen(row, days.today_of(row), done=row.status == Action.Status.DONE) for row in rows[: 3 * MOST]]
    today_open = [one for one in found if one.action.pk not in agreed and (one.action.snoozed_until or today) <= today]
    return Beside(
        agreed=[one for one in found if one.action.pk in agreed],
        open=[one for one in today_open if not one.done][:MOST],
        goals=_goals(goals.filter(engagement=session.engagement, client=client)),
        several=session.engagement.group_id is not None,
    )


def _goals(goals: Any) -> list[SeenGoal]:
    rows = goals.filter(removed_at=None, status__in=Goal.OPEN).select_related("engagement__practice", "client")
    return [_goal(row) for row in rows.order_by("position", "pk").prefetch_related("ratings")[:MOST]]


def _goal(goal: Goal) -> SeenGoal:
    texts = levels.as_list(private.words(goal, "levels"))
    choices = [(level, text) for level, text in zip(range(-2, 3), texts, strict=True) if text]
    rated = sorted((one for one in goal.ratings.all() if one.undone_at is None), key=lambda one: one.at)
    title = str(private.words(goal).get("title", ""))
    return SeenGoal(goal, title, choices[::-1], rated[-1].level if rated else None)
