import threading

import pytest
from django.db import connection, connections

from opencoach.conversations import store
from opencoach.conversations.actions.saying import prepare, say
from opencoach.conversations.models import Conversation, Message
from opencoach.people.models import Event
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def texts(conversation: Conversation) -> list[int]:
    rows = Message.objects.filter(conversation=conversation, kind="text").order_by("seq")
    return list(rows.values_list("seq", flat=True))


def test_every_message_gets_the_next_sequence(cast: Cast, with_ana: Conversation) -> None:
    batch = [prepare(with_ana, cast.ana.person, f"{n}", client_id=f"a{n}") for n in range(5)]
    stored = store.append(batch)
    assert [one.seq for one in stored] == [3, 4, 5, 6, 7]  # 1: the line, 2: the welcome
    with_ana.refresh_from_db()
    assert with_ana.last_seq == 7


def test_sending_twice_is_sending_once(cast: Cast, with_ana: Conversation) -> None:
    first = say(with_ana, cast.ana.person, "Once", client_id="same")
    second = say(with_ana, cast.ana.person, "Once", client_id="same")
    assert (first.seq, first.again) == (second.seq, False)
    assert second.again
    twin = prepare(with_ana, cast.ana.person, "Once more", client_id="twin")
    pair = store.append([twin, twin])
    assert [one.seq for one in pair] == [4, 4]
    assert texts(with_ana) == [2, 3, 4]


def test_two_people_may_choose_one_client_id(cast: Cast, with_ana: Conversation) -> None:
    mine = say(with_ana, cast.ana.person, "Mine", client_id="same")
    theirs = say(with_ana, cast.miriam.person, "Theirs", client_id="same")
    assert theirs.seq == mine.seq + 1


def test_the_words_do_not_stand_in_the_database(cast: Cast, with_ana: Conversation) -> None:
    say(with_ana, cast.ana.person, "zebra-crossing-at-noon")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM conversations_message")
        assert all(b"zebra" not in bytes(row[0]) for row in cursor.fetchall())


def test_each_message_is_an_event_without_words(cast: Cast, with_ana: Conversation) -> None:
    say(with_ana, cast.ana.person, "Private")
    event = Event.objects.get(verb="message.sent", actor=cast.ana.person)
    assert event.engagement == cast.ana_engagement
    assert event.data == {}


def test_who_listens_is_told_after_the_commit_once(
    cast: Cast, with_ana: Conversation, django_capture_on_commit_callbacks: object
) -> None:
    told: list[int] = []
    listener = lambda fresh: told.extend(one.seq for one in fresh)  # noqa: E731
    store.listeners.append(listener)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            say(with_ana, cast.ana.person, "Hello", client_id="x")
            say(with_ana, cast.ana.person, "Hello", client_id="x")
            assert told == []
    finally:
        store.listeners.remove(listener)
    assert told == [3]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap(cast: Cast, with_ana: Conversation) -> None:
    failures: list[BaseException] = []

    def talk(name: str) -> None:
        try:
            for n in range(10):
                say(with_ana, cast.ana.person, "Hello", client_id=f"{name}-{n}")
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=talk, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert texts(with_ana) == list(range(2, 43))
