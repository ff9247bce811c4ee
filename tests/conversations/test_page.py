import datetime as dt
import zoneinfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opencoach.conversations.actions import changing, reading
from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Conversation, Participant
from opencoach.conversations.queries.lists import listed
from opencoach.conversations.queries.page import page
from opencoach.conversations.queries.standing import unread_count
from opencoach.conversations.queries.thread import thread
from opencoach.lib import keystore
from opencoach.people.refusal import Refused
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_changes_are_folded_into_the_message(cast: Cast, with_ana: Conversation) -> None:
    first = say(with_ana, cast.ana.person, "Frist")
    say(with_ana, cast.miriam.person, "Answer", reply_to=first.seq)
    changing.edit(with_ana, cast.ana, first.seq, "First")
    changing.react(with_ana, cast.miriam, first.seq, "thanks")
    changing.pin(with_ana, cast.miriam, first.seq)
    messages = page(with_ana, cast.ana).messages
    assert [said.text for said in messages] == ["", "Welcome, *Ana*.", "First", "Answer"]
    said = messages[2]
    assert said.mine
    assert [text for _, text in said.versions] == ["Frist"]
    assert [(one.key, one.names, one.mine) for one in said.reactions] == [("thanks", ["Miriam Okafor"], False)]
    assert said.pinned
    assert messages[3].reply_to is not None
    assert messages[3].reply_to.text == "First"
    assert messages[1].html == "<p>Welcome, <em>Ana</em>.</p>\n"


def test_reactions_and_pins_can_be_taken_back(cast: Cast, with_ana: Conversation) -> None:
    seq = say(with_ana, cast.ana.person, "Hello").seq
    for on in (True, False):
        changing.react(with_ana, cast.miriam, seq, "yes", on=on)
        changing.pin(with_ana, cast.miriam, seq, on=on)
    said = page(with_ana, cast.ana).messages[-1]
    assert (said.reactions, said.pinned, changing.pinned_seqs(with_ana)) == ([], False, [])


def test_a_deleted_message_leaves_a_line_and_can_be_restored(cast: Cast, with_ana: Conversation) -> None:
    seq = say(with_ana, cast.ana.person, "Too much").seq
    changing.delete(with_ana, cast.ana, seq)
    gone = page(with_ana, cast.miriam).messages[-1]
    assert gone.deleted_at is not None
    assert (gone.text, gone.html) == ("", "")
    changing.restore(with_ana, cast.ana, seq)
    assert page(with_ana, cast.miriam).messages[-1].text == "Too much"


def test_only_its_writer_changes_a_message(cast: Cast, with_ana: Conversation) -> None:
    seq = say(with_ana, cast.ana.person, "Mine").seq
    with pytest.raises(Refused):
        changing.edit(with_ana, cast.miriam, seq, "Yours")
    with pytest.raises(Refused):
        changing.delete(with_ana, cast.miriam, seq)


def test_pages_go_back_without_gap_or_repetition(cast: Cast, with_ana: Conversation) -> None:
    for n in range(30):
        say(with_ana, cast.ana.person, f"{n}")
    seen: list[int] = []
    before = None
    while True:
        found = page(with_ana, cast.ana, before=before, limit=7)
        seen = [said.seq for said in found.messages] + seen
        if not found.older:
            break
        before = found.messages[0].seq
    assert seen == list(range(1, 33))
    around = page(with_ana, cast.ana, around=10, limit=6)
    assert [said.seq for said in around.messages] == [8, 9, 10, 11, 12, 13]
    assert (around.older, around.newer) == (True, True)


def test_as_many_queries_for_one_message_as_for_fifty(cast: Cast, with_ana: Conversation) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page(with_ana, cast.ana)
        return len(captured)

    say(with_ana, cast.ana.person, "One", reply_to=2)
    few = queries()
    for n in range(60):
        seq = say(with_ana, cast.ana.person, f"{n}", reply_to=2).seq
        changing.react(with_ana, cast.miriam, seq, "yes")
    assert queries() == few


def test_a_destroyed_key_leaves_nothing_to_read(cast: Cast, with_ana: Conversation) -> None:
    say(with_ana, cast.ana.person, "Mine alone")
    say(with_ana, cast.miriam.person, "Miriam's")
    assert keystore.destroy(f"{cast.ana_engagement.public_id}.{cast.ana.person.public_id}")
    assert [said.text for said in page(with_ana, cast.miriam).messages[2:]] == [None, "Miriam's"]


def test_unread_first_then_what_waits(cast: Cast, with_ana: Conversation, with_group: Conversation) -> None:
    say(with_ana, cast.ana.person, "Are you there?")
    say(with_group, cast.mei.person, "Hello all")
    say(with_group, cast.miriam.person, "Hello Mei")
    reading.seen(with_group, cast.miriam.person, 99)
    rows, total = listed(cast.miriam)
    assert total == 2
    assert [(row.name, row.unread, row.waits_since is not None) for row in rows] == [
        ("Ana Kovačević", 1, True),
        ("New finance leads", 0, False),
    ]
    assert unread_count(cast.miriam) == 1
    reading.seen(with_ana, cast.miriam.person, 99)
    assert unread_count(cast.miriam) == 0
    assert listed(cast.miriam)[0][0].waits_since is not None  # read, and still not answered
    reading.mark_unread(with_group, cast.miriam.person, 2)
    assert [row.unread for row in listed(cast.miriam)[0] if row.group] == [1]
    assert [row.name for row in listed(cast.ana)[0]] == ["Miriam Okafor"]


def test_the_list_takes_as_many_queries_for_one_as_for_ten(cast: Cast, with_ana: Conversation) -> None:
    from opencoach.conversations.actions import open as open_conversation
    from tests.cast import engagement, member

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            listed(cast.miriam)
        return len(captured)

    few = queries()
    for n in range(10):
        client = member(cast.practice, f"client{n}", "client")
        say(open_conversation(engagement(cast.miriam, client)), client.person, "Hello")
    assert queries() == few


def test_a_conversation_opens_once(cast: Cast, with_ana: Conversation) -> None:
    from opencoach.conversations.actions import open as open_conversation

    again = open_conversation(cast.ana_engagement, "Another welcome")
    assert again == with_ana
    assert again.last_seq == 2


def test_what_is_no_text_is_refused(cast: Cast, with_ana: Conversation) -> None:
    for text in ("a\x00b", "a\ud800b", "x" * 20_001, "", "   "):
        with pytest.raises(Refused):
            say(with_ana, cast.ana.person, text)
    assert page(with_ana, cast.ana).messages[-1].seq == 2


def test_seen_never_goes_back(cast: Cast, with_ana: Conversation) -> None:
    assert reading.seen(with_ana, cast.ana.person, 2)
    assert not reading.seen(with_ana, cast.ana.person, 1)
    row = reading.participant(with_ana, cast.ana.person)
    assert (row.seen_seq, row.delivered_seq) == (2, 2)
    assert row.seen_at is not None
    assert row.seen_at > dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def test_the_writer_sees_when_it_was_seen(client: Client, cast: Cast, with_ana: Conversation) -> None:
    seq = say(with_ana, cast.ana.person, "Read me").seq
    client.force_login(cast.ana.person)
    path = f"/p/okafor/messages/{with_ana.public_id}/"
    assert "data-state>Seen" not in client.get(path).content.decode()
    reading.seen(with_ana, cast.miriam.person, seq)
    at = Participant.objects.get(conversation=with_ana, person=cast.miriam.person).seen_at
    assert at is not None
    wall = at.astimezone(zoneinfo.ZoneInfo(cast.ana.zone))
    assert f"data-state>Seen {wall:%H:%M}" in client.get(path).content.decode()


def test_marking_unread_leads_away_from_it(
    client: Client, cast: Cast, with_ana: Conversation, with_group: Conversation
) -> None:
    seq = say(with_ana, cast.miriam.person, "Read me later").seq
    place = reverse("conversations:unread", args=["okafor", with_ana.public_id])
    for who, leads in ((cast.ana, "/p/okafor/"), (cast.miriam, "/p/okafor/messages/")):
        client.force_login(who.person)
        answer = client.post(place, {"seq": seq})
        assert (answer.status_code, answer.headers["Location"]) == (302, leads)
        told = client.post(place, {"seq": seq}, headers={"Accept": "application/json"})
        assert told.json() == {"seq": seq, "url": leads}
        assert Participant.objects.get(conversation=with_ana, person=who.person).unread_from == seq


def test_whoever_hides_that_they_are_here_hides_what_has_reached_them(cast: Cast, with_ana: Conversation) -> None:
    seq = say(with_ana, cast.miriam.person, "Anybody there?").seq
    with_ana.refresh_from_db()
    reading.delivered(with_ana, cast.ana.person, seq)

    def reached() -> tuple[int, int]:
        [one] = thread(with_ana, cast.miriam, page(with_ana, cast.miriam)).reached
        return one.delivered, one.seen

    assert reached() == (seq, 0)
    reading.seen(with_ana, cast.ana.person, seq)
    assert reached() == (seq, seq)
    for likes, shown in (({"show_presence": False}, (0, seq)), ({"show_seen": False}, (seq, 0))):
        cast.ana.preferences = likes
        cast.ana.save()
        assert reached() == shown
