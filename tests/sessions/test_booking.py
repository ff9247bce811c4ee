import datetime as dt
import zoneinfo
from collections.abc import Callable

import pytest

from opencoach.people.actions.engagement import end_engagement
from opencoach.people.models import Engagement, Membership
from opencoach.people.refusal import Refused
from opencoach.sessions import private
from opencoach.sessions.actions import Booked, Taken, book, log_past
from opencoach.sessions.models import CoachingSession, Occupancy, SessionType
from opencoach.sessions.queries.allotment import allotment
from tests.cast import Cast
from tests.sessions.making import NOW, booked, offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Status = CoachingSession.Status
Book = Callable[..., CoachingSession]


def test_a_session_keeps_the_wall_clock_of_its_coach(cast: Cast, coaching: SessionType) -> None:
    before, after = (
        booked(cast, coaching, dt.datetime(2027, 3, day, hour, tzinfo=dt.UTC)) for day, hour in ((22, 9), (29, 8))
    )  # Berlin's clocks go forward on the 28th
    assert before.zone == after.zone == "Europe/Berlin"
    assert before.clock == after.clock == dt.time(10)
    assert after.wall == dt.datetime(2027, 3, 29, 10, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    assert after.ends_at - after.starts_at == dt.timedelta(minutes=60)


def test_an_hour_that_comes_twice_is_kept_apart(cast: Cast, coaching: SessionType) -> None:
    second = booked(cast, coaching, dt.datetime(2027, 10, 31, 1, 30, tzinfo=dt.UTC))
    second.refresh_from_db()
    assert (second.clock, second.fold) == (dt.time(2, 30), 1)
    assert second.wall.astimezone(dt.UTC) == second.starts_at


def test_what_was_said_when_booking_is_sealed(cast: Cast, coaching: SessionType) -> None:
    wanted = Booked(agenda=" The talk with Rui ", answers=[("What for?", "Courage"), ("Else?", " ")])
    session = booked(cast, coaching, NOW + dt.timedelta(days=2), wanted=wanted)
    session.refresh_from_db()
    assert b"Rui" not in bytes(session.agenda)
    assert private.unseal(session, "agenda") == "The talk with Rui"
    assert private.answers(session) == {"What for?": "Courage"}


def test_everybody_who_takes_part_is_on_the_list(cast: Cast, book_ana: Book) -> None:
    assert {one.membership for one in book_ana().attendances.all()} == {cast.miriam, cast.ana}


@pytest.mark.parametrize(("minutes", "clash"), [(-75, False), (-74, True), (0, True), (74, True), (75, False)], ids=str)
def test_buffers_are_kept_on_both_sides(cast: Cast, coaching: SessionType, minutes: int, *, clash: bool) -> None:
    """An hour each, with fifteen minutes after: touching is no conflict."""
    start = NOW + dt.timedelta(days=3)
    booked(cast, coaching, start)
    if not clash:
        booked(cast, coaching, start + dt.timedelta(minutes=minutes))
        return
    with pytest.raises(Taken):
        booked(cast, coaching, start + dt.timedelta(minutes=minutes))
    assert CoachingSession.objects.count() == Occupancy.objects.count() == 1


def test_a_coach_of_two_practices_has_one_time(cast: Cast, coaching: SessionType) -> None:
    start = NOW + dt.timedelta(days=3)
    booked(cast, coaching, start)
    Membership.objects.filter(pk=cast.astrid.pk).update(person=cast.miriam.person)
    cast.astrid.refresh_from_db()
    elsewhere = offer(cast.astrid)
    with pytest.raises(Taken):
        book(cast.oskar_engagement, elsewhere, cast.astrid, start, actor=cast.oskar.person, now=NOW)


def test_what_needs_the_coachs_word_waits_for_it(cast: Cast) -> None:
    kind = offer(cast.miriam, approval=True)
    asked = booked(cast, kind, NOW + dt.timedelta(days=3))
    given = booked(cast, kind, NOW + dt.timedelta(days=4), actor=cast.miriam.person)
    assert (asked.status, given.status) == (Status.REQUESTED, Status.BOOKED)
    assert [one.kind for one in asked.steps.all()] == ["requested"]


def test_what_cannot_be_booked_says_why(cast: Cast, coaching: SessionType) -> None:
    soon = NOW + dt.timedelta(days=1)

    def refused(engagement: Engagement, kind: SessionType, start: dt.datetime) -> str:
        with pytest.raises(Refused) as refusal:
            book(engagement, kind, cast.miriam, start, actor=cast.ana.person, now=NOW)
        return str(refusal.value)

    assert "is over" in refused(cast.ana_engagement, coaching, NOW)
    assert "Only a coach" in refused(cast.tomas_engagement, coaching, soon)
    assert "not offered" in refused(cast.ana_engagement, offer(cast.devi, slug="devis"), soon)
    assert "not offered" in refused(cast.ana_engagement, offer(cast.miriam, slug="old", archived_at=NOW), soon)
    end_engagement(cast.ana_engagement, actor=cast.miriam.person)
    assert "has ended" in refused(cast.ana_engagement, coaching, soon)
    assert not CoachingSession.objects.exists()


@pytest.mark.parametrize(("kind", "amount", "fit"), [("sessions", 2, 2), ("minutes", 150, 2), ("open", 0, 4)])
def test_an_allotment_is_used_up(cast: Cast, book_ana: Book, kind: str, amount: int, fit: int) -> None:
    Engagement.objects.filter(pk=cast.ana_engagement.pk).update(allotment_kind=kind, allotment_amount=amount)
    for day in range(1, fit + 1):
        book_ana(day)
    left = allotment(Engagement.objects.get(pk=cast.ana_engagement.pk)).left
    if kind == "open":
        assert left is None
        return
    assert left == (0 if kind == "sessions" else 30)
    with pytest.raises(Refused, match="Nothing is left"):
        book_ana(20, wanted=Booked(over=True))  # only a coach goes on
    book_ana(20, actor=cast.miriam.person, wanted=Booked(over=True))
    assert CoachingSession.objects.count() == fit + 1


def test_a_session_of_the_past_is_written_down_once(cast: Cast) -> None:
    start = NOW - dt.timedelta(days=30)

    def log(start: dt.datetime, minutes: int = 50) -> CoachingSession:
        return log_past(cast.ana_engagement, cast.miriam, start, minutes, actor=cast.miriam.person, now=NOW)

    session = log(start)
    assert (session.status, session.started_at, session.counts) == (Status.HELD, start, True)
    assert {one.presence for one in session.attendances.all()} == {"there"}
    assert not Occupancy.objects.exists()
    for wrong in (start, NOW + dt.timedelta(hours=1)):
        with pytest.raises(Refused):
            log(wrong)
    with pytest.raises(Refused, match="between a minute and a day"):
        log(start - dt.timedelta(days=1), 0)
