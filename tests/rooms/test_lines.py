"""The lines between which a session stands in the conversation, whatever happened in between."""

from collections.abc import Callable
from typing import Any

import pytest

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.models import Message
from opencoach.rooms.actions import entering
from opencoach.rooms.actions.ending import end
from opencoach.rooms.models import Room
from tests.cast import Cast
from tests.rooms.making import begun

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
