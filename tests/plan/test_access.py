"""Who may see what of a plan."""

from uuid import UUID

import pytest
from django.http import Http404

from opencoach.plan import access
from opencoach.plan.actions import Wanted, set_goal
from tests.cast import Cast
from tests.plan.making import goal_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def seen(member: object) -> set[UUID]:
    return {goal.public_id for goal in access.goals_for(member)}  # type: ignore[arg-type]


def test_a_goal_is_seen_by_its_client_and_coach_alone(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    people = {"miriam", "devi", "priya", "ana", "tomas", "mei", "ruben", "bea", "astrid"}
    assert {who for who in people if goal.public_id in seen(getattr(cast, who))} == {"miriam", "ana"}


def test_a_goal_kept_to_oneself_is_hidden_from_the_coach(cast: Cast) -> None:
    goal = goal_of_ana(cast, shared=False)
    assert seen(cast.ana) == {goal.public_id}
    assert seen(cast.miriam) == set()
    with pytest.raises(Http404):
        access.get_goal(cast.miriam, goal.public_id)


def test_in_a_group_each_sees_their_own_and_the_groups(cast: Cast) -> None:
    def goal(client: object) -> UUID:
        actor = cast.miriam.person
        return set_goal(cast.group_engagement, client, Wanted({"title": "x"}), actor=actor).public_id  # type: ignore[arg-type]

    common, meis, omars = goal(None), goal(cast.mei), goal(cast.omar)
    assert seen(cast.mei) == {common, meis}
    assert seen(cast.omar) == {common, omars}
    assert seen(cast.miriam) == {common, meis, omars}
