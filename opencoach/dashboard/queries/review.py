"""What happened since the last session, goal by goal: the page on which it is looked at together."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from opencoach.dashboard.queries.again import hang_again
from opencoach.dashboard.queries.hanging import (
    EVERY,
    Done,
    Hung,
    Tally,
    count,
    hang_actions,
    present,
    span_of,
    tallied,
    tally,
)
from opencoach.people.models import EngagementClient, Membership, Pause
from opencoach.plan import levels
from opencoach.plan.models import Action, Goal, GoalStep
from opencoach.plan.queries.plan import Plan, SeenGoal, SeenNeed, plan_of
from opencoach.sessions import access as sessions
from opencoach.sessions.models import CoachingSession, SessionGoal

FITS = 60  # lines of a review that shows everything at once; a longer one opens one goal at a time
REST, NONE = "rest", "-"  # what is open: what hangs on no goal; nothing at all


@dataclass(slots=True)
class ReviewedGoal:
    """A goal with everything that moved on it. `before`: its level at the last session. `tally`: how many actions hang
    on it; the actions themselves are there only where it is open."""

    seen: SeenGoal
    before: int | None = None
    talked_about: bool = False
    step: str = ""  # how its status changed since
    hung: Hung = field(default_factory=Hung)
    tally: Tally = field(default_factory=Tally)
    is_open: bool = True

    @property
    def key(self) -> str:
        return str(self.seen.goal.public_id)

    @property
    def left_out(self) -> int:
        """Actions for which its page has no room."""
        return max(0, self.tally.all - len(self.hung.actions)) if self.is_open else 0

    @property
    def moved(self) -> str:
        """From which level to which; "" where it did not move."""
        now = self.seen.standing.now
        if now is None or self.before is None or now.level == self.before:
            return ""
        return f"{levels.SIGNS[self.before]} → {levels.SIGNS[now.level]}"


@dataclass(slots=True)
class Review:
    """Since `since` (None: from the beginning): needs with their goals, what hangs on none, and what is agreed.

    `opened`: the goal (or `REST`) that is open in one that is too long to be shown whole; "" where all of it is.
    """

    session: Any
    client: Membership | None
    plan: Plan
    needs: list[tuple[SeenNeed | None, list[ReviewedGoal]]]
    over: list[ReviewedGoal]
    rest: Hung
    agreed: list[Done]
    rest_tally: Tally
    opened: str = ""

    @property
    def since(self) -> dt.datetime | None:
        since: dt.datetime | None = self.session.since
        return since

    @property
    def goals(self) -> list[ReviewedGoal]:
        return [goal for _need, goals in self.needs for goal in goals]

    @property
    def is_folded(self) -> bool:
        return bool(self.opened)

    @property
    def has_rest(self) -> bool:
        return bool(self.rest or self.rest_tally.all)

    @property
    def rest_open(self) -> bool:
        return self.opened in {"", REST}

    @property
    def rest_left_out(self) -> int:
        return max(0, self.rest_tally.all - len(self.rest.actions)) if self.rest_open else 0

    def after(self, one: ReviewedGoal) -> ReviewedGoal | None:
        """The goal that stands below that one."""
        goals = self.goals
        place = next((number for number, goal in enumerate(goals, 1) if goal is one), len(goals))
        return goals[place] if place < len(goals) else None


def session_to_review(reader: Membership, public_id: uuid.UUID) -> Any:
    """A session of which the reader may read the content, with `since`: the beginning of the one held before it."""
    earlier = CoachingSession.objects.filter(
        engagement=OuterRef("engagement"), status=CoachingSession.Status.HELD, starts_at__lt=OuterRef("starts_at")
    ).order_by("-starts_at")
    rows = sessions.sessions_for(reader).select_related("practice", "session_type", "coach__person")
    rows = rows.annotate(since=Subquery(earlier.values(at=Coalesce("started_at", "starts_at"))[:1]))
    clients = EngagementClient.objects.filter(until=None).select_related("membership__person").order_by("since", "pk")
    parts = Prefetch("engagement__client_parts", clients, to_attr="present_clients")
    rows = rows.select_related("engagement__practice", "engagement__group").prefetch_related(parts)
    # with the pauses of the engagement, a row for each: they cost no query of their own
    rows = rows.annotate(
        holds=FilteredRelation("engagement__pauses", condition=Q(engagement__pauses__withdrawn_at=None))
    ).annotate(pause_starts=F("holds__starts_on"), pause_ends=F("holds__ends_on"))
    found: list[Any] = list(rows.filter(public_id=public_id))
    if not found:
        raise Http404
    found[0].pauses = [Pause(starts_on=row.pause_starts, ends_on=row.pause_ends) for row in found if row.pause_starts]
    return found[0]


def review_of(reader: Membership, session: Any, client: Membership | None, wanted: str = "") -> Review:
    """What the review of that session shows to one of its people; six queries. `wanted`: the goal (or `REST`, `NONE`)
    to be open, if not everything is."""
    span, actions = span_of(session, client), present(reader, session, client, Action)
    plan = plan_of(reader, session.engagement, client, **_asked(session), **tallied(span))
    every = [seen for whole in (*plan.goals, *plan.over) for seen in (whole, *whole.parts)]
    statuses = {str(value): str(label) for value, label in Goal.Status.choices}
    goals = {seen.goal.pk: _reviewed(seen, session, statuses) for seen in every}
    needs: list[tuple[SeenNeed | None, list[ReviewedGoal]]] = [
        (need, [one for seen in need.goals for one in _with_parts(seen, goals)]) for need in plan.needs if need.goals
    ]
    if plan.loose:
        needs.append((None, [one for seen in plan.loose for one in _with_parts(seen, goals)]))
    over = [goals[seen.goal.pk] for seen in plan.over if goals[seen.goal.pk].step]
    rest, hung = Hung(), {pk: goal.hung for pk, goal in goals.items()}
    first: Any = every[0].goal if every else None
    loose = tally(first.loose_actions) if first else count(span)
    found = Review(session, client, plan, needs, over, rest, [], loose)
    found.agreed = hang_actions(actions, session, span, hung, rest, shown=_open(found, wanted))
    folded = {one.seen.goal.pk for one in found.goals if not one.is_open}
    hang_again(reader, span, hung, rest, folded if found.rest_open else {*folded, None})
    return found


def _reviewed(seen: SeenGoal, session: Any, statuses: dict[str, str]) -> ReviewedGoal:
    row: Any = seen.goal
    fresh = row.step_at is not None and (session.since is None or row.step_at >= session.since)
    return ReviewedGoal(
        seen, _before(seen, session.since), row.talked, statuses[row.status] if fresh else "",
        tally=tally(row.its_actions),
    )  # fmt: skip


def _open(found: Review, wanted: str) -> Q:
    """Open one goal where not all of it fits on a page; gives which actions are shown."""
    goals = found.goals
    if len(goals) + sum(one.tally.all for one in goals) + found.rest_tally.all <= FITS:
        return EVERY
    first = next((one for one in goals if one.talked_about), goals[0] if goals else None)
    keys = {one.key for one in goals} | {REST, NONE}
    found.opened = wanted if wanted in keys else first.key if first else REST
    for one in goals:
        one.is_open = one.key == found.opened
    if found.opened == REST:
        return Q(goal=None) | ~Q(goal__in=[one.seen.goal.pk for one in goals])
    return Q(goal__in=[one.seen.goal.pk for one in goals if one.is_open])


def _with_parts(seen: SeenGoal, goals: dict[int, ReviewedGoal]) -> list[ReviewedGoal]:
    return [goals[seen.goal.pk], *(goals[part.goal.pk] for part in seen.parts)]


def _before(seen: SeenGoal, since: dt.datetime | None) -> int | None:
    """Where a goal stood at the last session, as the client or both saw it; where it began, if nobody had rated yet."""
    row: Any = seen.goal
    own = [one for one in row.standing_ratings if one.side != "coach"] or row.standing_ratings
    until = [one for one in own if since is not None and one.at < since]
    counted = until[-1:] or own[:1]
    return counted[0].level if counted else None


def _asked(session: Any) -> dict[str, Any]:
    """What each goal is asked for besides: whether the session is about it, and when its status changed last."""
    talked = SessionGoal.objects.filter(session=session, goal=OuterRef("pk"))
    step = GoalStep.objects.filter(goal=OuterRef("pk"), undone_at=None).order_by("-at", "-pk")
    return {"talked": Exists(talked), "step_at": Subquery(step.values("at")[:1])}
