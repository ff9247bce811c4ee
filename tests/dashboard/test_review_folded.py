"""A review that is too long for one page opens one goal at a time, and every step leads back to it."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.dashboard.queries.hanging import MOST
from opencoach.dashboard.queries.review import FITS, Review, review_of, session_to_review
from opencoach.plan import actions, private
from opencoach.plan.models import Action, Goal, GoalRating
from opencoach.sessions.actions import reviewing
from opencoach.sessions.models import CoachingSession
from tests.cast import Cast
from tests.plan.doing import habit_of_ana
from tests.plan.making import goal_of_ana
from tests.sessions.making import upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def many(cast: Cast, number: int, word: str, goal: Goal | None = None, **fields: object) -> list[Action]:
    """So many open actions, as `set_action` leaves them: "First 1", "First 2" …"""
    rows = [
        Action(
            engagement=cast.ana_engagement, client=cast.ana, created_by=cast.ana.person, position=place,
            sealed_for=cast.ana.person.public_id, goal=goal, **fields,
        ) for place in range(1, number + 1)
    ]  # fmt: skip
    for row in rows:
        row.words = private.seal(row, {"title": f"{word} {row.position}"})
    return Action.objects.bulk_create(rows)


def two_long_goals(cast: Cast) -> tuple[Goal, Goal]:
    """Two goals with more actions than fit, and three that hang on none."""
    first, second = goal_of_ana(cast, "The first goal"), goal_of_ana(cast, "The second goal")
    many(cast, FITS, "First", first)
    many(cast, 5, "Second", second)
    many(cast, 2, "Gone", second, status="dropped", status_at=timezone.now())
    many(cast, 3, "Besides")
    return first, second


def seen(cast: Cast, wanted: str = "") -> Review:
    session = CoachingSession.objects.first() or upcoming(cast)
    return review_of(cast.miriam, session_to_review(cast.miriam, session.public_id), cast.ana, wanted)


def titles(found: Review) -> dict[str, int]:
    """How many actions each goal shows, and what hangs on none."""
    shown = {one.seen.title: len(one.hung.actions) for one in found.goals}
    return {**shown, "": len(found.rest.actions)}


def test_what_fits_on_a_page_is_open_all_at_once(client: Client, cast: Cast) -> None:
    first, second = goal_of_ana(cast, "The first goal"), goal_of_ana(cast, "The second goal")
    many(cast, 20, "First", first)
    many(cast, FITS - 22, "Second", second)
    found = seen(cast)
    assert titles(found) == {"The first goal": 20, "The second goal": FITS - 22, "": 0}
    assert not found.is_folded
    many(cast, 1, "One more")
    assert seen(cast).is_folded


def test_a_long_one_opens_the_first_goal_and_counts_what_hangs_on_the_others(client: Client, cast: Cast) -> None:
    _first, second = two_long_goals(cast)
    habit_of_ana(cast, goal=second)
    found = seen(cast)
    assert titles(found) == {"The first goal": FITS, "The second goal": 0, "": 0}
    client.force_login(cast.miriam.person)
    home = f"/p/okafor/sessions/{found.session.public_id}/review/"
    page = client.get(home).content.decode()
    assert "Agreed · 5 open · 2 dropped · 1 habit" in page or "Proposed · 5 open · 2 dropped · 1 habit" in page
    assert "3 open" in page
    assert "Second 1" not in page
    opened = client.get(f"{home}?open={second.public_id}").content.decode()
    assert ("Second 5" in opened, "Gone 2" in opened, "First 1" in opened, "Besides 1" in opened) == (
        True, True, False, False,
    )  # fmt: skip
    rest = client.get(f"{home}?open=rest").content.decode()
    assert ("Besides 3" in rest, "First 1" in rest) == (True, False)
    assert "First 1" not in client.get(f"{home}?open=-").content.decode()


@pytest.mark.parametrize("wanted", ["", "made-up", "00000000-0000-0000-0000-000000000000"])
def test_the_goal_that_the_session_is_about_is_open_first(cast: Cast, wanted: str) -> None:
    _first, second = two_long_goals(cast)
    session = session_to_review(cast.miriam, upcoming(cast).public_id)
    reviewing.talk_about(session, second, actor=cast.miriam.person)
    found = review_of(cast.miriam, session, cast.ana, wanted)
    assert titles(found) == {"The first goal": 0, "The second goal": 7, "": 0}


def test_what_is_agreed_stands_below_whichever_goal_is_open(cast: Cast) -> None:
    first, second = two_long_goals(cast)
    session = session_to_review(cast.miriam, upcoming(cast).public_id)
    for action in Action.objects.filter(goal=second, status="open")[:2]:
        reviewing.agree(session, action, actor=cast.miriam.person)
    found = review_of(cast.miriam, session, cast.ana, str(first.public_id))
    assert [one.title for one in found.agreed] == ["Second 1", "Second 2"]


def test_it_says_how_many_have_no_room(client: Client, cast: Cast) -> None:
    goal = goal_of_ana(cast)
    many(cast, MOST + 7, "Step", goal)
    client.force_login(cast.ana.person)
    page = client.get(f"/p/okafor/sessions/{upcoming(cast).public_id}/review/").content.decode()
    assert "7 more stand among the actions" in page
    assert len(re.findall(r">Step \d+</span>", page)) == MOST


def test_each_step_leads_back_to_what_was_open(client: Client, cast: Cast) -> None:
    _first, second = two_long_goals(cast)
    action = Action.objects.filter(goal=second, status="open").earliest("pk")
    loose = Action.objects.filter(goal=None).earliest("pk")
    home = f"/p/okafor/sessions/{upcoming(cast).public_id}/review/"
    client.force_login(cast.miriam.person)
    page = client.get(f"{home}?open={second.public_id}").content.decode()
    back = f"{home}?open={second.public_id}#g-{second.public_id}"
    for path in (f"goals/{second.public_id}/", f"actions/{action.public_id}/", f"actions/{action.public_id}/tick/"):
        target = f"{home}{path}?open={second.public_id}"
        assert f'action="{target}"' in page
        assert client.post(target)["Location"] == back
    assert client.post(f"{home}actions/{loose.public_id}/tick/?open=rest")["Location"] == f"{home}?open=rest#rest"
    assert client.post(f"{home}actions/{loose.public_id}/tick/?open=//x")["Location"] == f"{home}#rest"
    taken_out = client.post(f"{home}actions/{action.public_id}/", {"off": "1", "to": "next"})
    assert taken_out["Location"] == f"{home}#next"


def test_a_rating_and_its_undo_lead_back_to_the_review(client: Client, cast: Cast) -> None:
    _first, second = two_long_goals(cast)
    home = f"/p/okafor/sessions/{upcoming(cast).public_id}/review/"
    client.force_login(cast.miriam.person)
    page = client.get(f"{home}?open={second.public_id}").content.decode()
    (target,) = re.findall(rf'action="([^"]*plan/goals/{second.public_id}/rating/[^"]*)"', page)
    answer = client.post(target, {"level": "0"})
    assert answer["Location"] == f"{home}?open={second.public_id}#g-{second.public_id}"
    undo = re.findall(r'action="([^"]*/undoing/[^"]*)"', client.get(answer["Location"]).content.decode())
    assert client.post(undo[0])["Location"] == answer["Location"]
    assert GoalRating.objects.get().undone_at is not None


@pytest.mark.parametrize("wanted", ["//example.org/", "https://example.org/", "/p/lindgren/", "/p/okafor//example.org"])
def test_nothing_leads_back_to_somewhere_else(client: Client, cast: Cast, wanted: str) -> None:
    goal = goal_of_ana(cast)
    rating = actions.rate(goal, 0, "client", actor=cast.ana.person)
    client.force_login(cast.ana.person)
    answer = client.post(f"/p/okafor/plan/ratings/{rating.public_id}/undoing/", query_params={"next": wanted})
    assert answer["Location"] == f"/p/okafor/plan/goals/{goal.public_id}/"


def test_an_action_of_long_ago_is_not_counted(cast: Cast) -> None:
    goal = goal_of_ana(cast)
    session = session_to_review(cast.miriam, upcoming(cast).public_id)
    session.since = timezone.now() - dt.timedelta(days=7)
    many(cast, 4, "Old", goal, status="done", status_at=timezone.now() - dt.timedelta(days=9))
    many(cast, 2, "Fresh", goal, status="done", status_at=timezone.now())
    (one,) = review_of(cast.miriam, session, cast.ana).goals
    assert (one.tally.finished, one.tally.all, len(one.hung.finished)) == (2, 2, 2)


def test_a_folded_title_is_text_and_no_markup(client: Client, cast: Cast) -> None:
    goal_of_ana(cast, "The first goal")
    many(cast, FITS, "First", goal_of_ana(cast, "<b onclick=x>&amp;</b>"))
    client.force_login(cast.miriam.person)
    page = client.get(f"/p/okafor/sessions/{upcoming(cast).public_id}/review/").content.decode()
    assert "&lt;b onclick=x&gt;&amp;amp;&lt;/b&gt;" in page
    assert "<b onclick" not in page
