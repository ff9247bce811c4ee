"""The mail that tells a client of a session says what they have still to answer before it."""

from email.message import EmailMessage

import pytest

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.models import Response
from opencoach.sessions.actions import book, cancel, confirm, move
from opencoach.sessions.models import CoachingSession
from tests.cast import Cast
from tests.questionnaires.making import SHORT, published
from tests.sessions.mailing import deliver, text, to
from tests.sessions.making import NOW, booked, offer
from tests.sessions.test_news import DAY, START

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OPEN = "Miriam Okafor asks you a few things before you talk: 2 questions are still open."


def asking(cast: Cast, **fields: object) -> CoachingSession:
    """Ana books what asks two questions (a third comes up only after a bad night)."""
    paper = published(cast.miriam, SHORT, purpose="preparation").questionnaire
    return booked(cast, offer(cast.miriam, questionnaire=paper, **fields), START)


def words(mail: EmailMessage) -> str:
    """Its text without the ends of lines."""
    return " ".join(text(mail).split())


def mail_to(cast: Cast) -> str:
    return words(to(deliver(), cast.ana))


def test_a_booking_says_how_many_questions_are_open_and_where(cast: Cast) -> None:
    asking(cast)
    [asked] = Response.objects.all()
    mails = deliver()
    told = words(to(mails, cast.ana))
    assert OPEN in told
    assert f"/p/okafor/questionnaires/{asked.public_id}/" in told
    assert "question" not in words(to(mails, cast.miriam))


def test_what_is_answered_already_is_not_counted_and_what_is_sent_not_named(cast: Cast) -> None:
    session = asking(cast, approval=True)
    [asked] = Response.objects.all()
    assert OPEN in mail_to(cast)
    responding.save(asked, {"sleep": 1}, ["sleep"], base=0)  # two are open again: why, and the wish
    confirm(session, actor=cast.miriam.person)
    assert "2 questions are still open; what you wrote is kept." in mail_to(cast)
    responding.save(asked, {"sleep": 4, "wish": "Courage"}, ["sleep", "wish"], base=1)
    responding.submit(asked)
    moved = move(session, START + DAY, actor=cast.miriam.person, now=NOW)
    assert "question" not in mail_to(cast)
    cancel(moved, actor=cast.miriam.person)
    assert "question" not in mail_to(cast)


def test_all_answered_and_nothing_sent_is_said(cast: Cast) -> None:
    asking(cast)
    [asked] = Response.objects.all()
    responding.save(asked, {"sleep": 4, "wish": "Courage"}, ["sleep", "wish"], base=0)
    assert "what you wrote is not sent yet." in mail_to(cast)


def test_without_open_questions_the_mail_says_nothing_of_them(cast: Cast) -> None:
    booked(cast, offer(cast.miriam), START)
    assert "question" not in mail_to(cast)


def test_an_intake_that_waits_counts_and_several_lead_to_their_list(cast: Cast) -> None:
    published(cast.miriam, SHORT, purpose="intake", attached="joining")
    responding.ask_attached(cast.ana_engagement, cast.ana, cast.miriam)
    asking(cast)
    told = mail_to(cast)
    assert "4 questions are still open." in told
    assert "/p/okafor/questionnaires/ " in told


def test_each_of_a_group_hears_of_their_own(cast: Cast) -> None:
    paper = published(cast.miriam, SHORT, purpose="preparation").questionnaire
    kind = offer(cast.miriam, questionnaire=paper)
    book(cast.group_engagement, kind, cast.miriam, START, actor=cast.miriam.person, now=NOW)
    meis = Response.objects.get(person=cast.mei.person)
    responding.save(meis, {"wish": "Courage"}, ["wish"], base=0)
    mails = deliver()
    assert "1 question is still open; what you wrote is kept." in words(to(mails, cast.mei))
    assert OPEN in words(to(mails, cast.omar))


def test_a_preview_does_not_say_how_far_the_client_has_come(cast: Cast) -> None:
    asking(cast)
    row = Delivery.objects.get(person=cast.ana.person, kind="session_booked")
    row.previewing = True
    told = " ".join(ports.kinds[row.kind].render(row).text.split())
    assert "Miriam Okafor asks you a few things before you talk." in told
    assert "still open" not in told
