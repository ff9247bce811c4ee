"""A whole questionnaire by text: every kind of question, checked, taken back, left and taken up again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery, Inbound
from opencoach.outbox.text_in import asks
from opencoach.questionnaires import private
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.by_text.talk import ASKED
from opencoach.questionnaires.models import Response
from tests.cast import Cast
from tests.questionnaires import making
from tests.texting import ANA

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Say = Callable[..., str]


@pytest.fixture
def sheet(cast: Cast, reachable) -> Response:
    reachable(cast.ana, ANA, "reminders")
    return making.asked(cast, making.EVERY_KIND)


@pytest.fixture
def say(text_in: Callable[..., Inbound], replies: Callable[[], list[str]]) -> Say:
    """Text something and give what is answered."""

    def send(words: str) -> str:
        text_in(words)
        return "\n".join(replies())

    return send


def invited() -> str:
    """The text that says that something is asked, as it goes."""
    text = Delivery.objects.get(kind=ASKED, channel="sms")
    words = ports.rendered(text).text
    asks.asked_by(text, ports.kinds[ASKED].asks(text))  # type: ignore[misc]
    Delivery.objects.filter(pk=text.pk).update(state="sent", finished_at=timezone.now())
    return words


def answers(response: Response) -> dict[str, Any]:
    response.refresh_from_db()
    return dict((private.unseal(response, "answers") or {}).get("values", {}))


def test_from_the_first_question_to_the_last(cast: Cast, sheet: Response, say: Say) -> None:
    words = invited()
    assert words.startswith("Okafor Coaching: 14 questions for you: Everything that can be asked. Answer GO")
    first = say("Go")
    assert "1/14 What shall I call you?" in first
    assert "BACK, SKIP and PAUSE" in first
    assert "needed" in say("skip")
    assert say("Ana").startswith("2/14 Your address")
    assert "such as ana@example.org" in say("nowhere")
    assert say("ana@example.org").startswith("3/14 What brings you here?")
    assert say("SKIP").startswith("4/14 How long do you sleep?")
    assert say("25") == "It may be at most 24."
    assert say("a lot") == "Please answer with a number."
    assert say("7,5").startswith("5/14 Since when?")
    assert "2026-11-24" in say("last year")
    assert say("24 November 2026").startswith("6/14 When do you get up?")
    assert say("7:30").endswith("\n1 Yes\n2 No")
    assert say("1").startswith("8/15 How was it?")  # what only some are asked
    assert say("Good, and short").startswith("9/15 Where do you work?")
    assert "one of the numbers" in say("3")
    assert say("at home").startswith("10/15 What would you like to work on?")
    assert say("1, 3").startswith("11/15 How much energy do you have?\n(1-5: 1 None, 5 Plenty)")
    assert say("9") == "It may be at most 5."
    assert say("4").startswith("12/15")
    assert say("30").startswith("13/15 What matters most?\n1 Family\n2 Freedom\n3 Fun")
    assert say("2 1 3").startswith("14/15 How content are you with ... your job\n1 Not at all")
    assert say("3").startswith("15/15 How content are you with ... your home")
    assert say("back").startswith("14/15")
    assert say("2").startswith("15/15")
    assert say("1") == "Thank you. We talk about it when we meet."
    sheet.refresh_from_db()
    assert sheet.state == Response.State.SUBMITTED
    assert answers(sheet) == {
        "name": "Ana", "mail": "ana@example.org", "hours": 7.5, "since": "2026-11-24", "wake": "07:30", "tried": "yes",
        "how": "Good, and short", "work": "home", "topics": ["focus", "courage"], "energy": 4, "stress": 30,
        "values": ["freedom", "family", "fun"], "life": {"job": "mid", "home": "low"},
    }  # fmt: skip


def test_left_and_taken_up_again(cast: Cast, sheet: Response, say: Say, text_in, replies) -> None:
    invited()
    say("go")
    say("Ana")
    assert say("Pause") == "Kept. GO takes it up again where you are."
    assert say("ana@example.org") == ""  # a message, no answer
    assert "mail" not in answers(sheet)
    responding.save(sheet, {"mail": "ana@example.org"}, ["mail"], base=9)  # on the page meanwhile
    assert "What brings you here?" in say("GO")


def test_stop_ends_texts_in_the_middle_and_keeps_what_was_said(cast: Cast, sheet: Response, say: Say) -> None:
    invited()
    say("go")
    say("Ana")
    assert "no more texts" in say("STOP")
    assert answers(sheet) == {"name": "Ana"}
    say("START")
    assert say("x@example.org") == ""


def test_what_the_coach_takes_back_is_asked_no_more(cast: Cast, sheet: Response, say: Say) -> None:
    invited()
    say("go")
    responding.withdraw(sheet, by=cast.miriam)
    assert say("Ana") == ""
    assert Inbound.objects.latest("pk").state in {"held", "taken", "ignored"}


def test_the_short_link_leads_to_the_page(cast: Cast, sheet: Response, client: Client) -> None:
    words = invited()
    path = "/s/" + words.rpartition("/s/")[2]
    client.force_login(cast.ana.person)
    answer = client.get(path)
    assert answer["Location"] == f"/p/okafor/questionnaires/{sheet.public_id}/"


def test_who_gets_no_reminders_by_text_is_not_told(cast: Cast, reachable) -> None:
    reachable(cast.ana, ANA, "messages")
    making.asked(cast, making.EVERY_KIND)
    assert not Delivery.objects.filter(kind=ASKED, channel="sms").exists()
