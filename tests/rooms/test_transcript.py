"""What was written in a session belongs to its record."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Conversation
from opencoach.people.actions.engagement import end_engagement
from opencoach.rooms.actions.ending import end
from opencoach.rooms.actions.entering import admit, enter
from opencoach.sessions.models import CoachingSession
from tests.cast import Cast
from tests.rooms.making import begun

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Commits = Callable[..., AbstractContextManager[object]]


def url(session: CoachingSession, name: str = "rooms:transcript") -> str:
    return reverse(name, args=["okafor", session.public_id])


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    return open_conversation(cast.ana_engagement, "Welcome, Ana.")


@pytest.fixture
def session(cast: Cast, conversation: Conversation, django_capture_on_commit_callbacks: Commits) -> CoachingSession:
    """Both are in; something was said before they were."""
    found = begun(cast)
    say(conversation, cast.ana.person, "I am late.")
    enter(found, cast.miriam)
    enter(found, cast.ana)
    with django_capture_on_commit_callbacks(execute=True):
        admit(found, cast.ana, by=cast.miriam.person)
    return found


def test_it_has_what_was_written_between_beginning_and_end(
    cast: Cast, session: CoachingSession, conversation: Conversation, client: Client,
    django_capture_on_commit_callbacks: Commits,
) -> None:  # fmt: skip
    client.force_login(cast.ana.person)
    assert url(session) not in client.get(url(session, "sessions:session")).content.decode()
    say(conversation, cast.ana.person, "Where do I **begin**?")
    say(conversation, cast.miriam.person, "With what works.")
    with django_capture_on_commit_callbacks(execute=True):
        end(session, by=cast.miriam.person)
    say(conversation, cast.ana.person, "Thank you for the hour.")
    for member in (cast.ana, cast.miriam):
        client.force_login(member.person)
        assert url(session) in client.get(url(session, "sessions:session")).content.decode()
        shown = client.get(url(session)).content.decode()
        assert "Where do I <strong>begin</strong>?" in shown
        assert "With what works." in shown
        for outside in ("I am late.", "Thank you for the hour.", "Welcome, Ana."):
            assert outside not in shown


def test_nobody_else_reads_it_and_after_the_end_of_the_work_it_can_be_read_still(
    cast: Cast, session: CoachingSession, conversation: Conversation, client: Client
) -> None:
    say(conversation, cast.ana.person, "Where do I begin?")
    for member in (cast.priya, cast.devi, cast.ruben, cast.tomas):
        client.force_login(member.person)
        assert client.get(url(session)).status_code == 404
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    client.force_login(cast.ana.person)
    assert "Where do I begin?" in client.get(url(session)).content.decode()


def test_a_session_without_a_room_has_none(cast: Cast, conversation: Conversation, client: Client) -> None:
    client.force_login(cast.miriam.person)
    assert client.get(url(begun(cast))).status_code == 404
