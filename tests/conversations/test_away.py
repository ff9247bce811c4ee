import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from opencoach.conversations import away
from opencoach.conversations.actions import changing, reading
from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Conversation
from opencoach.outbox.models import Delivery
from opencoach.people import attention
from opencoach.people.actions.engagement import end_engagement, hand_over
from opencoach.people.actions.pause import pause_engagement, resume_engagement
from opencoach.people.models import Membership
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def mails(to: Membership) -> list[Delivery]:
    return list(Delivery.objects.filter(kind="away", person=to.person).order_by("pk"))


def test_what_was_missed_comes_in_one_mail(cast: Cast, with_ana: Conversation) -> None:
    reading.seen(with_ana, cast.ana.person, 9)
    say(with_ana, cast.miriam.person, "One thing")
    say(with_ana, cast.miriam.person, "Another *thing*")
    mine = [row for row in mails(cast.ana) if away.still_due(row) == ""]
    assert len(mine) == 1
    assert mine[0].due_at > timezone.now() + dt.timedelta(minutes=4)
    mail = away.render(mine[0])
    assert mail.subject == "Miriam Okafor: 2 new messages"
    assert "One thing" in mail.text
    assert "Another *thing*" in mail.text
    assert mail.reply_to == cast.miriam.person.email
    assert f"/p/okafor/messages/{with_ana.public_id}/" in mail.text
    assert [row for row in mails(cast.miriam) if away.still_due(row) == ""] == []


def test_what_was_seen_meanwhile_is_not_mailed(cast: Cast, with_ana: Conversation) -> None:
    reading.seen(with_ana, cast.ana.person, 9)
    say(with_ana, cast.miriam.person, "One thing")
    reading.seen(with_ana, cast.ana.person, 9)
    assert [away.still_due(row) for row in mails(cast.ana)][-1] == "It was seen meanwhile."


def test_after_a_mail_the_next_message_has_its_own(cast: Cast, with_ana: Conversation) -> None:
    reading.seen(with_ana, cast.ana.person, 9)
    say(with_ana, cast.miriam.person, "One thing")
    first = mails(cast.ana)[-1]
    first.state = Delivery.State.SENDING
    away.render(first)
    say(with_ana, cast.miriam.person, "Another thing")
    second = mails(cast.ana)[-1]
    assert second.pk != first.pk
    mail = away.render(second)
    assert "Another thing" in mail.text
    assert "One thing" not in mail.text


def test_what_was_taken_back_is_not_mailed(cast: Cast, with_ana: Conversation) -> None:
    reading.seen(with_ana, cast.ana.person, 9)
    seq = say(with_ana, cast.miriam.person, "A slip").seq
    changing.delete(with_ana, cast.miriam, seq)
    assert away.still_due(mails(cast.ana)[-1]) == "The messages were taken back."


def test_whoever_wishes_gets_no_words_by_mail(cast: Cast, with_ana: Conversation) -> None:
    reading.seen(with_ana, cast.ana.person, 9)
    cast.ana.preferences = {"mail_words": False}
    cast.ana.save()
    say(with_ana, cast.miriam.person, "Between us")
    mail = away.render(mails(cast.ana)[-1])
    assert "Between us" not in mail.text + mail.html + mail.subject
    assert "Open the conversation" in mail.text


def test_whoever_takes_no_part_any_more_gets_nothing(cast: Cast, with_ana: Conversation) -> None:
    say(with_ana, cast.ana.person, "For Miriam")
    before = mails(cast.miriam)[-1]
    hand_over(cast.ana_engagement, cast.devi, actor=cast.miriam.person)
    assert "no part" in away.still_due(before)
    assert not away.may_preview(cast.miriam.person, before)
    say(with_ana, cast.ana.person, "For Devi")
    assert len(mails(cast.devi)) == 1
    assert away.may_preview(cast.ana.person, mails(cast.devi)[0])
    assert not away.may_preview(cast.stranger, mails(cast.devi)[0])


def test_in_a_group_everybody_else_is_told(cast: Cast, with_group: Conversation) -> None:
    say(with_group, cast.mei.person, "Hello all")
    assert (len(mails(cast.miriam)), len(mails(cast.omar)), len(mails(cast.mei))) == (1, 1, 0)
    assert "Mei Tanaka" in away.render(mails(cast.omar)[0]).subject


def test_a_long_absence_makes_one_mail_of_a_readable_length(cast: Cast, with_ana: Conversation) -> None:
    reading.seen(with_ana, cast.ana.person, 9)
    for n in range(15):
        say(with_ana, cast.miriam.person, f"Thing {n} " + "x" * 3000)
    mail = away.render(mails(cast.ana)[-1])
    assert "And 5 more." in mail.text
    assert len(mail.text) < 40_000


def test_today_names_what_waits_for_an_answer(cast: Cast, with_ana: Conversation) -> None:
    cast.practice.response_hours = 24
    cast.practice.save()
    with time_machine.travel(timezone.now() - dt.timedelta(hours=30)):
        say(with_ana, cast.ana.person, "May I move Thursday?")
    cast.miriam.practice.refresh_from_db()
    unread = attention.unread_of(cast.miriam)
    assert [(one.name, one.count, one.text) for one in unread] == [("Ana Kovačević", 1, "May I move Thursday?")]
    reading.seen(with_ana, cast.miriam.person, 99)
    waiting = [one for one in attention.waiting_for(cast.miriam) if one.key.startswith("unanswered")]
    assert [(one.name, one.weight) for one in waiting] == [("Ana Kovačević", 90)]
    assert waiting[0].why == "Has waited 30 hours for an answer. You promise one within 24 hours."
    say(with_ana, cast.miriam.person, "Of course")
    assert [one for one in attention.waiting_for(cast.miriam) if one.key.startswith("unanswered")] == []


def test_the_conversation_says_what_happened_to_the_work(
    cast: Cast, with_ana: Conversation, django_capture_on_commit_callbacks: object
) -> None:
    from opencoach.conversations.queries.page import page
    from opencoach.conversations.words import system

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        pause_engagement(cast.ana_engagement, actor=cast.miriam.person, starts_on=timezone.localdate(), ends_on=None)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        resume_engagement(cast.ana_engagement, actor=cast.miriam.person)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    lines = [said.data["what"] for said in page(with_ana, cast.ana).messages if said.kind == "system"]
    assert lines == ["opened", "paused", "resumed", "ended"]
    assert system({"what": "unheard of"}) == "Something happened here."
