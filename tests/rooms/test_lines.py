"""The lines between which a session stands in the conversation, whatever happened in between."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.actions import say
from opencoach.conversations.models import Message
from opencoach.rooms.actions import entering
from opencoach.rooms.actions.ending import end, reopen
from opencoach.rooms.models import Room
from opencoach.rooms.queries.transcript import transcript_of
from tests.cast import Cast
from tests.rooms.making import MINUTE, begun

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Commit = Callable[..., Any]


def test_a_line_that_a_crash_left_out_is_said_the_next_time(
    cast: Cast, django_capture_on_commit_callbacks: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_conversation(cast.ana_engagement, "Welcome.")
    session = begun(cast)
    with monkeypatch.context() as crash, django_capture_on_commit_callbacks(execute=True):
        crash.setattr(entering, "_note", lambda *_all: None)  # killed right after the commit
        entering.enter(session, cast.miriam)
        entering.enter(session, cast.ana)
        entering.admit(session, cast.ana, by=cast.miriam.person)
    assert Room.objects.get().first_seq is None
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            entering.enter(session, cast.ana)
    assert Room.objects.get().first_seq == Message.objects.get(data__what="room_began").seq


def test_where_it_was_said_and_not_kept_it_is_found(cast: Cast, django_capture_on_commit_callbacks: Commit) -> None:
    open_conversation(cast.ana_engagement, "Welcome.")
    session = begun(cast)
    with django_capture_on_commit_callbacks(execute=True):
        entering.enter(session, cast.miriam)
        entering.enter(session, cast.ana)
        entering.admit(session, cast.ana, by=cast.miriam.person)
    first = Room.objects.get().first_seq
    Room.objects.update(first_seq=None)
    with django_capture_on_commit_callbacks(execute=True):
        end(session, by=cast.miriam.person)
    room = Room.objects.get()
    assert (room.first_seq, (room.last_seq or 0) > (first or 0)) == (first, True)


def test_what_is_written_after_a_mistaken_end_belongs_to_the_session(
    cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    talk = open_conversation(cast.ana_engagement, "Welcome.")
    session = begun(cast)
    with django_capture_on_commit_callbacks(execute=True):
        entering.enter(session, cast.miriam)
        entering.enter(session, cast.ana)
        entering.admit(session, cast.ana, by=cast.miriam.person)
    now = timezone.now()
    for words, at in (("Before", now), ("After it", now + MINUTE)):
        say(talk, cast.ana.person, words)
        with django_capture_on_commit_callbacks(execute=True):
            end(session, by=cast.miriam.person, now=at)
        session.refresh_from_db()
        if words == "Before":
            reopen(session, now=at)
    said = [one.text for _day, those in transcript_of(talk, cast.ana, Room.objects.get()) for one in those]
    assert [text for text in said if text] == ["Before", "After it"]
    Room.objects.update(last_seq=None, ended_at=now - MINUTE)  # as a crash right after the commit leaves it
    assert transcript_of(talk, cast.ana, Room.objects.get()) == []
