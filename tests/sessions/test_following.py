"""What is settled in place on the page after a session."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.library.models import Share
from opencoach.notes import private
from opencoach.notes.actions.writing import write
from opencoach.notes.models import Earlier
from opencoach.outbox.models import Delivery
from opencoach.plan import private as plan
from opencoach.plan.actions.doing import Todo, set_action
from opencoach.plan.models import Action
from opencoach.sessions.actions import hold
from opencoach.sessions.actions.following_up import share_summary, summary_of
from opencoach.sessions.actions.reviewing import agree
from opencoach.sessions.models import CoachingSession, SessionAction
from opencoach.sessions.queries.summaries import summaries
from tests.cast import Cast
from tests.library.making import text
from tests.sessions.making import soon

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def session(cast: Cast, client: Client) -> CoachingSession:
    """Ana's, which was held; Miriam is signed in."""
    found = soon(cast)
    hold(found, actor=cast.miriam.person)
    found.refresh_from_db()
    client.force_login(cast.miriam.person)
    return found


def url(name: str, session: CoachingSession, *more: object) -> str:
    return reverse(f"sessions:{name}", args=["okafor", session.public_id, *more])


def page(client: Client, session: CoachingSession) -> str:
    return client.get(url("followup", session)).content.decode()


def agreed(cast: Cast, session: CoachingSession, title: str = "Ask Rui", **more: Any) -> Action:
    made = set_action(cast.ana_engagement, cast.ana, Todo({"title": title, **more}), actor=cast.miriam.person)
    agree(session, made, actor=cast.miriam.person)
    return made


def titles(session: CoachingSession) -> list[str]:
    rows = SessionAction.objects.filter(session=session).order_by("pk").select_related("action__engagement")
    return [str(plan.words(row.action)["title"]) for row in rows]


def test_what_was_agreed_is_added_ticked_changed_and_left_out(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    client.post(url("followup_action_new", session), {"title": "Ask Rui for an hour", "day": "2030-01-04"})
    action = Action.objects.get()
    assert (titles(session), action.client, action.day) == (["Ask Rui for an hour"], cast.ana, dt.date(2030, 1, 4))
    there = url("followup_action", session, action.public_id)
    client.post(there, {"do": "tick"})
    assert Action.objects.get().status == "done"
    client.post(there, {"do": "untick"})
    assert Action.objects.get().status == "open"
    client.post(there, {"do": "change", "title": "Ask Rui for half an hour", "day": "", "revision": action.revision})
    assert (titles(session), Action.objects.get().day) == (["Ask Rui for half an hour"], None)
    client.post(there, {"do": "release"})
    assert titles(session) == []
    assert "Ask Rui for half an hour" in page(client, session)  # it can be taken along again
    client.post(there, {"do": "agree"})
    assert titles(session) == ["Ask Rui for half an hour"]


def test_what_else_is_said_of_an_action_stays_as_it_is(cast: Cast, session: CoachingSession, client: Client) -> None:
    action = agreed(cast, session, cue="he is late", response="I wait")
    there = url("followup_action", session, action.public_id)
    client.post(there, {"do": "change", "title": "Ask him", "day": "", "revision": action.revision})
    action = Action.objects.select_related("engagement").get()
    assert plan.words(action) == {"title": "Ask him", "cue": "he is late", "response": "I wait"}


def test_what_cannot_be_kept_stands_there_as_it_was_typed(cast: Cast, session: CoachingSession, client: Client) -> None:
    answer = client.post(url("followup_action_new", session), {"title": "Ask Rui", "day": "tomorrow"})
    assert (answer.status_code, "Ask Rui" in answer.content.decode()) == (422, True)
    action = agreed(cast, session)
    there = url("followup_action", session, action.public_id)
    client.post(there, {"do": "change", "title": "Ask Rui today", "day": "", "revision": action.revision})
    answer = client.post(there, {"do": "change", "title": "Ask Rui never", "day": "", "revision": action.revision})
    assert (answer.status_code, "Ask Rui never" in answer.content.decode()) == (422, True)
    assert "Somebody else has changed this meanwhile" in answer.content.decode()
    assert titles(session) == ["Ask Rui today"]
    assert client.post(there, {"do": "nothing"}).status_code == 422


def test_no_action_of_another_engagement_is_touched(cast: Cast, session: CoachingSession, client: Client) -> None:
    other = set_action(cast.group_engagement, None, Todo({"title": "Theirs"}), actor=cast.miriam.person)
    assert client.post(url("followup_action", session, other.public_id), {"do": "tick"}).status_code == 404
    assert Action.objects.get().status == "open"


def test_materials_are_found_and_sent_in_place(cast: Cast, session: CoachingSession, client: Client) -> None:
    pause = text(cast.miriam, title="The pause before the answer")
    text(cast.miriam, title="A letter to myself")
    there = url("followup_materials", session)
    found = client.post(there, {"do": "find", "q": "pause", "note": "Read it."})
    assert found.status_code == 200
    shown = found.content.decode()
    assert ("The pause before" in shown, "A letter to myself" in shown, "Read it." in shown) == (True, False, True)
    refused = client.post(there, {"do": "send", "note": "Read it."})
    assert (refused.status_code, "Read it." in refused.content.decode()) == (422, True)
    assert not Share.objects.exists()
    client.post(there, {"do": "send", "material": str(pause.public_id), "note": "Read it."})
    assert Share.objects.get().client == cast.ana
    assert Delivery.objects.filter(kind="library_materials").count() == 1
    assert re.search(r"materials/[0-9a-f-]{36}/\">The pause before the answer", page(client, session))


def test_a_summary_reads_as_it_did_before_for_its_coach_until_it_is_shared(
    cast: Cast, session: CoachingSession, client: Client
) -> None:
    assert client.get(url("summary_history", session)).status_code == 404
    row = write(summary_of(session, by=cast.miriam), "We spoke of Rui. " * 30, revision=0, writer="a")
    share_summary(session, by=cast.miriam)
    write(row, "Short.", revision=row.revision, writer="a")
    history = client.get(url("summary_history", session)).content.decode()
    assert "We spoke of Rui." in history
    earlier = Earlier.objects.get(thing=row.public_id)
    client.post(url("summary_rereading", session, earlier.public_id))
    summary = summaries([session])[session.pk]
    assert (private.unseal(summary) or "").startswith("We spoke of Rui.")
    for who in (cast.ana, cast.devi, cast.priya):
        client.force_login(who.person)
        assert client.get(url("summary_history", session)).status_code == 404
