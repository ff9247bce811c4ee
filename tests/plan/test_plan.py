"""The page of a plan."""

import pytest
from django.test import Client

from opencoach.plan.models import Goal
from tests.cast import Cast
from tests.counting import same_with_more
from tests.plan.making import goal_of_ana, need_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_needs_stand_above_their_goals_for_both(client: Client, cast: Cast) -> None:
    need = need_of_ana(cast)
    goal_of_ana(cast, needs=[need])
    for who, path in (
        (cast.ana, "/p/okafor/plan/"),
        (cast.miriam, f"/p/okafor/clients/{need.engagement.public_id}/plan/"),
    ):
        client.force_login(who.person)
        page = client.get(path).content.decode()
        assert 0 < page.index("I have become the bottleneck.") < page.index("My team decides without me")
        assert "Three in five are decided without me" in page


def test_words_are_sealed_at_rest(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    row = Goal.objects.get(pk=goal.pk)
    assert b"team" not in bytes(row.words) + bytes(row.levels)


def test_a_plan_takes_as_many_queries_with_thirty_goals_as_with_one(client: Client, cast: Cast) -> None:
    need = need_of_ana(cast)
    goal_of_ana(cast, needs=[need])
    client.force_login(cast.miriam.person)
    path = f"/p/okafor/clients/{cast.ana_engagement.public_id}/plan/"
    before, after = same_with_more(
        client, path, lambda: [goal_of_ana(cast, f"Goal {n}", needs=[need]) for n in range(30)]
    )
    assert before == after
    assert after <= 12
