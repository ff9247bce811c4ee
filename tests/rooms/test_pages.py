"""The page of a room, in each of its stages; everything on it without a script, too."""

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.conversations.actions import open as open_conversation
from opencoach.library.models import Share
from opencoach.plan.models import Action
from opencoach.rooms.actions.ending import end
from opencoach.rooms.actions.entering import admit, enter
from opencoach.rooms.actions.prompts import begin_with_the_usual, own
from opencoach.rooms.models import Room, Visit
from opencoach.sessions.actions import note_agenda
from opencoach.sessions.models import CoachingSession, SessionAction, SessionGoal
from tests.cast import Cast
from tests.library.making import text
from tests.plan.doing import action_of_ana
from tests.plan.making import goal_of_ana, rated_goal
from tests.rooms.making import begun
from tests.sessions.making import upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PART = {"headers": {"X-Part": "room"}}


def url(session: CoachingSession, name: str = "room", *more: object) -> str:
    return reverse(f"rooms:{name}", args=["okafor", session.public_id, *more])


@pytest.fixture
def session(cast: Cast) -> CoachingSession:
    open_conversation(cast.ana_engagement, "Welcome, Ana.")
    return begun(cast)


@pytest.fixture
def inside(cast: Cast, session: CoachingSession) -> CoachingSession:
    """Both are in."""
    enter(session, cast.miriam)
    enter(session, cast.ana)
    admit(session, cast.ana, by=cast.miriam.person)
    return session


def test_a_look_changes_nothing(client: Client, cast: Cast, session: CoachingSession) -> None:
    client.force_login(cast.ana.person)
    assert "You are in the waiting room" in client.get(url(session)).content.decode()
    assert not Visit.objects.exists()
    client.post(url(session, "entry"))
    assert Visit.objects.get().admitted_at is None
    client.force_login(cast.miriam.person)
    page = client.get(url(session)).content.decode()
    assert "Ana Kovačević waits" in page
    client.post(url(session, "admission"), {"member": str(cast.ana.public_id)})
    client.force_login(cast.ana.person)
    assert 'data-stage="in"' in client.get(url(session)).content.decode()


def test_too_early_it_says_when_it_opens(client: Client, cast: Cast) -> None:
    session = upcoming(cast)
    client.force_login(cast.ana.person)
    page = client.get(url(session)).content.decode()
    assert "opens a quarter of an hour before" in page
    assert client.get(url(session, "ice")).status_code == 404


def test_when_it_is_over_each_is_led_on(client: Client, cast: Cast, inside: CoachingSession) -> None:
    client.force_login(cast.miriam.person)
    answer = client.post(url(inside, "ending"))
    assert answer.headers["Location"] == reverse("sessions:followup", args=["okafor", inside.public_id])
    client.force_login(cast.ana.person)
    page = client.get(url(inside)).content.decode()
    assert "This session is over" in page
    assert client.get(url(inside, "ice")).status_code == 404
    assert client.get(url(inside, "panel")).status_code == 404


def test_ice_servers_are_for_those_who_are_in_it(
    client: Client, cast: Cast, inside: CoachingSession, settings: object
) -> None:
    env = {"stun": "stun:stun.example:3478", "turn": "turn:turn.example:3478", "turn_secret": "x" * 20}
    settings.ENV = settings.ENV.model_copy(update=env)  # type: ignore[attr-defined]
    client.force_login(cast.ana.person)
    answer = client.get(url(inside, "ice"))
    (stun, turn) = answer.json()["iceServers"]
    assert stun == {"urls": ["stun:stun.example:3478"]}
    assert turn["username"].endswith(f":{cast.ana.person.public_id}")
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_agreed_stands_in_the_plan_and_on_both_sides(
    client: Client, cast: Cast, inside: CoachingSession
) -> None:
    client.force_login(cast.miriam.person)
    part = client.post(url(inside, "action_new"), {"title": "Ask Wei Ling", "day": "2030-05-03"}, **PART)
    assert "Ask Wei Ling" in part.content.decode()
    action = SessionAction.objects.get(session=inside).action
    client.force_login(cast.ana.person)
    assert "Ask Wei Ling" in client.get(url(inside, "panel"), **PART).content.decode()
    client.post(url(inside, "action", action.public_id), {"do": "tick"}, **PART)
    action.refresh_from_db()
    assert action.status == Action.Status.DONE
    client.post(url(inside, "action", action.public_id), {"do": "untick"})
    client.post(url(inside, "action", action.public_id), {"do": "release"})
    assert not SessionAction.objects.exists()
    assert Action.objects.get().status == Action.Status.OPEN


def test_what_was_typed_stays_where_it_is_refused(client: Client, cast: Cast, inside: CoachingSession) -> None:
    client.force_login(cast.ana.person)
    answer = client.post(url(inside, "action_new"), {"title": "x" * 20, "day": "nonsense"}, **PART)
    assert answer.status_code == 422
    assert 'value="xxxxxxxxxxxxxxxxxxxx"' in answer.content.decode()
    assert not Action.objects.exists()


def test_a_goal_is_rated_together(client: Client, cast: Cast, inside: CoachingSession) -> None:
    goal = rated_goal(cast)
    client.force_login(cast.ana.person)
    client.post(url(inside, "rating", goal.public_id), {"level": "2"}, **PART)
    assert goal.ratings.order_by("-pk").values_list("level", "side").first() == (2, "together")
    assert SessionGoal.objects.get().goal_id == goal.pk
    assert client.post(url(inside, "rating", goal.public_id), {"level": "7"}, **PART).status_code == 422


def test_what_ana_keeps_to_herself_is_not_beside_the_coach(client: Client, cast: Cast, inside: CoachingSession) -> None:
    secret = goal_of_ana(cast, "A goal of my own", shared=False)
    action_of_ana(cast, "Something of my own", goal=secret)
    for who, sees in ((cast.ana, True), (cast.miriam, False)):
        client.force_login(who.person)
        page = client.get(url(inside, "panel"), **PART).content.decode()
        assert ("of my own" in page) is sees


def test_the_agenda_is_changed_by_both(client: Client, cast: Cast, inside: CoachingSession) -> None:
    note_agenda(inside, "Friday’s yes", actor=cast.ana.person)
    client.force_login(cast.miriam.person)
    assert "Friday’s yes" in client.get(url(inside)).content.decode()
    client.post(url(inside, "agenda"), {"agenda": "Thursday, too"}, **PART)
    client.force_login(cast.ana.person)
    assert "Thursday, too" in client.get(url(inside)).content.decode()


def test_a_material_on_both_screens_is_in_the_clients_hands(
    client: Client, cast: Cast, inside: CoachingSession
) -> None:
    material = text(cast.miriam, "The pause before the answer")
    client.force_login(cast.miriam.person)
    assert "The pause before the answer" in client.get(url(inside, "shown"), **PART).content.decode()
    for _twice in range(2):
        client.post(url(inside, "shown"), {"material": str(material.public_id)}, **PART)
    assert Share.objects.filter(client=cast.ana).count() == 1
    client.force_login(cast.ana.person)
    assert "The pause before the answer" in client.get(url(inside, "shown"), **PART).content.decode()
    client.force_login(cast.miriam.person)
    client.post(url(inside, "shown_removal"))
    assert Room.objects.get().shown is None


def test_a_session_in_writing_has_the_conversation_and_the_coachs_questions(
    client: Client, cast: Cast, inside: CoachingSession
) -> None:
    begin_with_the_usual(cast.miriam)
    client.force_login(cast.ana.person)
    client.post(url(inside, "medium"), {"medium": "text"})
    page = client.get(url(inside)).content.decode()
    assert 'data-medium="text"' in page
    assert "Welcome, Ana." in page
    assert "What else?" not in page
    client.force_login(cast.miriam.person)
    assert "What else?" in client.get(url(inside)).content.decode()


def test_own_questions_are_added_ordered_and_taken_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.miriam.person)
    home = reverse("rooms:prompts", args=["okafor"])
    client.post(reverse("rooms:prompts_usual", args=["okafor"]))
    client.post(home, {"text": "What would your team say?"})
    last = own(cast.miriam)[-1]
    assert last.text == "What would your team say?"
    client.post(reverse("rooms:prompt_moving", args=["okafor", last.public_id]), {"direction": "up"})
    assert own(cast.miriam)[-2].pk == last.pk
    client.post(reverse("rooms:prompt_removal", args=["okafor", last.public_id]))
    assert last.pk not in {one.pk for one in own(cast.miriam)}
    client.post(reverse("rooms:prompt_restoration", args=["okafor", last.public_id]))
    assert own(cast.miriam)[-2].pk == last.pk


def test_private_notes_are_on_no_page_of_the_clients(client: Client, cast: Cast, inside: CoachingSession) -> None:
    client.force_login(cast.miriam.person)
    note = reverse("sessions:session_note", args=["okafor", inside.public_id])
    client.post(note, {"body": "She laughed and came back to it", "revision": "0", "writer": "w1"})
    assert "She laughed" in client.get(url(inside)).content.decode()
    client.force_login(cast.ana.person)
    for path in (url(inside), url(inside, "panel"), url(inside, "shown")):
        assert "She laughed" not in client.get(path).content.decode()


def test_a_room_that_is_over_for_good_opens_nothing(client: Client, cast: Cast, inside: CoachingSession) -> None:
    end(inside, by=cast.miriam.person)
    client.force_login(cast.ana.person)
    client.post(url(inside, "entry"))
    assert not Visit.objects.filter(left_at=None).exists()
