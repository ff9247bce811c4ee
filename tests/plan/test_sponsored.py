"""Sponsors: they see the title and status of the goals that a client chose to share, and nothing else."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opencoach.people.actions.engagement import end_engagement
from opencoach.people.models import Membership, Sponsorship
from opencoach.plan import access
from opencoach.plan.actions import rate, remove_goal, restore_goal, share_goal, take_step
from opencoach.plan.models import Goal
from tests.cast import Cast, member
from tests.counting import MOST, queries
from tests.plan.doing import measure_of_ana, value_of
from tests.plan.making import goal_of_ana, strategy_of_ana
from tests.signing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PAGE = reverse("plan:shared_goals", args=["okafor"])


@pytest.fixture
def ruben(client: Client, cast: Cast) -> Client:
    sign_in(client, cast.ruben.person)
    return client


def shared_goal(cast: Cast) -> Goal:
    goal = goal_of_ana(cast)
    share_goal(goal, ["coach", "sponsor"], actor=cast.ana.person)
    return goal


def test_a_sponsor_sees_title_and_status_and_nothing_else(ruben: Client, cast: Cast) -> None:
    goal = shared_goal(cast)
    goal_of_ana(cast, "A goal for her coach alone")
    goal_of_ana(cast, "A goal of her own", shared=False)
    rate(goal, 1, "client", actor=cast.ana.person, note="My private note")
    take_step(goal, "paused", actor=cast.ana.person, reason="A private reason")
    strategy_of_ana(cast, "A private way", goal)
    value_of(measure_of_ana(cast, "A private measure", goal=goal), 3)
    shown = ruben.get(PAGE).content.decode()
    assert "My team decides without me" in shown
    assert "Paused" in shown
    for hidden in ("for her coach", "of her own", "rivate", "three in five", "+1", str(goal.public_id)):
        assert hidden not in shown
    for name in ("goal", "goal_history", "goal_rating", "goal_sharing"):
        assert ruben.get(reverse(f"plan:{name}", args=["okafor", goal.public_id])).status_code == 404


def test_what_is_not_shared_any_more_or_out_of_the_plan_is_gone_at_once(ruben: Client, cast: Cast) -> None:
    goal = shared_goal(cast)
    remove_goal(goal, actor=cast.ana.person)
    assert "My team" not in ruben.get(PAGE).content.decode()
    restore_goal(goal, actor=cast.ana.person)
    assert "My team" in ruben.get(PAGE).content.decode()
    share_goal(goal, ["coach"], actor=cast.ana.person)
    assert "Nothing is shared with you now." in ruben.get(PAGE).content.decode()


def test_who_does_not_pay_any_more_and_whose_work_has_ended_sees_nothing(ruben: Client, cast: Cast) -> None:
    shared_goal(cast)
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert "My team" not in ruben.get(PAGE).content.decode()
    Sponsorship.objects.update(until=timezone.now())
    assert "Nothing here yet." in ruben.get(PAGE).content.decode()


def test_who_shared_with_one_sponsor_has_not_agreed_to_the_next(client: Client, cast: Cast) -> None:
    goal = shared_goal(cast)
    late = member(cast.miriam.practice, "late", Membership.Role.SPONSOR)
    Sponsorship.objects.create(
        engagement=cast.ana_engagement, membership=late, since=timezone.now() + dt.timedelta(seconds=1)
    )
    assert [access.goals_shown_to_sponsor(one).count() for one in (cast.ruben, late)] == [1, 0]
    path = reverse("plan:goal_sharing", args=["okafor", goal.public_id])
    sign_in(client, cast.ana.person)
    asked = client.get(path).content.decode()
    assert f"{late.display_name} too, who came after" in asked
    boxes = [box for box in re.findall("<input[^>]*>", asked) if 'name="audiences"' in box]
    ticked = {found[1] for box in boxes if " checked" in box and (found := re.search('value="([^"]*)"', box))}
    assert (len(boxes), ticked) == (3, {"coach", "sponsor"})
    assert "Not who came after" in client.get(reverse("plan:goal", args=["okafor", goal.public_id])).content.decode()
    client.post(path, {"audiences": ["coach", "sponsor"]})  # kept as it was, for those who know it
    assert [access.goals_shown_to_sponsor(one).count() for one in (cast.ruben, late)] == [1, 0]
    assert client.post(path, {"audiences": ["coach", "newcomers"]}).status_code == 422
    Sponsorship.objects.filter(membership=late).update(since=timezone.now())
    client.post(path, {"audiences": ["coach", "sponsor", "newcomers"]})
    assert [access.goals_shown_to_sponsor(one).count() for one in (cast.ruben, late)] == [1, 1]
    assert goal.shares.filter(audience="sponsor").count() == 2  # that it was once shared with one stays


def test_many_goals_take_as_many_queries_as_one(ruben: Client, cast: Cast) -> None:
    shared_goal(cast)
    before = queries(ruben, PAGE)
    for _number in range(8):
        shared_goal(cast)
    assert queries(ruben, PAGE) == before <= MOST
