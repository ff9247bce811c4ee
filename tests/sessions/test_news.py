"""The mails of booking, moving and cancelling, and the invitations in them."""

import datetime as dt

import pytest
from django.utils import timezone

from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement, Membership
from opencoach.sessions.actions import Booked, book, cancel, confirm, decline, move, reinstate
from opencoach.sessions.models import CoachingSession
from tests.cast import Cast
from tests.sessions.mailing import calendar_of, deliver, entry_of, text, to, waiting
from tests.sessions.making import NOW, booked, offer, upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
START = NOW + 7 * DAY  # Monday 8 March 2027, 10:00 UTC


def of_ana(cast: Cast, **fields: object) -> CoachingSession:
    return booked(cast, offer(cast.miriam, **fields), START, wanted=Booked(agenda="Rui, secretly"))


def test_a_booking_tells_client_and_coach_each_on_their_own_clock(cast: Cast) -> None:
    of_ana(cast)
    mails = deliver()
    ana, miriam = to(mails, cast.ana), to(mails, cast.miriam)
    assert len(mails) == 2
    assert ana["Subject"] == "Booked: Monday 8 March, 18:00, with Miriam Okafor"
    assert miriam["Subject"] == "Booked: Monday 8 March, 11:00, with Ana Kovačević"
    assert "When: Monday 8 March 2027, 18:00–19:00, Singapore time" in text(ana)
    assert "For Miriam Okafor: Monday 8 March 2027, 11:00–12:00, Berlin time" in text(ana)
    assert "without cost until Sunday 7 March 2027, 18:00" in text(ana)
    assert "Ana Kovačević has booked a session with you." in text(miriam)
    assert ana["From"].addresses[0].display_name == "Miriam Okafor via Okafor Coaching"
    assert (ana["Reply-To"], miriam["Reply-To"]) == ("miriam@example.org", "ana@example.org")


def test_what_a_session_is_about_is_in_no_mail(cast: Cast) -> None:
    of_ana(cast)
    assert not [mail for mail in deliver() if b"secretly" in mail.as_bytes() or "secretly" in text(mail)]


def test_the_invitation_is_right(cast: Cast) -> None:
    session = of_ana(cast, place="Unter den Linden 1, Berlin")
    mails = deliver()
    calendar = calendar_of(to(mails, cast.ana))
    event = entry_of(to(mails, cast.ana))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 0)
    assert str(event["UID"]).startswith(f"{session.public_id}@")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (START, START + dt.timedelta(hours=1))
    assert str(event["SUMMARY"]) == "Coaching session with Miriam Okafor"
    assert str(event["LOCATION"]) == "Unter den Linden 1, Berlin"
    assert str(event["ATTENDEE"]) == "mailto:ana@example.org"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"  # she booked it
    assert str(event["ORGANIZER"]).removeprefix("mailto:") == to(mails, cast.ana)["From"].addresses[0].addr_spec
    coachs = entry_of(to(mails, cast.miriam))
    assert (coachs["UID"], coachs["ATTENDEE"].params["PARTSTAT"]) == (event["UID"], "NEEDS-ACTION")


def test_members_of_a_group_do_not_learn_each_others_addresses(cast: Cast) -> None:
    kind = offer(cast.miriam)
    book(cast.group_engagement, kind, cast.miriam, START, actor=cast.miriam.person, now=NOW)
    mails = deliver()
    assert sorted(mail["To"] for mail in mails) == ["mei@example.org", "omar@example.org"]
    assert b"omar@" not in to(mails, cast.mei).as_bytes().replace(b"omar@example.org>", b"")
    assert "omar" not in calendar_of(to(mails, cast.mei)).to_ical().decode()


def test_who_does_it_for_a_client_hears_nothing_and_the_client_does(cast: Cast) -> None:
    booked(cast, offer(cast.miriam), START, actor=cast.miriam.person)
    mails = deliver()
    assert [mail["To"] for mail in mails] == ["ana@example.org"]
    assert "A session with Miriam Okafor is booked for you." in text(mails[0])


def test_an_assistants_booking_reaches_both(cast: Cast) -> None:
    booked(cast, offer(cast.miriam), START, actor=cast.priya.person)
    assert {mail["To"] for mail in deliver()} == {"ana@example.org", "miriam@example.org"}


def test_a_move_says_from_and_to_and_raises_the_sequence(cast: Cast) -> None:
    session = of_ana(cast)
    first = entry_of(to(deliver(), cast.ana))
    move(session, START + DAY, actor=cast.ana.person, now=NOW)
    mails = deliver()
    ana = to(mails, cast.ana)
    assert ana["Subject"] == "Moved: Tuesday 9 March, 18:00, with Miriam Okafor"
    assert "Until now: Monday 8 March 2027, 18:00–19:00, Singapore time" in text(ana)
    event = entry_of(ana)
    assert (event["UID"], event["SEQUENCE"], event["DTSTART"].dt) == (first["UID"], 1, START + DAY)
    assert calendar_of(ana)["METHOD"] == "REQUEST"


def test_moves_within_minutes_are_one_mail_from_where_they_knew_it(cast: Cast) -> None:
    session = of_ana(cast)
    deliver()
    session = move(session, START + DAY, actor=cast.ana.person, now=NOW)
    assert waiting(cast.miriam) == ["moved"]
    session = move(session, START + 2 * DAY, actor=cast.ana.person, now=NOW)
    assert waiting(cast.miriam) == ["moved"]
    mail = to(deliver(), cast.miriam)
    assert mail["Subject"].startswith("Moved: Wednesday 10 March")
    assert "Until now: Monday 8 March" in text(mail)


def test_moved_there_and_back_there_is_nothing_to_tell(cast: Cast) -> None:
    session = of_ana(cast)
    deliver()
    session = move(session, START + DAY, actor=cast.ana.person, now=NOW)
    move(session, START, actor=cast.ana.person, now=NOW)
    assert deliver() == []


def test_a_cancellation_waits_ten_minutes(cast: Cast) -> None:
    session = upcoming(cast)
    deliver()
    before = timezone.now()
    cancel(session, actor=cast.ana.person)
    rows = Delivery.objects.filter(kind="session_cancelled")
    assert {row.person for row in rows} == {cast.ana.person, cast.miriam.person}
    assert all(10 * MINUTE <= row.due_at - before < 11 * MINUTE for row in rows)
    mails = deliver()
    calendar, event = calendar_of(to(mails, cast.miriam)), entry_of(to(mails, cast.miriam))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert "Ana Kovačević has cancelled your session." in text(to(mails, cast.miriam))
    assert "session/" not in text(to(mails, cast.ana))  # nothing to move or cancel any more


def test_taken_back_it_is_never_sent(cast: Cast) -> None:
    session = upcoming(cast)
    deliver()
    session = cancel(session, actor=cast.ana.person)
    reinstate(session, actor=cast.ana.person)
    assert (waiting(cast.ana), waiting(cast.miriam), deliver()) == ([], [], [])


def test_taken_back_after_the_mail_has_gone_a_second_one_says_so(cast: Cast) -> None:
    session = upcoming(cast)
    deliver()
    session = cancel(session, actor=cast.ana.person)
    sent = entry_of(to(deliver(), cast.miriam))
    reinstate(session, actor=cast.ana.person)
    again = to(deliver(), cast.miriam)
    assert again["Subject"].startswith("Booked again: ")
    event = entry_of(again)
    assert (calendar_of(again)["METHOD"], event["UID"]) == ("REQUEST", sent["UID"])
    assert event["SEQUENCE"] > sent["SEQUENCE"]


def test_a_late_cancellation_says_that_it_counts(cast: Cast) -> None:
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind="sessions", allotment_amount=5)
    session = upcoming(cast, 0.5)
    deliver()
    cancel(session, actor=cast.ana.person)
    assert "It was later than agreed: it counts as one of your sessions." in text(to(deliver(), cast.ana))


def test_a_link_stands_by_itself(cast: Cast) -> None:
    of_ana(cast, medium="link", place="https://meet.example.org/miriam")
    assert "Where: https://meet.example.org/miriam" in text(to(deliver(), cast.ana)).splitlines()


def test_asked_for_and_confirmed(cast: Cast) -> None:
    session = of_ana(cast, approval=True)
    mails = deliver()
    assert to(mails, cast.miriam)["Subject"].startswith("Asked for: ")
    assert "Answer:" in text(to(mails, cast.miriam))
    asked = entry_of(to(mails, cast.ana))
    assert asked["STATUS"] == "TENTATIVE"
    confirm(session, actor=cast.miriam.person)
    mails = deliver()
    ana = entry_of(to(mails, cast.ana))
    assert (ana["STATUS"], ana["UID"]) == ("CONFIRMED", asked["UID"])
    assert ana["SEQUENCE"] > asked["SEQUENCE"]
    assert "Miriam Okafor has said yes" in text(to(mails, cast.ana))
    assert entry_of(to(mails, cast.miriam))["STATUS"] == "CONFIRMED"  # her own calendar follows


def test_asked_for_and_declined(cast: Cast) -> None:
    session = of_ana(cast, approval=True)
    deliver()
    decline(session, actor=cast.miriam.person)
    mail = to(deliver(), cast.ana)
    assert (mail["Subject"].split(":")[0], calendar_of(mail)["METHOD"]) == ("Declined", "CANCEL")


def test_a_mail_that_waits_says_how_it_stands_when_it_goes(cast: Cast) -> None:
    """No mail server was set meanwhile."""
    session = of_ana(cast)
    move(session, START + DAY, actor=cast.ana.person, now=NOW)
    mails = deliver()
    assert len(mails) == 2
    assert to(mails, cast.miriam)["Subject"] == "Booked: Tuesday 9 March, 11:00, with Ana Kovačević"


def test_nobody_hears_of_a_session_that_came_and_went_unheard(cast: Cast) -> None:
    session = of_ana(cast)
    cancel(session, actor=cast.ana.person, now=NOW)
    assert [mail["To"] for mail in deliver()] == ["ana@example.org"]  # she knows of it: she booked it


def test_an_older_mail_is_not_sent_again(cast: Cast) -> None:
    session = of_ana(cast)
    old = Delivery.objects.get(kind="session_booked", person=cast.ana.person)
    deliver()
    move(session, START + DAY, actor=cast.ana.person, now=NOW)
    Delivery.objects.filter(pk=old.pk).update(state="waiting")
    deliver()
    old.refresh_from_db()
    assert old.reason == "The session has changed since; a later mail says so."


def test_who_takes_no_part_any_more_gets_nothing(cast: Cast) -> None:
    of_ana(cast)
    Membership.objects.filter(pk=cast.ana.pk).update(ended_at=timezone.now())
    assert [mail["To"] for mail in deliver()] == ["miriam@example.org"]


def test_a_reader_of_another_language_and_clock(cast: Cast) -> None:
    Membership.objects.filter(pk=cast.ana.pk).update(preferences={"hour12": True})
    of_ana(cast)
    mails = deliver()
    assert "6:00 PM" in to(mails, cast.ana)["Subject"].replace("p.m.", "PM")
    assert "11:00" in to(mails, cast.miriam)["Subject"]


def test_a_prospects_first_talk(cast: Cast) -> None:
    kind = offer(cast.miriam, slug="talk", name="First talk", audience="anybody", minutes=30)
    book(cast.jonas_engagement, kind, cast.miriam, START, actor=cast.jonas.person, now=NOW)
    mails = deliver()
    assert entry_of(to(mails, cast.jonas))["DTEND"].dt == START + 30 * MINUTE
    assert "/session/" in text(to(mails, cast.jonas))
