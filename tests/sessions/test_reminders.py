"""Reminders: planned by rule, on the clock of whoever gets them; moved and gone with the session."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from opencoach.outbox import planning, ports
from opencoach.outbox.models import Delivery
from opencoach.people.actions.membership import change_profile
from opencoach.people.actions.pause import pause_engagement, resume_engagement
from opencoach.people.models import Membership
from opencoach.sessions import reminders, times
from opencoach.sessions.actions import book, cancel, hold, move, reinstate
from opencoach.sessions.models import CoachingSession, SessionType
from tests.cast import Cast
from tests.sessions.mailing import deliver, text, to
from tests.sessions.making import NOW, booked, offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
BEFORE, EVE = {"before": 24 * 3600}, {"days": 1, "at": 9 * 60}


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("rule", "starts", "zone", "goes"),
    [
        ({"before": 24 * 3600}, "2027-03-28T08:00", "Europe/Berlin", "2027-03-27T08:00"),  # 24 h elapsed
        ({"days": 1, "at": 600}, "2027-03-28T08:00", "Europe/Berlin", "2027-03-27T09:00"),  # the same time of day
        ({"days": 1, "at": 540}, "2027-03-28T08:00", "Asia/Singapore", "2027-03-27T01:00"),
        ({"days": 1, "at": 540}, "2027-03-28T20:00", "Asia/Singapore", "2027-03-28T01:00"),  # there it is the 29th
        ({"days": 0, "at": 420}, "2027-10-31T13:00", "America/New_York", "2027-10-31T11:00"),
        ({"days": 1, "at": 150}, "2027-03-29T08:00", "Europe/Berlin", "2027-03-28T01:30"),  # 02:30 is left out there
        ({"before": 3600}, "2027-10-31T01:30", "Europe/Berlin", "2027-10-31T00:30"),
        ({"days": 1, "at": 540}, "2027-06-01T19:00", "Pacific/Kiritimati", "2027-05-31T19:00"),
    ],
)
def test_when_a_reminder_goes(rule: dict[str, int], starts: str, zone: str, goes: str) -> None:
    assert reminders.due(rule, at(starts), zone) == at(goes)


@pytest.fixture
def plan(cast: Cast) -> Callable[[], dict[str, dt.datetime]]:
    """What waits for Ana at `NOW`, by its rule."""

    def rows() -> dict[str, dt.datetime]:
        planning.materialise(cast.ana_engagement, NOW)
        waiting = Delivery.objects.filter(kind=reminders.REMINDER, state="waiting", person=cast.ana.person)
        return {row.dedupe_key.split(":")[3]: row.due_at for row in waiting}

    return rows


def test_a_clients_reminders_are_in_their_zone(cast: Cast, plan) -> None:
    booked(cast, offer(cast.miriam, reminders=[BEFORE, EVE]), NOW + 7 * DAY)
    ninth = at("2027-03-07T01:00")  # 09:00 in Singapore
    assert plan() == {"before-86400": NOW + 6 * DAY, "days-1-540": ninth}
    change_profile(cast.ana, {"zone": "America/New_York"}, actor=cast.ana.person)
    assert plan() == {"before-86400": NOW + 6 * DAY, "days-1-540": at("2027-03-07T14:00")}
    assert not Delivery.objects.filter(kind=reminders.REMINDER, person=cast.miriam.person).exists()


def test_booked_late_there_is_no_burst(cast: Cast, plan) -> None:
    booked(cast, offer(cast.miriam, reminders=[BEFORE, EVE, {"before": 3600}]), NOW + 5 * HOUR)
    assert plan() == {"before-3600": NOW + 4 * HOUR}


def test_none_is_for_the_time_after_the_beginning(cast: Cast, plan) -> None:
    early = at("2027-03-07T23:00")  # 07:00 in Singapore, on the day of the session
    booked(cast, offer(cast.miriam, reminders=[{"days": 0, "at": 9 * 60}]), early)
    assert plan() == {}


def test_they_move_with_the_session(cast: Cast, plan) -> None:
    session = booked(cast, offer(cast.miriam, reminders=[BEFORE]), NOW + 7 * DAY)
    plan()
    move(session, NOW + 9 * DAY, actor=cast.ana.person, now=NOW)
    assert plan() == {"before-86400": NOW + 8 * DAY}


def test_moved_to_soon_the_old_ones_do_not_go_at_once(cast: Cast, plan) -> None:
    session = booked(cast, offer(cast.miriam, reminders=[BEFORE], free_until=0), NOW + 7 * DAY)
    plan()
    move(session, NOW + 2 * HOUR, actor=cast.ana.person, now=NOW)
    assert plan() == {}


def test_cancelled_they_are_gone_and_taken_back_they_are_there(cast: Cast, plan) -> None:
    session = booked(cast, offer(cast.miriam, reminders=[BEFORE]), NOW + 7 * DAY)
    plan()
    session = cancel(session, actor=cast.ana.person, now=NOW)
    assert plan() == {}
    reinstate(session, actor=cast.ana.person, now=NOW)
    assert plan() == {"before-86400": NOW + 6 * DAY}


def test_what_is_only_asked_for_has_none(cast: Cast, plan) -> None:
    booked(cast, offer(cast.miriam, reminders=[BEFORE], approval=True), NOW + 7 * DAY)
    assert plan() == {}


def test_a_paused_engagement_has_none_and_gets_them_back(cast: Cast, plan) -> None:
    booked(cast, offer(cast.miriam, reminders=[BEFORE]), NOW + 7 * DAY)
    plan()
    first = timezone.localdate()
    pause_engagement(cast.ana_engagement, actor=cast.miriam.person, starts_on=first)
    cast.ana_engagement.refresh_from_db()
    assert plan() == {}
    resume_engagement(cast.ana_engagement, actor=cast.miriam.person)
    cast.ana_engagement.refresh_from_db()
    assert plan() == {"before-86400": NOW + 6 * DAY}


def test_each_member_of_a_group_has_their_own(cast: Cast) -> None:
    book(
        cast.group_engagement, offer(cast.miriam, reminders=[EVE]), cast.miriam, NOW + 7 * DAY,
        actor=cast.miriam.person, now=NOW,
    )  # fmt: skip
    planning.materialise(cast.group_engagement, NOW)
    rows = Delivery.objects.filter(kind=reminders.REMINDER)
    assert {row.address: row.due_at for row in rows} == {
        "mei@example.org": at("2027-03-07T00:00"), "omar@example.org": at("2027-03-07T08:00")
    }  # fmt: skip


def real_session(cast: Cast, ahead: dt.timedelta, **fields: object) -> CoachingSession:
    """Booked from the real now."""
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + ahead
    return book(cast.ana_engagement, offer(cast.miriam, **fields), cast.miriam, start, actor=cast.ana.person)


def test_its_mail_says_when_and_how_to_move(cast: Cast) -> None:
    session = real_session(cast, 3 * DAY)
    assert Delivery.objects.filter(kind=reminders.REMINDER).count() == 2  # made with the booking
    mail = deliver(reminders.REMINDER)[0]
    day = times.wall(session.starts_at, "Asia/Singapore")
    assert mail["Subject"].endswith(": session with Miriam Okafor")
    assert f"{day:%H:%M}" in mail["Subject"]
    assert "/session/" in text(mail)
    assert f"/p/okafor/sessions/{session.public_id}/room/" in text(mail)
    assert mail["List-Unsubscribe"]


def test_of_a_session_elsewhere_the_mail_leads_to_no_room(cast: Cast) -> None:
    real_session(cast, 3 * DAY, medium="link", place="https://meet.example.org/ana")
    mail = text(deliver(reminders.REMINDER)[0])
    assert "/room/" not in mail
    assert "https://meet.example.org/ana" in mail


def test_just_before_sending_it_is_asked_again(cast: Cast) -> None:
    session = real_session(cast, 3 * DAY)
    row = Delivery.objects.filter(kind=reminders.REMINDER).first()
    assert row is not None
    due = ports.kinds[reminders.REMINDER].still_due
    assert due(row) == ""
    CoachingSession.objects.filter(pk=session.pk).update(starts_at=timezone.now())
    assert due(row) == "The session has begun."
    CoachingSession.objects.filter(pk=session.pk).update(sequence=1)
    assert due(row) == "The session has changed since."
    Membership.objects.filter(pk=cast.ana.pk).update(ended_at=timezone.now())
    assert due(row) == "They take no part in this session any more."


# the nudge


@pytest.fixture
def been(cast: Cast) -> CoachingSession:
    """Ana's last session, on 8 March at 10:00 UTC, of a type that nudges after five days."""
    session = booked(cast, offer(cast.miriam, nudge_days=5), NOW + 7 * DAY)
    return hold(session, actor=cast.miriam.person, now=NOW + 7 * DAY)


def nudges(cast: Cast, now: dt.datetime) -> dict[str, dt.datetime]:
    planning.materialise(cast.ana_engagement, now)
    return dict(Delivery.objects.filter(kind=reminders.NUDGE, state="waiting").values_list("address", "due_at"))


AFTER = NOW + 7 * DAY + 2 * HOUR


def test_nothing_booked_the_client_is_told_once(cast: Cast, been: CoachingSession) -> None:
    assert nudges(cast, AFTER) == {"ana@example.org": at("2027-03-13T02:00")}  # 10:00 in Singapore
    mail = to(deliver(reminders.NUDGE), cast.ana)
    assert "Your last session with Miriam Okafor was on Monday 8 March." in text(mail)
    assert nudges(cast, AFTER) == {}


@pytest.mark.parametrize(
    ("nudged", "told"),
    [
        ("coach", {"miriam@example.org": at("2027-03-13T09:00")}),  # 10:00 in Berlin
        ("both", {"miriam@example.org": at("2027-03-13T09:00"), "ana@example.org": at("2027-03-13T02:00")}),
    ],
)
def test_the_type_says_whether_client_or_coach_is_told(
    cast: Cast, been: CoachingSession, nudged: str, told: dict[str, dt.datetime]
) -> None:
    SessionType.objects.filter(pk=been.session_type_id).update(nudged=nudged)
    assert nudges(cast, AFTER) == told
    mail = to(deliver(reminders.NUDGE), cast.miriam)
    assert mail["Subject"] == "Nothing is booked with Ana Kovačević"
    assert f"?with={cast.ana_engagement.public_id}" in text(mail)
    assert mail["Reply-To"] == "ana@example.org"


def test_the_coach_who_has_taken_over_is_told(cast: Cast, been: CoachingSession) -> None:
    SessionType.objects.filter(pk=been.session_type_id).update(nudged="coach")
    cast.ana_engagement.coach_parts.update(membership=cast.devi)
    assert list(nudges(cast, AFTER)) == ["devi@example.org"]
    assert "with Ana Kovačević" in to(deliver(reminders.NUDGE), cast.devi)["Subject"]


def test_it_follows_the_coachs_clock(cast: Cast, been: CoachingSession) -> None:
    SessionType.objects.filter(pk=been.session_type_id).update(nudged="coach")
    assert nudges(cast, AFTER) == {"miriam@example.org": at("2027-03-13T09:00")}
    Membership.objects.filter(pk=cast.miriam.pk).update(zone="America/New_York")
    assert nudges(cast, AFTER) == {"miriam@example.org": at("2027-03-13T15:00")}


def test_a_booking_takes_it_back(cast: Cast, been: CoachingSession) -> None:
    nudges(cast, AFTER)
    assert been.session_type is not None
    session = booked(cast, been.session_type, NOW + 14 * DAY)
    assert nudges(cast, AFTER) == {}
    cancel(session, actor=cast.ana.person, now=NOW + 12 * DAY)
    assert nudges(cast, NOW + 12 * DAY) == {"ana@example.org": at("2027-03-14T02:00")}  # the day after


def test_long_ago_is_too_late(cast: Cast, been: CoachingSession) -> None:
    assert nudges(cast, NOW + 60 * DAY) == {}


def test_nothing_left_nothing_said(cast: Cast, been: CoachingSession) -> None:
    engagement = cast.ana_engagement
    engagement.allotment_kind, engagement.allotment_amount = "sessions", 1
    engagement.save()
    assert nudges(cast, AFTER) == {}
