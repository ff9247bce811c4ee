"""Rows of several kinds in one query are the rows that each kind's own query has."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F

from opencoach.people.models import Membership
from opencoach.plan import private
from opencoach.plan.actions import goals, habits
from opencoach.plan.models import Action, CheckInRhythm, Habit, Item
from opencoach.plan.queries import bundle
from opencoach.plan.queries.todos import goal_title
from tests.cast import Cast
from tests.plan.doing import action_of_ana, habit_of_ana, rhythm_of_ana
from tests.plan.making import goal_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
KINDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "action": (Action.objects.all(), {"day_again": F("day")}),
    "habit": (Habit.objects.all(), {}),
    "rhythm": (CheckInRhythm.objects.all(), {"engagement": F("engagement__public_id")}),
}


def load(reader: Membership, cast: Cast) -> dict[str, list[Any]]:
    return bundle.load(reader, KINDS, {cast.ana_engagement.pk: cast.ana_engagement})


def columns(row: Item) -> dict[str, Any]:
    """What is not the place of a row in its plan, or a pointer that nobody follows from a bundle."""
    left_out = {"engagement_id", "client_id", "goal_id", "strategy_id", "words"}
    found = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.attname not in left_out}
    return found | {"words": private.words(row), "goal": goal_title(row)}


def test_every_column_is_what_its_own_query_has(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    monday = dt.date(2027, 3, 1)
    action_of_ana(cast, "On a day", timing="on", day=monday, clock=dt.time(7, 30), reminds=True, goal=goal)
    action_of_ana(cast, "Some time")
    habit_of_ana(cast, "Water", amount=Decimal("2.125"), at_most=True, ago=3)
    habit_of_ana(cast, "Ask first", weekdays="024", goal=goal)
    rhythm_of_ana(cast, ago=7)
    found = load(cast.ana, cast)
    for kind, (rows, _extra) in KINDS.items():
        own = {row.pk: row for row in rows.select_related("engagement", "goal")}
        assert {row.pk: columns(row) for row in found[kind]} == {pk: columns(row) for pk, row in own.items()}
    assert sorted(str(row.extra["day_again"]) for row in found["action"]) == ["2027-03-01", "None"]
    assert [row.extra["engagement"].replace("-", "") for row in found["rhythm"]] == [cast.ana_engagement.public_id.hex]


def test_nobody_has_more_by_it_than_they_may_read(cast: Cast) -> None:
    kept, shared = goal_of_ana(cast, "Kept", shared=False), goal_of_ana(cast, "Shared")
    action_of_ana(cast, "Of what is kept", goal=kept)
    habit_of_ana(cast, "Of what is shared", goal=shared)
    removed = habit_of_ana(cast, "Removed")
    habits.remove_habit(removed, actor=cast.ana.person)
    rhythm_of_ana(cast)
    assert {kind: len(rows) for kind, rows in load(cast.ana, cast).items()} == {"action": 1, "habit": 1, "rhythm": 1}
    assert {kind: len(rows) for kind, rows in load(cast.miriam, cast).items()} == {"action": 0, "habit": 1, "rhythm": 1}
    for stranger in (cast.devi, cast.tomas, cast.ruben, cast.astrid):
        assert load(stranger, cast) == {"action": [], "habit": [], "rhythm": []}


def test_the_title_of_a_goal_that_was_removed_is_gone(cast: Cast) -> None:
    goal = goal_of_ana(cast, "Removed later")
    action_of_ana(cast, "Goes on", goal=goal)
    assert [goal_title(row) for row in load(cast.ana, cast)["action"]] == ["Removed later"]
    goals.remove_goal(goal, actor=cast.ana.person)
    assert [goal_title(row) for row in load(cast.ana, cast)["action"]] == [""]
