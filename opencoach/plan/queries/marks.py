"""What happened while values were followed: sessions (from the app above) and the steps of goals."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from opencoach.people.models import Engagement
from opencoach.plan import levels, ports, private
from opencoach.plan.models import Goal, GoalRating, GoalStep
from opencoach.plan.ports import Mark


def marks_between(
    engagement: Engagement, goals: Iterable[Goal | None], start: dt.datetime, end: dt.datetime
) -> list[Mark]:
    """In order: the sessions that were held, and what became of these goals (which the reader may read; their
    engagement is known). Two queries and those of the port."""
    known = {goal.pk: goal for goal in goals if goal is not None and goal.removed_at is None}
    titles = {key: str(private.words(goal).get("title", "")) for key, goal in known.items()}
    found = list(ports.marks_of(engagement, start, end))
    if known:
        steps = GoalStep.objects.filter(goal__in=known, undone_at=None, at__gte=start, at__lte=end)
        found += [
            Mark(step.at, f"{titles[step.goal_id]}: {step.get_status_display()}", "goal") for step in steps
        ]  # fmt: skip
        ratings = GoalRating.objects.filter(goal__in=known, undone_at=None, at__gte=start, at__lte=end)
        found += [
            Mark(one.at, _("%(goal)s: rated %(level)s") % {
                "goal": titles[one.goal_id], "level": levels.SIGNS[one.level],
            }, "goal")
            for one in ratings
        ]  # fmt: skip
    return sorted(found, key=lambda mark: mark.at)
