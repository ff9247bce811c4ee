"""What was done with a plan is taken back with one click, and nothing else goes with it."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opencoach.lib import moments
from opencoach.people.models import Sponsorship
from opencoach.people.refusal import Refused
from opencoach.plan import private
from opencoach.plan.actions import Wanted, change_goal, remove_need, review, share_goal, unshare
from opencoach.plan.actions import checkins as rhythms
from opencoach.plan.models import CheckInRhythm, Goal, PlanTemplate
from opencoach.plan.queries.history import history_of
from tests.cast import Cast
from tests.plan.doing import rhythm_of_ana
from tests.plan.making import goal_of_ana, need_of_ana, strategy_of_ana
from tests.plan.test_checkins import answered
from tests.plan.test_together import typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TEMPLATE = {"name": "Delegate", "title": "Delegate", "strategies": "One\nTwo"}


def sees(goal: Goal) -> set[str]:
    return set(goal.shares.filter(until=None).values_list("audience", flat=True))


def undo(client: Client, answer: Any) -> Any:
    """Press *Undo* on the page that came."""
    forms = re.findall(r'<form\b[^>]*action="([^"]*)"[^>]*>(.*?)</form>', answer.content.decode(), re.S)
    (path,) = [action for action, inside in forms if "Undo" in inside]
    return client.post(path.replace("&amp;", "&"), follow=True)


def needs_of(goal: Goal) -> set[str]:
    return {str(private.words(need)["text"]) for need in goal.needs.filter(removed_at=None)}


def test_who_saw_a_goal_before_sees_it_again_and_nobody_else(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    share_goal(goal, ["coach", "sponsor"], actor=cast.ana.person)
    since = goal.shares.get(audience="sponsor").since
    client.force_login(cast.ana.person)
    answer = client.post(url("goal_sharing", goal), {"audiences": []}, follow=True)
    assert sees(goal) == set()
    undo(client, answer)
    assert sees(goal) == {"coach", "sponsor"}
    assert goal.shares.get(audience="sponsor").since == since  # who pays only since then still sees nothing


def test_sharing_that_was_changed_once_more_is_not_taken_back(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    first = share_goal(goal, ["coach", "sponsor"], actor=cast.ana.person)
    share_goal(goal, ["coach"], actor=cast.ana.person)
    assert first is not None
    with pytest.raises(Refused, match="once more"):
        unshare(goal, first, actor=cast.ana.person)
    assert sees(goal) == {"coach"}


def test_taking_back_twice_changes_nothing_more(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    at = share_goal(goal, ["coach", "sponsor"], actor=cast.ana.person)
    assert at is not None
    path = url("goal_unsharing", goal, moments.micros(at))
    client.force_login(cast.ana.person)
    client.post(path)
    assert sees(goal) == {"coach"}
    client.post(path)
    assert sees(goal) == {"coach"}
    assert client.post(url("goal_unsharing", goal, 10**30)).status_code == 404


def test_a_sponsor_who_came_later_does_not_come_by_it(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    share_goal(goal, ["coach", "sponsor"], actor=cast.ana.person)
    later = timezone.now() + dt.timedelta(days=1)
    Sponsorship.objects.filter(engagement=goal.engagement).update(since=later)
    at = share_goal(goal, ["coach"], actor=cast.ana.person)
    assert at is not None
    unshare(goal, at, actor=cast.ana.person)
    assert goal.shares.get(audience="sponsor", until=None).since < later


def test_a_review_is_taken_back_with_the_day_it_set(client: Client, cast: Cast) -> None:
    strategy = strategy_of_ana(cast)
    review(strategy, "A first look", actor=cast.ana.person, again_on=dt.date(2027, 5, 3))
    client.force_login(cast.miriam.person)
    sent = {"note": "It does not work", "again_on": "2027-06-07"}
    answer = client.post(url("strategy_review", strategy), sent, follow=True)
    strategy.refresh_from_db()
    assert strategy.review_on == dt.date(2027, 6, 7)
    page = undo(client, answer)
    assert "The review is taken back." in page.content.decode()
    strategy.refresh_from_db()
    assert strategy.review_on == dt.date(2027, 5, 3)
    undone = [one.undone for one in history_of(strategy.goal) if one.what == "Strategy reviewed"]
    assert undone == [True, False]


def test_a_changed_template_reads_again_as_it_did(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    home = reverse("plan_templates:pattern_new", args=["okafor"])
    answer = client.post(home, TEMPLATE, follow=True)
    made = PlanTemplate.objects.get()
    place = reverse("plan_templates:pattern", args=["okafor", made.public_id])
    changed = client.post(place, {**TEMPLATE, "name": "Let go", "strategies": "Three"}, follow=True)
    made.refresh_from_db()
    assert (made.name, made.content["strategies"]) == ("Let go", ["Three"])
    again = undo(client, changed)
    made.refresh_from_db()
    assert (made.name, made.content["strategies"]) == ("Delegate", ["One", "Two"])
    undo(client, again)
    made.refresh_from_db()
    assert made.name == "Let go"
    undo(client, answer)
    made.refresh_from_db()
    assert made.archived_at is not None


def test_another_day_of_check_ins_is_taken_back_while_nothing_was_answered(client: Client, cast: Cast) -> None:
    found = rhythm_of_ana(cast)
    answered(cast, found, 5)
    client.force_login(cast.miriam.person)
    sent = typed(client.get(url("rhythm_change", found)).content.decode())
    answer = client.post(url("rhythm_change", found), {**sent, "weekday": str((found.weekday + 1) % 7)}, follow=True)
    assert CheckInRhythm.objects.get(ended_on=None).pk != found.pk
    undo(client, answer)
    assert CheckInRhythm.objects.get(ended_on=None, removed_at=None).pk == found.pk


def test_check_ins_that_were_answered_since_stay(cast: Cast) -> None:
    found = rhythm_of_ana(cast)
    answered(cast, found, 5)
    other = rhythms.change_rhythm(
        found, actor=cast.ana.person, weekday=(found.weekday + 1) % 7, interval=1, clock=None, asks=rhythms.Asks()
    )
    other.started_on = found.started_on
    other.weekday = found.weekday
    other.save()
    answered(cast, other, 6)
    with pytest.raises(Refused, match="answers"):
        rhythms.put_rhythm_back(found, other, actor=cast.ana.person)
    assert CheckInRhythm.objects.get(ended_on=None).pk == other.pk


def test_two_people_link_needs_at_once_and_both_links_hold(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    rest, time, calm = (need_of_ana(cast, text) for text in ("Rest", "Time", "Calm"))
    change_goal(goal, Wanted({"title": "One"}, needs=[rest]), revision=0, actor=cast.ana.person)
    goal.refresh_from_db()
    client.force_login(cast.miriam.person)
    sent = typed(client.get(url("goal_change", goal)).content.decode())
    more = Wanted({"title": "One"}, needs=[rest, time])
    change_goal(goal, more, revision=goal.revision, actor=cast.ana.person)
    answer = client.post(url("goal_change", goal), {**sent, "needs": [str(calm.public_id)]})
    assert answer.status_code == 302
    assert needs_of(goal) == {"Time", "Calm"}  # she took Rest away, and Ana's Time stays


def test_a_clash_elsewhere_keeps_the_needs_that_were_chosen(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    rest, time = need_of_ana(cast, "Rest"), need_of_ana(cast, "Time")
    client.force_login(cast.miriam.person)
    sent = typed(client.get(url("goal_change", goal)).content.decode())
    change_goal(goal, Wanted({"title": "Theirs"}, needs=[rest]), revision=0, actor=cast.ana.person)
    mine = {**sent, "title": "Mine", "needs": [str(time.public_id)]}
    answer = client.post(url("goal_change", goal), mine)
    assert answer.status_code == 422
    now = typed(answer.content.decode())
    assert set(now["needs"]) == {str(rest.public_id), str(time.public_id)}
    assert needs_of(goal) == {"Rest"}
    assert client.post(url("goal_change", goal), now).status_code == 302
    assert needs_of(goal) == {"Rest", "Time"}


def test_undo_takes_a_changed_link_back_and_the_history_says_it(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    rest, time = need_of_ana(cast, "Rest"), need_of_ana(cast, "Time")
    change_goal(goal, Wanted({"title": "One"}, needs=[rest]), revision=0, actor=cast.ana.person)
    client.force_login(cast.ana.person)
    sent = typed(client.get(url("goal_change", goal)).content.decode())
    answer = client.post(url("goal_change", goal), {**sent, "needs": [str(time.public_id)]}, follow=True)
    goal.refresh_from_db()
    assert history_of(goal)[0].texts == [("The needs that it answers", "1 of them")]
    undo(client, answer)
    assert needs_of(goal) == {"Rest"}


def test_a_need_that_was_removed_meanwhile_stays_linked_for_its_return(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    rest, time = need_of_ana(cast, "Rest"), need_of_ana(cast, "Time")
    change_goal(goal, Wanted({"title": "One"}, needs=[rest]), revision=None, actor=cast.ana.person)
    remove_need(rest, actor=cast.ana.person)
    change_goal(goal, Wanted({"title": "One"}, needs=[time]), revision=None, actor=cast.ana.person)
    assert set(goal.needs.values_list("pk", flat=True)) == {rest.pk, time.pk}
