"""Who comes into a room, waits, is let in; when it begins and how it ends."""

import datetime as dt

import pytest
from django.utils import timezone

from opencoach.conversations.actions import open as open_conversation
from opencoach.conversations.models import Message
from opencoach.people.refusal import Refused
from opencoach.rooms import hours
from opencoach.rooms.actions.ending import end, reopen
from opencoach.rooms.actions.entering import admit, enter, hear, leave
from opencoach.rooms.jobs import close_left
from opencoach.rooms.models import Room, Visit
from opencoach.rooms.queries.facts import facts
from opencoach.sessions.actions import cancel
from opencoach.sessions.models import Attendance, CoachingSession
from opencoach.sessions.queries.allotment import allotment
from tests.cast import Cast
from tests.rooms.making import begun, to_begin
from tests.sessions.making import upcoming

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MINUTE = dt.timedelta(minutes=1)
Presence = Attendance.Presence


def stays(session: CoachingSession, now: dt.datetime | None = None) -> dict[str, bool]:
    """Who is there, and whether they were let in."""
    found = facts(session.pk, now)
    assert found is not None
    return {one.name: one.admitted for one in found.stays}


def presences(session: CoachingSession) -> dict[str, str]:
    return {one.membership.display_name: one.presence for one in session.attendances.select_related("membership")}


def test_a_client_waits_and_the_coach_is_in(cast: Cast) -> None:
    session = begun(cast)
    enter(session, cast.ana)
    enter(session, cast.miriam)
    assert stays(session) == {"Miriam Okafor": True, "Ana Kovačević": False}
    assert Room.objects.get().began_at is None
    admit(session, cast.ana, by=cast.miriam.person)
    assert stays(session) == {"Miriam Okafor": True, "Ana Kovačević": True}
    assert Room.objects.get().began_at is not None


def test_whoever_was_in_comes_in_again_without_asking(cast: Cast) -> None:
    session = begun(cast)
    enter(session, cast.ana)
    admit(session, cast.ana, by=cast.miriam.person)
    leave(session, cast.ana)
    assert stays(session) == {}
    enter(session, cast.ana)
    assert stays(session) == {"Ana Kovačević": True}
    assert Visit.objects.count() == 2


def test_coming_twice_is_one_stay_and_silence_ends_it(cast: Cast) -> None:
    session, now = begun(cast), timezone.now()
    enter(session, cast.ana, now=now)
    enter(session, cast.ana, now=now + MINUTE)
    assert Visit.objects.count() == 1
    assert stays(session, now + 2 * MINUTE) == {"Ana Kovačević": False}
    assert stays(session, now + 4 * MINUTE) == {}
    hear(session, cast.ana, now=now + 4 * MINUTE)  # too late: that stay is over
    enter(session, cast.ana, now=now + 5 * MINUTE)
    assert list(Visit.objects.order_by("pk").values_list("left_at", flat=True)) == [now + MINUTE, None]


def test_nobody_is_let_in_who_does_not_wait(cast: Cast) -> None:
    session = begun(cast)
    with pytest.raises(Refused, match="does not wait"):
        admit(session, cast.ana, by=cast.miriam.person)


def test_a_room_opens_a_quarter_of_an_hour_before(cast: Cast) -> None:
    session = upcoming(cast)
    begins = session.starts_at
    assert hours.standing(session, begins - 16 * MINUTE) == "early"
    assert hours.standing(session, begins - 15 * MINUTE) == "open"
    assert hours.standing(session, session.ends_at + 119 * MINUTE) == "open"
    assert hours.standing(session, session.ends_at + 120 * MINUTE) == "over"
    assert hours.standing(session, begins, ended_at=begins) == "over"
    with pytest.raises(Refused):
        enter(session, cast.ana)


@pytest.mark.parametrize("place", ["https://example.org/room", "+49 30 1"])
def test_a_session_with_an_address_of_its_own_has_no_room(cast: Cast, place: str) -> None:
    session = begun(cast)
    session.place = place
    assert hours.standing(session, timezone.now()) == "closed"


def test_a_cancelled_session_has_no_room(cast: Cast) -> None:
    session = upcoming(cast)
    cancel(session, actor=cast.miriam.person)
    session.refresh_from_db()
    assert hours.standing(session, session.starts_at) == "closed"


def test_it_is_held_as_long_as_it_really_was_and_counted(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    open_conversation(cast.ana_engagement, "Welcome.")
    cast.ana_engagement.allotment_kind, cast.ana_engagement.allotment_amount = "sessions", 5
    cast.ana_engagement.save()
    session = begun(cast)
    began = session.starts_at + 6.5 * MINUTE
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        enter(session, cast.miriam, now=began - 2 * MINUTE)
        enter(session, cast.ana, now=began - MINUTE)
        admit(session, cast.ana, by=cast.miriam.person, now=began)
        end(session, by=cast.miriam.person, now=began + MINUTE)
    session.refresh_from_db()
    assert (session.status, session.started_at, session.ended_at) == ("held", began, began + MINUTE)
    assert presences(session) == {"Miriam Okafor": Presence.THERE, "Ana Kovačević": Presence.LATE}
    ana = session.attendances.get(membership=cast.ana)
    assert (ana.came_at, ana.left_at) == (began - MINUTE, began + MINUTE)
    assert allotment(cast.ana_engagement).left == 4
    room = Room.objects.get()
    lines = {one.seq: one.data["what"] for one in Message.objects.filter(kind="system")}
    assert (lines[room.first_seq or 0], lines[room.last_seq or 0]) == ("room_began", "room_ended")


def test_ending_twice_is_ending_once(cast: Cast) -> None:
    session = begun(cast)
    enter(session, cast.miriam)
    enter(session, cast.ana)
    admit(session, cast.ana, by=cast.miriam.person)
    first = end(session, by=cast.miriam.person).ended_at
    assert end(session, by=cast.miriam.person).ended_at == first
    assert session.steps.filter(kind="held").count() == 1
    with pytest.raises(Refused):
        enter(session, cast.ana)


def test_what_was_ended_by_mistake_goes_on_and_is_held_until_its_real_end(cast: Cast) -> None:
    session = begun(cast)
    begins = session.starts_at
    enter(session, cast.miriam, now=begins)
    enter(session, cast.ana, now=begins)
    admit(session, cast.ana, by=cast.miriam.person, now=begins)
    end(session, by=cast.miriam.person, now=begins + 5 * MINUTE)
    session.refresh_from_db()
    reopen(session, now=begins + 6 * MINUTE)
    enter(session, cast.ana, now=begins + 7 * MINUTE)
    assert stays(session, begins + 7 * MINUTE) == {"Ana Kovačević": True}
    end(session, by=cast.miriam.person, now=begins + 50 * MINUTE)
    session.refresh_from_db()
    assert (session.status, session.started_at, session.ended_at) == ("held", begins, begins + 50 * MINUTE)
    with pytest.raises(Refused, match="over"):
        reopen(session, now=session.ends_at + 121 * MINUTE)


def test_a_room_that_is_open_is_not_opened_again(cast: Cast) -> None:
    session = begun(cast)
    enter(session, cast.miriam)
    with pytest.raises(Refused, match="open"):
        reopen(session)


def test_where_they_never_met_it_is_asked_what_became_of_it(cast: Cast) -> None:
    session = begun(cast)
    enter(session, cast.miriam)
    enter(session, cast.ana)
    end(session, by=cast.miriam.person)
    session.refresh_from_db()
    assert session.status == "booked"


def test_a_session_that_nobody_ended_ended_when_the_last_one_left(cast: Cast) -> None:
    session = begun(cast)
    begins = session.starts_at
    enter(session, cast.miriam, now=begins)
    enter(session, cast.ana, now=begins)
    admit(session, cast.ana, by=cast.miriam.person, now=begins)
    leave(session, cast.ana, now=begins + 10 * MINUTE)
    leave(session, cast.miriam, now=begins + 12 * MINUTE)
    to_begin(session, 79)
    close_left()
    session.refresh_from_db()
    assert session.status == "booked"  # they may come back for a while
    to_begin(session, 81)
    close_left()
    session.refresh_from_db()
    assert (session.status, session.ended_at) == ("held", begins + 12 * MINUTE)


def test_a_room_with_somebody_in_it_is_not_closed(cast: Cast) -> None:
    session = begun(cast)
    enter(session, cast.miriam)
    to_begin(session, 120)
    close_left()
    assert Room.objects.get().ended_at is None
