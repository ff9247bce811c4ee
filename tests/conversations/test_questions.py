"""The question desk: what asks for an answer stands on *Today* until there is one; the receipt says by when."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from opencoach.conversations import receipt
from opencoach.conversations.actions import asking
from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Conversation, Message, Question
from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.people.attention import waiting_for
from opencoach.people.promise import Away, Promise
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MONDAY = dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)  # 11:00 in Berlin, 18:00 in Singapore
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def promised(cast: Cast, with_ana: Conversation) -> Conversation:
    """Miriam promises two working days."""
    cast.practice.response_days = 2
    cast.practice.save()
    with_ana.practice = cast.practice
    return with_ana


def on_today(cast: Cast) -> list[str]:
    return [one.why for one in waiting_for(cast.miriam) if one.key.startswith("question:")]


def receipts() -> list[Delivery]:
    return list(Delivery.objects.filter(kind=receipt.RECEIPT).order_by("pk"))


def test_what_comes_after_quiet_is_a_question_until_it_is_answered(cast: Cast, promised: Conversation) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        say(promised, cast.miriam.person, "How was it?")
        say(promised, cast.ana.person, "Good.")
        asking.look_for_questions()
        assert not Question.objects.exists()  # an answer within a talk asks for nothing
        clock.shift(4 * DAY)  # Friday
        say(promised, cast.ana.person, "Should I take the offer?")
        say(promised, cast.ana.person, "They want to know soon.")
        for _again in range(2):
            asking.look_for_questions()
        assert on_today(cast) == ["Asks: “Should I take the offer?” An answer is promised by Tuesday at 17:00."]
        assert not [one for one in waiting_for(cast.miriam) if one.key.startswith("unanswered:")]
        [mail] = receipts()
        assert (mail.address, mail.due_at) == ("ana@example.org", timezone.now() + 5 * dt.timedelta(minutes=1))
        kind = ports.kinds[mail.kind]
        assert (kind.still_due(mail), kind.automatic) == ("", True)
        text = " ".join(kind.render(mail).text.split())
        assert "Miriam Okafor answers within 2 working days: by Wednesday 10 March, 01:00." in text
        assert "Crisis line: Day and night, +49800111011" in text
        say(promised, cast.miriam.person, "Let us look at it tomorrow.")
        assert (on_today(cast), kind.still_due(mail)) == ([], "It was answered meanwhile.")


def test_a_receipt_goes_once_a_day_and_says_who_is_away(cast: Cast, promised: Conversation) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        asking.set_away(cast.miriam, Away(MONDAY.date(), MONDAY.date() + 6 * DAY, "I walk in the hills."))
        say(promised, cast.miriam.person, "See you next week.")
        say(promised, cast.ana.person, "One thing before you go")
        asking.look_for_questions()
        [mail] = receipts()
        text = " ".join(ports.kinds[mail.kind].render(mail).text.split())
        assert "Miriam Okafor is away and back on Monday 8 March." in text
        assert "> I walk in the hills." in text
        assert Question.objects.get().due_at == dt.datetime(2027, 3, 9, 17, tzinfo=dt.UTC)
        Delivery.objects.update(state=Delivery.State.SENT)
        clock.shift(20 * HOUR)
        second = say(promised, cast.ana.person, "And another")
        asking.mark(promised, cast.ana, second.seq)
        assert len(receipts()) == 1
        clock.shift(5 * HOUR)
        third = say(promised, cast.ana.person, "And a third")
        asking.mark(promised, cast.ana, third.seq)
        assert len(receipts()) == 2


def test_client_and_coach_mark_and_settle_in_the_page(cast: Cast, promised: Conversation, client: Client) -> None:
    base = f"/p/okafor/messages/{promised.public_id}/"
    client.force_login(cast.ana.person)
    assert b"Miriam answers within 2 working days." in client.get(base).content
    client.post(f"{base}message/", {"text": "Which book was it?", "question": "1"})
    seq = Question.objects.get().message_seq
    assert b"Your question waits" in client.get(base).content
    client.force_login(cast.miriam.person)
    assert "Which book was it?" in client.get("/p/okafor/").content.decode()
    assert b"It needs no answer" in client.get(f"{base}m/{seq}/").content
    client.post(f"{base}m/{seq}/question/", {"off": "1"})
    assert on_today(cast) == []
    client.post(f"{base}m/{seq}/question/")
    assert len(on_today(cast)) == 1
    mine = say(promised, cast.miriam.person, "That one.")
    client.post(f"{base}m/{mine.seq}/question/")
    assert Question.objects.count() == 1  # a coach's own words are none
    bad = client.post("/p/okafor/settings/questions/", {"first": "2027-03-01"})
    assert (bad.status_code, b"A holiday has a first and a last day." in bad.content) == (422, True)


@pytest.mark.parametrize(
    ("promise", "asked", "away", "until"),
    [
        (Promise(hours=24), "2027-03-05T10:00", None, "2027-03-06T10:00"),
        (Promise(days=1, zone="Europe/Berlin"), "2027-03-05T10:00", None, "2027-03-08T17:00"),  # Friday
        (Promise(days=2, zone="Europe/Berlin"), "2027-03-06T10:00", None, "2027-03-09T17:00"),  # Saturday
        (Promise(days=1, zone="Europe/Berlin"), "2027-03-26T22:30", None, "2027-03-29T16:00"),  # the clocks change
        (Promise(hours=24, zone="Europe/Berlin"), "2027-03-02T10:00", ("2027-03-01", "2027-03-05"), "2027-03-06T23:00"),
        (Promise(hours=4, zone="Europe/Berlin"), "2027-03-06T10:00", ("2027-03-01", "2027-03-05"), "2027-03-06T14:00"),
        (Promise(), "2027-03-05T10:00", None, None),
    ],
)
def test_by_when_an_answer_is_promised(promise: Promise, asked: str, away: Any, until: str | None) -> None:
    def at(text: str) -> dt.datetime:
        return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)

    holiday = Away(*map(dt.date.fromisoformat, away)) if away else None
    assert promise.until(at(asked), holiday) == (at(until) if until else None)


def test_what_a_machine_sent_gets_no_receipt(cast: Cast, promised: Conversation, settings: Any, monkeypatch) -> None:
    """Each of these would be a first message after quiet, if it were somebody's."""
    from opencoach.conversations import mail_in
    from opencoach.outbox.mail_in import authentic
    from opencoach.outbox.mail_in.ingest import Envelope, ingest
    from opencoach.outbox.mail_in.routing import route_waiting
    from tests.outbox.mail_in.letters import letter

    settings.MAIL_IN = "answers@okafor.example"
    monkeypatch.setattr(authentic, "is_from", lambda raw, sender: True)
    address = mail_in.address_for(promised, cast.ana.person)
    marks = [{"Auto-Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List-Id": "<news.example>"}, {}]
    for n, (headers, sender) in enumerate(zip(marks, ["a@b.example"] * 3 + [""], strict=True)):
        mail = letter(address, "Away until Monday.", Message_ID=f"<m{n}@b.example>", Subject="Hello")
        for name, value in headers.items():
            mail[name] = value
        ingest(mail.as_bytes(), Envelope(sender, [address]))
    route_waiting()
    asking.look_for_questions()
    assert (Message.objects.filter(channel="email").count(), receipts()) == (0, [])
