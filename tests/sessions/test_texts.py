"""Sessions by text: the reminder where somebody chose it, C to confirm, and the short link to move or cancel."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from opencoach.conversations.actions.opening import open as open_conversation
from opencoach.conversations.models import Message
from opencoach.lib.segments import count
from opencoach.outbox import planning, ports
from opencoach.outbox.models import Delivery, ShortLink
from opencoach.outbox.text_in import asks
from opencoach.sessions.actions import move
from opencoach.sessions.models import Attendance, CoachingSession
from opencoach.sessions.reminders import REMINDER
from tests.cast import Cast
from tests.sessions.making import upcoming
from tests.texting import ANA

pytestmark = pytest.mark.django_db
DAY_BEFORE = [{"before": 24 * 3600}]


@pytest.fixture
def session(cast: Cast, reachable) -> CoachingSession:
    open_conversation(cast.ana_engagement)
    reachable(cast.ana, ANA, "reminders")
    return upcoming(cast, 3, reminders=DAY_BEFORE)


def the_text(cast: Cast) -> Delivery:
    planning.materialise(cast.ana_engagement)
    return Delivery.objects.get(kind=REMINDER, channel="sms", state="waiting")


def gone(delivery: Delivery) -> str:
    words = ports.rendered(delivery).text
    asks.asked_by(delivery, ports.kinds[delivery.kind].asks(delivery))  # type: ignore[misc]
    Delivery.objects.filter(pk=delivery.pk).update(state=Delivery.State.SENT, finished_at=timezone.now())
    return words


def test_the_reminder_fits_one_part(cast: Cast, session: CoachingSession) -> None:
    text = the_text(cast)
    assert text.due_at == session.starts_at - dt.timedelta(days=1)
    words = gone(text)
    local = session.starts_at.astimezone(dt.timezone(dt.timedelta(hours=8)))
    assert words.startswith(
        f"Okafor Coaching: session with Miriam Okafor {local:%a} {local.day} {local:%b} {local:%H:%M}. "
    )
    found = count(words)
    assert (found.unicode, found.parts) == (False, 1)


def test_c_confirms(cast: Cast, session: CoachingSession, text_in, replies) -> None:
    gone(the_text(cast))
    text_in("C")
    [reply] = replies()
    assert reply.startswith("Good: ")
    assert reply.endswith("with Miriam Okafor.")
    row = Attendance.objects.exclude(answer="").get(session=session)
    assert (row.membership, row.answer, row.answer_sequence) == (cast.ana, "accepted", session.sequence)


def test_whether_one_can_cancel_is_a_message(cast: Cast, session: CoachingSession, text_in, replies) -> None:
    gone(the_text(cast))
    text_in("Can we cancel tomorrow?")
    assert replies() == []
    session.refresh_from_db()
    assert session.status == "booked"
    assert Message.objects.filter(kind="text", channel="sms", sender=cast.ana.person).count() == 1


def test_a_session_that_was_moved_is_not_confirmed_by_an_old_text(
    cast: Cast, session: CoachingSession, text_in, replies
) -> None:
    gone(the_text(cast))
    move(session, session.starts_at + dt.timedelta(days=1), actor=cast.miriam.person)
    text_in("C")
    assert replies() == []
    assert not Attendance.objects.filter(answer="accepted").exists()
    assert Message.objects.filter(kind="text", channel="sms").count() == 1


def test_the_short_link_leads_where_the_mails_does(cast: Cast, session: CoachingSession, client: Client) -> None:
    words = gone(the_text(cast))
    found = re.search(r"(/s/[a-z2-7]{10}/)", words)
    assert found is not None
    code = found[1].split("/")[2]
    assert code not in str(list(ShortLink.objects.values()))
    answer = client.get(found[1])
    assert answer.status_code == 302
    assert answer["Location"].startswith("/session/")
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "Miriam Okafor" in page.content.decode()
    session.refresh_from_db()
    assert session.status == "booked"  # opening it did nothing
    with time_machine.travel(session.ends_at + dt.timedelta(days=2)):
        assert client.get(found[1]).status_code == 404


def test_who_guesses_short_links_is_stopped(cast: Cast, client: Client) -> None:
    seen = {client.get(f"/s/aaaaaaaa{one:02}/").status_code for one in range(70)}
    assert seen == {404, 429}


def test_a_preview_holds_no_link(cast: Cast, session: CoachingSession) -> None:
    text = the_text(cast)
    text.previewing = True
    assert "/s/hidden/" in ports.rendered(text).text
    assert not ShortLink.objects.exists()
