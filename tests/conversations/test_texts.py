"""Texts and the conversation: what somebody texts stands there, and what was said while they were away reaches them."""

import pytest

from opencoach.conversations.actions.opening import open as open_conversation
from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Message
from opencoach.conversations.rows import AWAY
from opencoach.outbox import ports, roads
from opencoach.outbox.models import Delivery
from tests.cast import Cast
from tests.texting import ANA, reachable, replies, text_in  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_text_stands_in_the_conversation(cast: Cast, reachable, text_in) -> None:  # noqa: F811
    conversation = open_conversation(cast.ana_engagement)
    reachable(cast.ana)
    row = text_in("Wei Ling signed it off 😀")
    message = Message.objects.get(kind="text")
    assert (message.channel, message.sender, message.conversation) == ("sms", cast.ana.person, conversation)
    assert (row.state, bytes(row.raw)) == ("taken", b"")


def test_without_a_conversation_the_coach_looks_at_it(cast: Cast, reachable, text_in, client) -> None:  # noqa: F811
    reachable(cast.ana)
    row = text_in("Hello")
    assert (row.state, row.person) == ("held", cast.ana.person)
    open_conversation(cast.ana_engagement)
    client.force_login(cast.miriam.person)
    page = client.get("/p/okafor/messages/held/").content.decode()
    assert "Hello" in page
    answer = client.post(f"/p/okafor/messages/held/{row.public_id}/admission/")
    assert answer.status_code == 302
    assert Message.objects.get(kind="text").channel == "sms"


def away(cast: Cast) -> list[Delivery]:
    Delivery.objects.filter(kind=AWAY).update(due_at=Delivery.objects.get(kind=AWAY, channel="email").created_at)
    roads.post_twins()
    return list(Delivery.objects.filter(kind=AWAY, channel="sms"))


def test_what_was_said_reaches_them_by_text(cast: Cast, reachable) -> None:  # noqa: F811
    conversation = open_conversation(cast.ana_engagement)
    reachable(cast.ana, ANA, "messages")
    say(conversation, cast.miriam.person, "Well done. See you on Thursday.")
    [text] = away(cast)
    assert text.address == ANA
    assert ports.rendered(text).text == "Miriam Okafor: Well done. See you on Thursday."
    assert away(cast) == [text]  # twice is once
    cast.ana.preferences = {**cast.ana.preferences, "mail_words": False}
    cast.ana.save()
    assert ports.rendered(text).text == "Miriam Okafor wrote to you."


def test_who_did_not_choose_it_gets_none(cast: Cast, reachable) -> None:  # noqa: F811
    conversation = open_conversation(cast.ana_engagement)
    reachable(cast.ana, ANA, "reminders")
    say(conversation, cast.miriam.person, "Well done.")
    assert away(cast) == []
