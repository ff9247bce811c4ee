"""What a calendar program answers to an invitation: noted, asked about, proposed to the coach; never acted upon by
itself, and only from who it is for."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.models import Message
from opencoach.outbox import ports
from opencoach.outbox.mail_in import addresses, authentic
from opencoach.outbox.mail_in.ingest import Envelope, ingest
from opencoach.outbox.mail_in.routing import route_waiting
from opencoach.outbox.models import Delivery, Inbound
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.attention import waiting_for
from opencoach.people.models import Membership
from opencoach.sessions import entry, links
from opencoach.sessions.actions import cancel, move
from opencoach.sessions.mails.invitation import answers_to
from opencoach.sessions.models import Attendance, CoachingSession
from tests.cast import Cast
from tests.outbox.mail_in.letters import letter, published, sealed
from tests.sessions.calendar_programs import PROGRAMS, Answer, google
from tests.sessions.mailing import deliver, entry_of, to
from tests.sessions.making import upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
Status = CoachingSession.Status
KINDS = ["calendar_declined", "calendar_kept", "calendar_outdated", "calendar_proposed"]


@pytest.fixture(autouse=True)
def _mail_comes_in(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_IN = "answers@okafor.example"
    settings.MAIL_IN_TRUSTS = frozenset()
    proof = authentic.is_from
    monkeypatch.setattr(authentic, "is_from", lambda raw, sender: proof(raw, sender, lookup=published))


@pytest.fixture
def session(cast: Cast) -> CoachingSession:
    """Ana's, in a week; she and Miriam have addresses at example.org, and have their invitations."""
    for member, name in ((cast.ana, "ana"), (cast.miriam, "miriam")):
        member.person.email = f"{name}@example.org"
        member.person.save()
    made = upcoming(cast)
    deliver()
    return made


@pytest.fixture
def says(cast: Cast, session: CoachingSession) -> Callable[..., Inbound]:
    """Somebody's program (Google's, and Ana's, by itself) answers; gives what became of the mail."""
    began = timezone.now() - 2 * HOUR

    def say(
        answer: str = "ACCEPTED", *, program: Any = google, minute: int = 0, sign: bool = True, **more: Any
    ) -> Inbound:
        member = more.pop("member", cast.ana)
        place = answers_to(session, member)
        given = {"uid": entry.uid(session), "to": place, "start": session.starts_at, "sender": member.person.email}
        one = Answer(**{**given, "answer": answer, "stamp": began + minute * MINUTE, **more})
        raw = program(one)
        ingest(sealed(raw, one.sender.rpartition("@")[2]) if sign else raw, Envelope("bounces@google.com", [one.to]))
        route_waiting()
        return Inbound.objects.latest("pk")

    return say


def noted(session: CoachingSession, member: Membership) -> tuple[str, dt.datetime | None]:
    row = Attendance.objects.get(session=session, membership=member)
    return row.answer, row.proposed_for


def mailed() -> list[tuple[str, str]]:
    """(kind, to whom) of the mails that wait about answers of calendars."""
    rows = Delivery.objects.filter(kind__in=KINDS, state="waiting").order_by("kind", "address")
    return [(row.kind.removeprefix("calendar_"), row.address.partition("@")[0]) for row in rows]


def words_of(kind: str, person: Membership) -> ports.Rendered:
    row = Delivery.objects.get(kind=f"calendar_{kind}", person=person.person)
    assert ports.kinds[row.kind].still_due(row) == ""
    return ports.kinds[row.kind].render(row)


def link_in(mail: ports.Rendered, end: str = "") -> str:
    found = re.search(rf"(/session/\w+/{end})", mail.text)
    assert found
    return found[1]


def test_the_invitation_says_where_answers_go(cast: Cast, session: CoachingSession) -> None:
    move(session, session.starts_at + DAY, actor=cast.miriam.person)
    event = entry_of(to(deliver(), cast.ana))
    place = str(event["ORGANIZER"]).removeprefix("mailto:")
    assert (place, event["ATTENDEE"].params["RSVP"]) == (answers_to(session, cast.ana), "TRUE")
    assert (addresses.place(place) is not None, place != answers_to(session, cast.miriam)) == (True, True)


def test_where_the_sender_takes_answers_itself_it_is_the_organizer(
    cast: Cast, session: CoachingSession, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Okafor <answers@okafor.example>"
    assert answers_to(session, cast.ana) == "answers@okafor.example"
    settings.MAIL_IN, settings.DEFAULT_FROM_EMAIL = "@answers.okafor.example", "Okafor <Hello@answers.okafor.example>"
    assert answers_to(session, cast.ana) == "Hello@answers.okafor.example"
    assert (addresses.has_token("hello@answers.okafor.example"), addresses.has_token("x@answers.okafor.example")) == (
        False, True,
    )  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_yes_and_a_perhaps_are_noted(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], client: Client, program: str
) -> None:
    for minute, (answer, kept, shown) in enumerate(
        [("TENTATIVE", "tentative", "Perhaps"), ("ACCEPTED", "accepted", "Comes")]
    ):
        row = says(answer, program=PROGRAMS[program], minute=minute)
        assert (row.state, row.reason, bytes(row.raw)) == ("taken", "", b"")
        assert noted(session, cast.ana) == (kept, None)
        client.force_login(cast.miriam.person)
        assert f"({shown})" in client.get(f"/p/okafor/sessions/{session.public_id}/").content.decode()
    assert (mailed(), session.steps.count()) == ([], 1)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_no_asks_whether_to_cancel_and_cancels_nothing(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], client: Client, program: str
) -> None:
    assert says("DECLINED", program=PROGRAMS[program]).state == "taken"
    session.refresh_from_db()
    assert (session.status, noted(session, cast.ana)) == (Status.BOOKED, ("declined", None))
    assert mailed() == [("declined", "ana"), ("declined", "miriam")]
    mail = words_of("declined", cast.ana)
    assert "It is still booked: nothing is cancelled until you say so." in " ".join(mail.text.split())
    assert "This is in time." in mail.text
    assert "says their calendar" in words_of("declined", cast.miriam).subject
    path = link_in(mail, "cancellation/")
    assert client.get(path).status_code == 200
    session.refresh_from_db()
    assert session.status == Status.BOOKED
    client.post(path)
    session.refresh_from_db()
    assert (session.status, session.steps.latest("pk").actor) == (Status.CANCELLED, cast.ana.person)


def test_the_coach_sees_the_no_until_it_is_settled(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], client: Client
) -> None:
    says("DECLINED")
    waits = [one.why.partition(":")[0] for one in waiting_for(cast.miriam) if one.key.startswith("said:")]
    assert waits == ["Declined in a calendar, and still booked"]
    client.force_login(cast.miriam.person)
    page = client.get(f"/p/okafor/sessions/{session.public_id}/").content.decode()
    assert "has declined in their calendar" in page
    client.force_login(cast.ana.person)
    assert (
        "Your calendar says that you can’t come."
        in client.get(f"/p/okafor/sessions/{session.public_id}/").content.decode()
    )
    says("ACCEPTED", minute=5)
    assert not [one for one in waiting_for(cast.miriam) if one.key.startswith("said:")]
    row = Delivery.objects.get(kind="calendar_declined", person=cast.ana.person)
    assert ports.kinds[row.kind].still_due(row) == "They have answered otherwise since."


@pytest.mark.parametrize("program", PROGRAMS)
def test_another_time_is_taken_with_a_click(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], client: Client, program: str
) -> None:
    wanted = session.starts_at + 2 * HOUR
    assert says("TENTATIVE", program=PROGRAMS[program], method="COUNTER", start=wanted).state == "taken"
    assert (noted(session, cast.ana), mailed()) == (("proposed", wanted), [("proposed", "miriam")])
    session.refresh_from_db()
    assert (session.starts_at != wanted, session.sequence) == (True, 0)
    path = link_in(words_of("proposed", cast.miriam), "proposals/[0-9a-f-]+/")
    assert "Move it there" in client.get(path).content.decode()
    session.refresh_from_db()
    assert session.starts_at != wanted
    for _double in range(2):
        client.post(f"{path}acceptance/", {"start": wanted.isoformat()})
    session.refresh_from_db()
    assert (session.starts_at, session.sequence) == (wanted, 1)
    event = entry_of(to(deliver(), cast.ana))
    assert (event["SEQUENCE"], event["DTSTART"].dt, event["UID"]) == (1, wanted, entry.uid(session))
    assert "Nothing is proposed any more" in client.get(path).content.decode()


def test_another_time_is_refused_and_the_program_hears_of_it(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], client: Client
) -> None:
    wanted = session.starts_at + 2 * HOUR
    says(method="COUNTER", start=wanted)
    assert [one.step for one in waiting_for(cast.miriam) if one.key.startswith("said:")] == ["Answer"]
    client.force_login(cast.miriam.person)
    page = f"/p/okafor/sessions/{session.public_id}/"
    assert "proposes another time" in client.get(page).content.decode()
    client.post(f"{page}proposals/{cast.ana.public_id}/refusal/", {"start": wanted.isoformat()})
    session.refresh_from_db()
    assert (session.starts_at != wanted, session.sequence, noted(session, cast.ana)) == (True, 0, ("", None))
    mail = words_of("kept", cast.ana)
    assert mail.calendar is not None
    content = mail.calendar.content
    assert (mail.calendar.method, "METHOD:DECLINECOUNTER" in content) == ("DECLINECOUNTER", True)
    assert f"UID:{entry.uid(session)}" in content.replace("\r\n ", "")
    assert [step.kind for step in session.steps.order_by("pk")] == ["booked", "proposed", "kept"]
    assert says(method="COUNTER", start=wanted, minute=9).state == "taken"
    assert mailed() == [("kept", "ana"), ("proposed", "miriam"), ("proposed", "miriam")]


def test_what_was_seen_is_what_is_taken(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], client: Client
) -> None:
    seen, later = session.starts_at + 2 * HOUR, session.starts_at + 3 * HOUR
    says(method="COUNTER", start=seen)
    says(method="COUNTER", start=later, minute=1)
    client.force_login(cast.miriam.person)
    url = f"/p/okafor/sessions/{session.public_id}/proposals/{cast.ana.public_id}/acceptance/"
    for start in (seen.isoformat(), "", "yesterday"):
        page = client.post(url, {"start": start}, follow=True)
        assert "This time is proposed no longer." in page.content.decode()
    session.refresh_from_db()
    assert session.sequence == 0


def test_a_time_that_has_gone_meanwhile_is_not_taken(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], client: Client
) -> None:
    upcoming(cast, 7 + 2 / 24)
    wanted = session.starts_at + 2 * HOUR
    says(method="COUNTER", start=wanted)
    client.force_login(cast.miriam.person)
    url = f"/p/okafor/sessions/{session.public_id}/proposals/{cast.ana.public_id}/acceptance/"
    page = client.post(url, {"start": wanted.isoformat()}, follow=True)
    assert "That time has just been taken." in page.content.decode()
    assert noted(session, cast.ana) == ("proposed", wanted)


def test_only_the_coach_answers_a_proposal(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], client: Client
) -> None:
    wanted = session.starts_at + 2 * HOUR
    says(method="COUNTER", start=wanted)
    for step in ("", "acceptance/", "refusal/"):
        path = f"/session/{links.token_of(session, cast.ana)}/proposals/{cast.ana.public_id}/{step}"
        ask = client.post if step else client.get
        assert ask(path, {"start": wanted.isoformat()}).status_code == 404


def test_an_answer_to_an_earlier_invitation_is_said_to_be_old(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound]
) -> None:
    move(session, session.starts_at + DAY, actor=cast.miriam.person)
    assert says("ACCEPTED", sequence=0).reason == "an answer to an earlier invitation"
    assert mailed() == []
    assert says("DECLINED", sequence=0, minute=1).reason == "an answer to an earlier invitation"
    assert (mailed(), noted(session, cast.ana)) == ([("outdated", "ana")], ("", None))
    session.refresh_from_db()
    mail = words_of("outdated", cast.ana)
    assert "This is how the session stands now." in " ".join(mail.text.split())
    assert says("DECLINED", sequence=1, minute=2).state == "taken"


def test_the_later_answer_counts_whichever_comes_first(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound]
) -> None:
    says("ACCEPTED", minute=9)
    says("DECLINED", minute=1)
    assert (noted(session, cast.ana), mailed()) == (("accepted", None), [])


def test_the_same_answer_twice_asks_once(cast: Cast, session: CoachingSession, says: Callable[..., Inbound]) -> None:
    for minute in (0, 0, 3):
        says("DECLINED", minute=minute)
    assert mailed() == [("declined", "ana"), ("declined", "miriam")]


def test_the_coachs_own_no_asks_the_coach_alone(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], client: Client
) -> None:
    says("DECLINED", member=cast.miriam)
    assert mailed() == [("declined", "miriam")]
    assert "Cancel the session?" in words_of("declined", cast.miriam).subject
    client.force_login(cast.ana.person)
    assert "declined" not in client.get(f"/p/okafor/sessions/{session.public_id}/").content.decode()


def test_what_was_written_beside_it_stands_in_the_conversation(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound]
) -> None:
    conversation = open_conversation(cast.ana_engagement)
    for minute, name in enumerate(("google", "outlook", "thunderbird")):
        said = Message.objects.filter(conversation=conversation, channel="email")
        before = said.count()
        says("DECLINED", program=PROGRAMS[name], comment=f"I am in Geneva with {name}.", minute=minute)
        assert (said.count(), said.latest("seq").sender) == (before + 1, cast.ana.person)


def test_nobody_answers_for_somebody_else(cast: Cast, session: CoachingSession, says: Callable[..., Inbound]) -> None:
    """Unsigned, from another address, and a person of the session for another one of it."""
    place = answers_to(session, cast.ana)
    found = [
        says("DECLINED", sign=False),
        says("DECLINED", sender="eve@example.org", attendee="ana@example.org", minute=1),
        says("DECLINED", sender="ana@evil.example", attendee="ana@example.org", minute=2),
        says("DECLINED", member=cast.miriam, attendee="ana@example.org", to=place, minute=3),
        says("DECLINED", sender="eve@example.org", minute=4),
    ]
    assert [(row.state, row.reason) for row in found] == [
        ("held", "Nothing proves that it comes from ana@example.org."),
        ("held", "It comes from eve@example.org."),
        ("held", "It comes from ana@evil.example."),
        ("held", "It answers for somebody else."),
        ("ignored", "nobody of this session"),
    ]
    assert (mailed(), noted(session, cast.ana), noted(session, cast.miriam)) == ([], ("", None), ("", None))


def test_a_session_that_is_over_hears_nothing(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound]
) -> None:
    cancel(session, actor=cast.ana.person)
    assert says("DECLINED").reason == "the session is over"
    other = upcoming(cast, 9)
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    uid = entry.uid(other)
    assert says("DECLINED", uid=uid, minute=1).state == "ignored"
    assert mailed() == []


@pytest.mark.parametrize("uid", ["", "x", "019c0000-0000-7000-8000-000000000000@okafor.example", "{}@evil.example"])
def test_another_invitation_is_not_ours_to_answer(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], uid: str
) -> None:
    """It goes on as a mail like any other; a machine's is not heard."""
    row = says("DECLINED", uid=uid.format(session.public_id))
    assert (row.state, row.reason, noted(session, cast.ana)) == ("ignored", "automatic", ("", None))


@pytest.mark.parametrize("days", [-400, 0, 4000])
def test_a_time_that_cannot_be_waits_for_the_coach(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound], days: int
) -> None:
    row = says(method="COUNTER", start=timezone.now() + days * DAY)
    assert (row.state, row.person, mailed()) == ("held", cast.ana.person, [])


def test_words_to_the_organizers_address_are_said(cast: Cast, session: CoachingSession) -> None:
    conversation = open_conversation(cast.ana_engagement)
    place = answers_to(session, cast.ana)
    ingest(sealed(letter(place, "I may be five minutes late.").as_bytes()), Envelope("ana@example.org", [place]))
    route_waiting()
    said = Message.objects.filter(conversation=conversation, channel="email").get()
    assert said.sender == cast.ana.person


def test_more_than_twenty_in_an_hour_are_not_heard(
    cast: Cast, session: CoachingSession, says: Callable[..., Inbound]
) -> None:
    for minute in range(21):
        row = says("ACCEPTED" if minute % 2 else "TENTATIVE", minute=minute)
    assert (row.state, row.reason) == ("ignored", "too often")
