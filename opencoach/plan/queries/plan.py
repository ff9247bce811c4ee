"""A client's plan as its page shows it, in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opencoach.people.models import Engagement, Membership
from opencoach.plan import access, levels, private
from opencoach.plan.models import Goal, GoalNeed, GoalRating, Need, NeedRating, Strategy
from opencoach.plan.standing import Attainment, Rated, Standing, standing, together


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a goal. `mark`: "now", "passed", "began" or "" (as drawn); `note` says it in words."""

    level: int
    text: str
    mark: str
    note: str = ""

    @property
    def is_now(self) -> bool:
        return self.mark.startswith("now")

    @property
    def sign(self) -> str:
        return levels.SIGNS[self.level]


@dataclass
class SeenGoal:
    """A goal with its words, as a page shows it. What not every page shows is unsealed when it is asked for."""

    goal: Goal
    words: dict[str, Any]
    standing: Standing
    parts: list["SeenGoal"] = field(default_factory=list)

    @cached_property
    def levels(self) -> list[str]:
        return levels.as_list(private.unseal(self.goal, "levels"))

    @cached_property
    def strategy(self) -> str:
        return _chosen(self.goal)

    @property
    def for_sponsor(self) -> bool:
        row: Any = self.goal
        return bool(row.seen_by_sponsor)

    @property
    def title(self) -> str:
        return str(self.words.get("title", ""))

    @property
    def rungs(self) -> list[Rung]:
        """Best on top; [] where the levels are not written."""
        return rungs(self.levels, self.standing)

    @property
    def below(self) -> bool:
        """Whether it stands lower than it began."""
        return (self.standing.change or 0) < 0

    @property
    def has_levels(self) -> bool:
        return levels.complete(self.levels)


@dataclass(slots=True)
class SeenNeed:
    """A need with its words, its latest rating, and the goals that are drawn under it."""

    need: Need
    words: dict[str, Any]
    importance: int | None
    satisfaction: int | None
    goals: list[SeenGoal] = field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.words.get("text", ""))


@dataclass(slots=True)
class Plan:
    """What stands in a plan now: needs with their goals, goals without a need, and those that are over."""

    needs: list[SeenNeed]
    loose: list[SeenGoal]
    over: list[SeenGoal]
    attainment: Attainment | None

    @property
    def goals(self) -> list[SeenGoal]:
        """The open and paused ones, as they are drawn."""
        return [*(goal for need in self.needs for goal in need.goals), *self.loose]

    @property
    def is_empty(self) -> bool:
        return not (self.needs or self.loose or self.over)


def rungs(texts: Sequence[str], stands: Standing) -> list[Rung]:
    """The ladder's five rungs, best on top: filled between where it began and where it is now."""
    if not any(texts):
        return []
    levels_down = zip((2, 1, 0, -1, -2), reversed(list(texts)), strict=True)
    return [Rung(level, text, _mark(level, stands), _note(level, stands)) for level, text in levels_down]


def _mark(level: int, stands: Standing) -> str:
    if stands.began is None or stands.now is None:
        return ""
    began, now = stands.began.level, stands.now.level
    if level == now:
        return "now began" if now == began else "now"
    if level == began:
        return "began"
    return "passed" if min(now, began) < level < max(now, began) else ""


def _note(level: int, stands: Standing) -> str:
    """What the ladder says beside a level: where it began, where it is now, what was expected, what the coach sees."""
    notes = []
    if stands.now is not None and stands.began is not None:
        if level == stands.now.level:
            notes.append(_("Now · rated %(day)s") % {"day": _day(stands.now.at)})
        if level == stands.began.level and stands.now.at != stands.began.at:
            notes.append(_("Began here on %(day)s") % {"day": _day(stands.began.at)})
    if level == 0 and not notes:
        notes.append(_("Expected"))
    if stands.coach is not None and level == stands.coach.level:
        notes.append(_("The coach saw it here on %(day)s") % {"day": _day(stands.coach.at)})
    return " · ".join(notes)


def _day(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "j F")


def plan_of(reader: Membership, engagement: Engagement, client: Membership | None, **also: Any) -> Plan:
    """The plan of that client as this reader may see it; three queries. `also`: what else each goal is asked for."""
    needs = [seen_need(row) for row in needs_of(reader, engagement, client)]
    goals = [seen_goal(row) for row in goals_of(reader, engagement, client, **also)]
    by_need = defaultdict(list)
    over, loose = [], []
    whole = {goal.goal.pk: goal for goal in goals if goal.goal.status not in CLOSED}
    for goal in goals:
        row: Any = goal.goal
        if row.status in CLOSED:
            over.append(goal)
        elif row.parent_id in whole and row.parent_id != row.pk:
            whole[row.parent_id].parts.append(goal)
        elif row.first_need is not None:
            by_need[row.first_need].append(goal)
        else:
            loose.append(goal)
    for need in needs:
        need.goals = by_need.pop(need.need.pk, [])
    loose += [goal for left in by_need.values() for goal in left]
    counted = [goal for goal in goals if goal.goal.status != Goal.Status.LET_GO]
    return Plan(needs, loose, over, together((float(goal.goal.weight), goal.standing) for goal in counted))


CLOSED = (Goal.Status.ACHIEVED, Goal.Status.LET_GO)


def needs_of(reader: Membership, engagement: Engagement, client: Membership | None) -> list[Need]:
    """The needs that stand in the plan now, in their order, each with its latest rating."""
    latest = NeedRating.objects.filter(need=OuterRef("pk")).order_by("-at", "-pk")
    rows = access.items_for(reader, Need.objects.filter(engagement=engagement, client=client, removed_at=None))
    rows = rows.annotate(
        importance=Subquery(latest.values("importance")[:1]), satisfaction=Subquery(latest.values("satisfaction")[:1])
    )
    return in_plan(rows.order_by("position", "pk"), engagement)


def goals_of(reader: Membership, engagement: Engagement, client: Membership | None, **also: Any) -> list[Goal]:
    """The goals of the plan in their order, with their ratings, chosen strategy and first present need."""
    goals = access.goals_for(reader).filter(engagement=engagement, client=client, removed_at=None)
    rows = in_plan(annotated(goals).annotate(**also).order_by("position", "pk"), engagement)
    ratings: dict[int, list[Rated]] = defaultdict(list)
    found = GoalRating.objects.filter(goal__in=[row.pk for row in rows], undone_at=None).order_by("at", "pk")
    for goal, level, side, at in found.values_list("goal_id", "level", "side", "at"):
        ratings[goal].append(Rated(level, side, at))
    for row in rows:
        row.standing_ratings = ratings[row.pk]
    return rows


def with_standing(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """The same goals with what `seen_goal` reads, in one more query for all of them."""
    ratings = GoalRating.objects.filter(undone_at=None).order_by("at", "pk")
    return annotated(goals).prefetch_related(Prefetch("ratings", ratings, to_attr="standing_ratings"))


def annotated(goals: QuerySet[Goal]) -> QuerySet[Goal]:
    """The same goals with their first need, chosen strategy and who sees them."""
    first = GoalNeed.objects.filter(goal=OuterRef("pk"), need__removed_at=None).order_by("need__position", "need_id")
    chosen = Strategy.objects.filter(goal=OuterRef("pk"), removed_at=None, chosen_at__isnull=False)
    return goals.annotate(
        first_need=Subquery(first.values("need_id")[:1]),
        chosen_id=Subquery(chosen.values("public_id")[:1]),
        chosen_words=Subquery(chosen.values("words")[:1]),
        **{f"seen_by_{name}": Exists(access.shares(name)) for name in access.Audience.values},
    )


def in_plan(rows: QuerySet[Any], engagement: Engagement) -> list[Any]:
    """The rows, each knowing its engagement without asking for it."""
    found = list(rows)
    for row in found:
        row.engagement = engagement
    return found


def seen_need(row: Any) -> SeenNeed:
    return SeenNeed(row, private.words(row), row.importance, row.satisfaction)


def seen_goal(row: Any) -> SeenGoal:
    """A goal of `with_standing` in words."""
    ratings = [Rated(one.level, one.side, one.at) for one in row.standing_ratings]
    return SeenGoal(row, private.words(row), standing(ratings))


def _chosen(row: Any) -> str:
    if row.chosen_id is None:
        return ""
    strategy = Strategy(
        public_id=row.chosen_id, engagement=row.engagement, sealed_for=row.sealed_for, words=bytes(row.chosen_words)
    )
    return str(private.words(strategy).get("text", ""))


def whose(engagement: Engagement, reader: Membership, wanted: str = "") -> Membership | None:
    """Whose plan a page shows: the client's own, the one client's, in a group the client whose id is `wanted`; None
    is the group's."""
    if engagement.group is None:
        clients = engagement.current_clients
        return clients[0] if clients else None
    if not wanted:
        return None
    if reader.is_client:
        return reader if str(reader.public_id) == wanted else None
    return next((one for one in engagement.current_clients if str(one.public_id) == wanted), None)
