"""What somebody answers by e-mail stands in the conversation; what nobody can be sure of waits for the coach."""

from email.message import EmailMessage
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from opencoach.conversations import away, mail_in
from opencoach.conversations.actions.saying import say
from opencoach.conversations.held import held_for
from opencoach.conversations.models import Attachment, Conversation, Message
from opencoach.conversations.queries.page import page
from opencoach.outbox.mail_in import authentic
from opencoach.outbox.mail_in.ingest import Envelope, ingest
from opencoach.outbox.mail_in.routing import route_waiting
from opencoach.outbox.models import Delivery, Inbound, Suppression
from opencoach.outbox.ports import Rendered
from opencoach.outbox.words import together
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.actions.membership import end_membership
from opencoach.people.attention import waiting_for
from opencoach.plan import days
from opencoach.plan import mail_in as check_ins
from tests.cast import Cast
from tests.outbox.mail_in.letters import letter, published, signed
from tests.outbox.mail_in.test_parsed import REPORT
from tests.plan.doing import rhythm_of_ana
from tests.sessions.mailing import deliver, to
from tests.sessions.making import upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
State = Inbound.State


@pytest.fixture(autouse=True)
def _mail_comes_in(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_IN = "answers@okafor.example"
    settings.MAIL_IN_TRUSTS = frozenset()
    proof = authentic.is_from
    monkeypatch.setattr(authentic, "is_from", lambda raw, sender: proof(raw, sender, lookup=published))


def come(mail: EmailMessage, to: str, *, sign: bool = True, sender: str = "someone@example.org") -> Inbound:
    """The mail arrives and the worker looks at it."""
    ingest(signed(mail) if sign else mail.as_bytes(), Envelope(sender, [to]))
    route_waiting()
    return Inbound.objects.latest("pk")


def said(conversation: Conversation, cast: Cast) -> list[tuple[str, str | None]]:
    shown = page(conversation, cast.miriam, limit=50)
    return [(one.name, one.text) for one in shown.messages if one.kind == Message.Kind.TEXT]


@pytest.fixture
def from_ana(cast: Cast, with_ana: Conversation) -> str:
    """The address of Ana's answers, whose own is at example.org."""
    cast.ana.person.email = "ana@example.org"
    cast.ana.person.save()
    return mail_in.address_for(with_ana, cast.ana.person)


def test_an_answer_is_said_without_what_it_answers(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    say(with_ana, cast.miriam.person, "What did you do with the hour?")
    text = (
        "I walked.\n\nOn Mon, Nov 2, 2026 at 9:30 AM Miriam <x@y.example> wrote:\n\n> What did you do with the hour?\n"
    )
    row = come(letter(from_ana, text, In_Reply_To="<x@y>"), from_ana.upper())
    assert (row.state, bytes(row.raw)) == (State.TAKEN, b"")
    last = Message.objects.filter(conversation=with_ana).latest("seq")
    assert (last.channel, last.sender) == (Message.Channel.EMAIL, cast.ana.person)
    assert said(with_ana, cast)[-1] == (cast.ana.display_name, "I walked.")
    whole = Attachment.objects.get(conversation=with_ana, message_seq=last.seq)
    assert whole.name == "Whole e-mail.txt"


def test_the_mail_that_tells_of_a_message_is_answered_there(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    say(with_ana, cast.miriam.person, "One thing")
    mail = away.render(Delivery.objects.filter(kind="away", person=cast.ana.person).latest("pk"))
    assert mail.reply_to == from_ana
    assert mail.text.startswith("Answer above this line")


def test_a_coach_answers_from_their_mailbox_as_the_coach(cast: Cast, with_ana: Conversation) -> None:
    cast.miriam.person.email = "miriam@example.org"
    cast.miriam.person.save()
    to = mail_in.address_for(with_ana, cast.miriam.person)
    come(letter(to, "Good.", sender="miriam@example.org", In_Reply_To="<x@y>"), to)
    assert said(with_ana, cast)[-1] == (cast.miriam.display_name, "Good.")


def test_a_new_mail_keeps_its_subject_and_its_files(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    mail = letter(from_ana, "Before or after?", Subject="A question about Rui")
    mail.add_attachment(b"one,two\n", maintype="text", subtype="csv", filename="list.csv")
    come(mail, from_ana)
    assert said(with_ana, cast)[-1][1] == "**A question about Rui**\n\nBefore or after?"
    assert [row.name for row in Attachment.objects.filter(conversation=with_ana)] == ["list.csv"]


def test_an_answer_without_a_token_finds_its_thread(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    say(with_ana, cast.miriam.person, "One thing")
    told = Delivery.objects.filter(kind="away", person=cast.ana.person).latest("pk")
    come(letter("answers@okafor.example", "Yes.", In_Reply_To=told.message_id), "answers@okafor.example")
    assert said(with_ana, cast)[-1] == (cast.ana.display_name, "Yes.")


def test_the_same_mail_twice_is_said_once(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    before = len(said(with_ana, cast))
    for _ in range(2):
        come(letter(from_ana, In_Reply_To="<x@y>"), from_ana)
    assert len(said(with_ana, cast)) == before + 1


def test_what_is_not_proven_waits_for_the_coach(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    before = said(with_ana, cast)
    row = come(letter(from_ana), from_ana, sign=False)
    assert (row.state, row.reason) == (State.HELD, "Nothing proves that it comes from ana@example.org.")
    assert said(with_ana, cast) == before
    assert [one.key for one in waiting_for(cast.miriam) if one.key == "held-mail"] == ["held-mail"]
    assert [list(held_for(who)) for who in (cast.devi, cast.priya, cast.ana)] == [[], [], []]


def test_somebody_elses_address_waits_too(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    row = come(letter(from_ana, sender="eve@example.org"), from_ana)
    assert (row.state, row.reason) == (State.HELD, "It comes from eve@example.org.")


def test_the_coach_puts_it_into_the_conversation_or_erases_it(
    cast: Cast, with_ana: Conversation, from_ana: str, client: Client
) -> None:
    row = come(letter(from_ana, "It is me.", In_Reply_To="<x@y>"), from_ana, sign=False)
    client.force_login(cast.miriam.person)
    shown = client.get("/p/okafor/messages/held/")
    assert "It is me." in shown.content.decode()
    for _ in range(2):  # a double click
        client.post(f"/p/okafor/messages/held/{row.public_id}/admission/")
    assert said(with_ana, cast)[-1] == (cast.ana.display_name, "It is me.")
    assert [text for _name, text in said(with_ana, cast)].count("It is me.") == 1
    other = come(letter(from_ana, "Buy this", Message_ID="<two@example.org>"), from_ana, sign=False)
    client.post(f"/p/okafor/messages/held/{other.public_id}/discarding/")
    other.refresh_from_db()
    assert (other.state, bytes(other.raw)) == (State.IGNORED, b"")


def test_whoever_takes_no_part_any_more_says_nothing(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    end_membership(cast.ana, actor=cast.miriam.person)
    before = Message.objects.count()
    assert come(letter(from_ana), from_ana).state == State.IGNORED
    assert Message.objects.count() == before


def test_when_the_work_has_ended_the_coach_is_told(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    end_engagement(with_ana.engagement, actor=cast.miriam.person)
    row = come(letter(from_ana), from_ana)
    assert (row.state, row.reason) == (State.HELD, "The work together has ended.")


def test_machines_are_not_heard(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    before = Message.objects.count()
    assert come(letter(from_ana, Auto_Submitted="auto-replied"), from_ana).state == State.IGNORED
    assert come(letter(from_ana, Message_ID="<two@example.org>"), from_ana, sender="").state == State.IGNORED
    assert Message.objects.count() == before


def test_an_address_that_comes_back_is_not_written_to_again(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    say(with_ana, cast.miriam.person, "One thing")
    told = Delivery.objects.filter(kind="away", person=cast.ana.person).latest("pk")
    raw = REPORT.replace(b"%s", b"5.1.1").replace(b"<ours@okafor.example>", told.message_id.encode())
    ingest(raw, Envelope("", ["answers@okafor.example"]))
    route_waiting()
    assert [one.address for one in Suppression.objects.all()] == [told.address.lower()]


def test_more_than_thirty_within_an_hour_wait(cast: Cast, with_ana: Conversation, from_ana: str) -> None:
    for number in range(31):
        row = come(letter(from_ana, Message_ID=f"<{number}@example.org>", In_Reply_To="<x@y>"), from_ana)
    assert (row.state, row.reason) == (State.HELD, "More than 30 e-mails came within an hour.")


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_signature_is_looked_up(
    cast: Cast, with_ana: Conversation, from_ana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The DNS may take seconds; on SQLite a transaction lets nobody else write for so long."""
    within: list[bool] = []

    def look(raw: bytes, sender: str) -> bool:
        within.append(connection.in_atomic_block)
        return True

    monkeypatch.setattr(authentic, "is_from", look)
    assert (come(letter(from_ana, In_Reply_To="<x@y>"), from_ana).state, within) == (State.TAKEN, [False])


def test_an_answer_to_any_mail_about_the_work_stands_in_the_conversation(
    cast: Cast, with_ana: Conversation, from_ana: str
) -> None:
    upcoming(cast)
    booked = to(deliver(), cast.ana)
    assert booked["Reply-To"] == from_ana
    come(letter(from_ana, "Could it be a little later?", Subject=f"Re: {booked['Subject']}"), from_ana)
    assert said(with_ana, cast)[-1] == (cast.ana.display_name, "Could it be a little later?")


def test_of_several_in_one_mail_the_part_that_asks_for_a_number_is_answered(cast: Cast, from_ana: str) -> None:
    rhythm = rhythm_of_ana(cast)
    asks = check_ins.address_for(rhythm, days.today_of(rhythm))
    both = together([Rendered("A", "a", reply_to=from_ana), Rendered("B", "b", reply_to=asks)], cast.practice)
    assert (both.reply_to, asks != from_ana) == (asks, True)
