"""A whole questionnaire by mail: asked, begun with GO, answered by replying, gone back, left and taken up again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.models import Message
from opencoach.outbox import ports
from opencoach.outbox.mail_in import authentic
from opencoach.outbox.mail_in.ingest import Envelope, ingest
from opencoach.outbox.mail_in.routing import route_waiting
from opencoach.outbox.models import Delivery, Inbound
from opencoach.questionnaires import private
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.by_mail.letters import ASKED, STEP
from opencoach.questionnaires.models import Response
from tests.cast import Cast
from tests.outbox.mail_in.letters import letter
from tests.questionnaires import making

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Reply = Callable[..., str]


@pytest.fixture
def sheet(cast: Cast, settings: Any) -> Response:
    settings.MAIL_IN = "answers@okafor.example"
    return making.asked(cast, making.EVERY_KIND)


@pytest.fixture
def reply(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Reply:
    """Answer the latest mail, as a mail program does; gives what comes back, "" for nothing."""
    proven = {"yes": True}
    monkeypatch.setattr(authentic, "is_from", lambda raw, sender: proven["yes"])
    numbers = iter(range(1_000))

    def send(words: str, *, to: Delivery | None = None, proof: bool = True, sender: str = "ana@example.org") -> str:
        proven["yes"] = proof
        parent = to or Delivery.objects.filter(kind__in=(ASKED, STEP), channel="email").latest("pk")
        rendered = ports.rendered(parent)
        quoted = "\n".join(f"> {line}" for line in rendered.text.splitlines())
        text = f"{words}\n\nOn Thu, Nov 26, 2026 at 9:00 AM Okafor Coaching <answers@okafor.example> wrote:\n{quoted}\n"
        before = Delivery.objects.filter(kind=STEP).count()
        mail = letter(rendered.reply_to, text, sender, Message_ID=f"<w{next(numbers)}@example.org>", Subject="Re: it")
        ingest(mail.as_bytes(), Envelope(sender, [rendered.reply_to]))
        route_waiting()
        if Delivery.objects.filter(kind=STEP).count() == before:
            return ""
        return ports.rendered(Delivery.objects.filter(kind=STEP).latest("pk")).text

    return send


def answers(response: Response) -> dict[str, Any]:
    response.refresh_from_db()
    return dict((private.unseal(response, "answers") or {}).get("values", {}))


def test_from_the_first_question_to_the_last(cast: Cast, sheet: Response, reply: Reply) -> None:
    mail = Delivery.objects.get(kind=ASKED)
    asked = ports.rendered(mail)
    assert asked.subject == "14 questions for you: Everything that can be asked"
    assert "Or answer this mail with GO" in asked.text
    assert "/answer/" in asked.text
    assert "What shall I call you?" in reply("Go")
    step = Delivery.objects.get(kind=STEP)
    assert (step.urgent, ports.rendered(step).subject) == (True, "1/14 Everything that can be asked")
    assert "BACK goes to the question before" in ports.rendered(step).text
    assert "needed" in reply("skip")
    assert "Your address" in reply("Ana")
    assert "such as ana@example.org" in reply("nowhere")
    assert "What brings you here?" in reply("ana@example.org")
    assert "How long do you sleep?" in reply("I keep putting things off.\n\nAnd I sleep badly.\n")
    assert "It may be at most 24." in reply("25")
    assert "Since when?" in reply("7,5")
    for words, then in (
        ("24 November 2026", "When do you get up?"), ("7:30", "1 Yes"), ("1", "How was it?"),
        ("Good", "Where do you work?"), ("at home", "What would you like to work on?"), ("1, 3", "How much energy"),
        ("4", "12/15"), ("30", "What matters most?"), ("2 1 3", "your job"), ("3", "your home"), ("back", "your job"),
        ("2", "your home"),
    ):  # fmt: skip
        assert then in reply(words) or then in ports.rendered(Delivery.objects.latest("pk")).subject
    assert "Thank you. We talk about it when we meet." in reply("1")
    sheet.refresh_from_db()
    assert sheet.state == Response.State.SUBMITTED
    found = answers(sheet)
    assert found["why"] == "I keep putting things off.\n\nAnd I sleep badly."
    assert (found["hours"], found["life"], found["values"]) == (
        7.5, {"job": "mid", "home": "low"}, ["freedom", "family", "fun"],
    )  # fmt: skip


def test_left_and_taken_up_again_with_an_earlier_answer_changed(cast: Cast, sheet: Response, reply: Reply) -> None:
    reply("go")
    first = Delivery.objects.get(kind=STEP)
    reply("Ana")
    assert "Kept. GO takes it up again where you are." in reply("Later")
    assert answers(sheet) == {"name": "Ana"}
    assert "Your address" in reply("GO")
    assert "Kept." in reply("Stop.")
    assert "Your address" in reply("GO")
    assert "Your address" in reply("Anna", to=first)  # the mail of the first question, answered once more
    assert answers(sheet) == {"name": "Anna"}


def test_only_their_own_proven_mail_answers(cast: Cast, sheet: Response, reply: Reply) -> None:
    assert reply("go", proof=False) == ""
    assert Inbound.objects.latest("pk").state == "held"
    assert reply("go", sender="eve@example.org") == ""
    assert Inbound.objects.latest("pk").state == "held"
    assert answers(sheet) == {}


def test_words_that_answer_nothing_are_said_in_the_conversation(cast: Cast, sheet: Response, reply: Reply) -> None:
    conversation = open_conversation(cast.ana_engagement)
    assert reply("Can we talk about it instead?") == ""
    assert Message.objects.filter(conversation=conversation, channel="email").count() == 1
    reply("go")
    responding.withdraw(sheet, by=cast.miriam)
    assert reply("Ana") == ""  # not asked any more: what they wrote is not lost
    assert Message.objects.filter(conversation=conversation, channel="email").count() == 2


def test_who_answers_at_once_gets_no_mail_about_it(cast: Cast, sheet: Response, client: Client) -> None:
    mail = Delivery.objects.get(kind=ASKED)
    assert mail.due_at > timezone.now()
    assert ports.kinds[ASKED].still_due(mail) == ""
    responding.withdraw(sheet, by=cast.miriam)
    assert "not asked any more" in ports.kinds[ASKED].still_due(mail)


def test_without_a_way_in_the_mail_leads_to_the_page(cast: Cast, settings: Any) -> None:
    settings.MAIL_IN = ""
    making.asked(cast, making.EVERY_KIND)
    rendered = ports.rendered(Delivery.objects.get(kind=ASKED))
    assert "GO" not in rendered.text
    assert "/answer/" in rendered.text


def test_a_preview_shows_no_link_that_opens(cast: Cast, sheet: Response) -> None:
    mail = Delivery.objects.get(kind=ASKED)
    mail.previewing = True
    assert "/answer/hidden/" in ports.rendered(mail).text
