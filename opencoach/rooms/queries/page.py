"""What the page of a room shows besides the call."""

from dataclasses import dataclass
from typing import Any

from opencoach.people.models import Membership
from opencoach.plan import access as plan
from opencoach.plan import levels, private
from opencoach.plan.gas import LEVELS
from opencoach.plan.models import Goal
from opencoach.plan.queries.todos import SeenAction
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.queries.agreed import agreed_in, client_of

MOST = 20  # goals: what is more stands in the plan


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


def beside(reader: Membership, session: CoachingSession) -> Beside:
    """What this reader may see of it; four queries."""
    actions = agreed_in(reader, session)
    goals = plan.goals_for(reader).filter(engagement=session.engagement, client=client_of(session))
    return Beside(actions.here, actions.open, _goals(goals))


def _goals(goals: Any) -> list[SeenGoal]:
    rows = goals.filter(removed_at=None, status__in=Goal.OPEN).select_related("engagement__practice", "client")
    return [_goal(row) for row in rows.order_by("position", "pk").prefetch_related("ratings")[:MOST]]


def _goal(goal: Goal) -> SeenGoal:
    texts = levels.as_list(private.words(goal, "levels"))
    choices = [(level, text) for level, text in zip(LEVELS, texts, strict=True) if text]
    rated = sorted((one for one in goal.ratings.all() if one.undone_at is None), key=lambda one: one.at)
    title = str(private.words(goal).get("title", ""))
    return SeenGoal(goal, title, choices[::-1], rated[-1].level if rated else None)
