"""Who asks for a look on the coach's Today, and what comes of it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.models import Message
from opencoach.people.actions.pause import pause_engagement
from opencoach.people.attention import waiting_for
from opencoach.plan import days
from opencoach.plan.actions import checkins
from opencoach.plan.asking import Said
from opencoach.plan.models import CheckIn, CheckInRhythm
from opencoach.plan.queries.front import front
from tests.cast import Cast
from tests.counting import MOST, queries, same_with_more
from tests.plan.doing import DAY, action_of_ana, rhythm_of_ana
from tests.plan.making import goal_of_ana

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def miriam(client: Client, cast: Cast) -> Client:
    client.force_login(cast.miriam.person)
    return client


def page(cast: Cast) -> str:
    return reverse("dashboard:attention", args=["okafor", cast.ana_engagement.public_id])


def low(cast: Cast, found: CheckInRhythm | None = None, **more: object) -> CheckIn:
    found = found or rhythm_of_ana(cast)
    said = Said(**{"progress": 2, **more})  # type: ignore[arg-type]
    return checkins.check_in(found, days.today_of(found), said, actor=cast.ana.person)


def looks(cast: Cast) -> list[str]:
    """Whom Today shows to Miriam, for their check-ins."""
    return [item.name for item in waiting_for(cast.miriam) if item.key.startswith("checkins:")]


def test_a_low_check_in_stands_on_today_with_its_reasons(miriam: Client, cast: Cast) -> None:
    low(cast, mood=1)
    shown = miriam.get("/p/okafor/").content.decode()
    assert page(cast) in shown
    assert shown.index("Feels heavy") < shown.index("2 of 10")
    assert not [item for item in waiting_for(cast.devi) if item.key.startswith("checkins:")]


@pytest.mark.zones
@pytest.mark.parametrize(("ago", "expected"), [(0, 0), (2, 0), (3, 1), (6, 1), (16, 1)])
def test_a_missing_one_asks_for_a_look_after_three_days(cast: Cast, ago: int, expected: int) -> None:
    found = rhythm_of_ana(cast)
    found.started_on -= ago * DAY
    found.weekday = found.started_on.weekday()
    found.interval = 4
    found.save()
    assert len(looks(cast)) == expected


def test_nothing_is_missing_of_a_pause(cast: Cast) -> None:
    found = rhythm_of_ana(cast, ago=14)
    assert looks(cast)
    checkins.look_at_missing(found, days.today_of(found), actor=cast.miriam.person)
    assert not looks(cast)
    found.seen_until = None
    found.save()
    pause = pause_engagement(cast.ana_engagement, actor=cast.miriam.person, starts_on=timezone.localdate())
    pause.starts_on -= 20 * DAY
    pause.save()
    assert not looks(cast)
    pause.ends_on = timezone.localdate() - 2 * DAY
    pause.save()
    cast.ana_engagement.refresh_from_db()
    cast.ana_engagement.status = "active"
    cast.ana_engagement.save()
    assert not looks(cast)


def test_the_draft_is_sent_as_the_coach_has_made_it_and_settles_it(miriam: Client, cast: Cast) -> None:
    talk = open_conversation(cast.ana_engagement)
    low(cast, obstacle="The board week")
    shown = miriam.get(page(cast)).content.decode()
    assert "You name “The board week”" in shown
    sent = {"do": "send", "text": "Ana, what was it?", "once": "0123456789abcdef01234567"}
    assert miriam.post(page(cast), sent)["Location"] == "/p/okafor/"
    miriam.post(page(cast), sent)
    messages = Message.objects.filter(conversation=talk, kind="text", sender=cast.miriam.person)
    assert messages.filter(client_id=sent["once"]).count() == 1
    assert not looks(cast)
    assert "Nothing asks for a look" in miriam.get(page(cast)).content.decode()


@pytest.mark.parametrize("text", ["", "  ", "a\x00b"])
def test_what_is_no_message_is_said_and_settles_nothing(miriam: Client, cast: Cast, text: str) -> None:
    open_conversation(cast.ana_engagement)
    low(cast)
    answer = miriam.post(page(cast), {"do": "send", "text": text, "once": "0123456789abcdef01234567"})
    assert answer.status_code == 422
    assert looks(cast)


def test_seen_without_a_message(miriam: Client, cast: Cast) -> None:
    low(cast)
    miriam.post(page(cast), {"do": "seen"})
    assert not looks(cast)
    assert not Message.objects.filter(sender=cast.miriam.person).exists()


def test_a_corrected_answer_asks_again(cast: Cast) -> None:
    found = rhythm_of_ana(cast)
    checkins.look_at(low(cast, found), actor=cast.miriam.person)
    assert not looks(cast)
    low(cast, found, progress=1)
    assert looks(cast)


def test_in_a_group_nothing_is_said_before_the_others(miriam: Client, cast: Cast) -> None:
    found = checkins.set_rhythm(
        cast.group_engagement, cast.mei, actor=cast.miriam.person, weekday=days.today_of(rhythm_of_ana(cast)).weekday()
    )
    found.weekday = days.today_of(found).weekday()
    found.save()
    checkins.check_in(found, days.today_of(found), Said(1), actor=cast.mei.person)
    path = reverse("dashboard:attention", args=["okafor", cast.group_engagement.public_id])
    shown = miriam.get(path).content.decode()
    assert cast.mei.display_name in shown
    assert 'name="text"' not in shown
    miriam.post(path, {"do": "send", "text": "Mei, what is it?", "once": "0123456789abcdef01234567"})
    assert not Message.objects.filter(kind="text", sender=cast.miriam.person).exists()


def test_of_a_goal_that_is_kept_to_oneself_the_coach_hears_nothing(cast: Cast) -> None:
    low(cast, rhythm_of_ana(cast, goal=goal_of_ana(cast, "Something of my own", shared=False)))
    assert not looks(cast)


def test_the_coachs_own_actions_stand_on_their_today(miriam: Client, cast: Cast) -> None:
    today = timezone.localdate()
    action_of_ana(cast, "Send the book", timing="by", day=today, side="coach")
    action_of_ana(cast, "Ana’s own", timing="by", day=today)
    action_of_ana(cast, "Next month", timing="by", day=today + 30 * DAY, side="coach")
    shown = miriam.get("/p/okafor/").content.decode()
    assert "Send the book" in shown
    assert "Ana’s own" not in shown
    assert "Next month" not in shown
    assert [one.title for one in front(cast.miriam).actions] == ["Send the book"]
    assert not front(cast.devi).actions


def test_today_takes_as_many_queries_with_many(miriam: Client, cast: Cast) -> None:
    low(cast)
    action_of_ana(cast, "Send the book", timing="by", day=timezone.localdate(), side="coach")

    def add() -> None:
        for number in range(20):
            action_of_ana(cast, f"Send {number}", timing="by", day=timezone.localdate(), side="coach")
            rhythm_of_ana(cast, goal=goal_of_ana(cast, f"Goal {number}"), ago=14)

    before, after = same_with_more(miriam, "/p/okafor/", add)
    assert before == after <= MOST
    assert queries(miriam, page(cast)) <= MOST


def test_what_is_long_ago_is_no_news(cast: Cast) -> None:
    found = rhythm_of_ana(cast, ago=28)
    then = dt.datetime.now(dt.UTC) - 28 * DAY
    checkins.check_in(found, days.today_of(found, then), Said(1), actor=cast.ana.person, now=then)
    (item,) = [item for item in waiting_for(cast.miriam) if item.key.startswith("checkins:")]
    assert "missing" in item.why
    assert "1 of 10" not in item.why
