import datetime as dt
import zoneinfo
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from opencoach.people.models import Engagement, Membership
from opencoach.scheduling.actions.hours import add_override, set_week
from opencoach.scheduling.queries.free import Free
from opencoach.sessions.actions import book
from opencoach.sessions.models import CoachingSession, SessionType
from tests.cast import Cast
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
MONDAY = dt.datetime(2027, 3, 1, 6, 0, tzinfo=dt.UTC)  # 07:00 in Berlin, 14:00 in Singapore
TUESDAY_NINE = "2027-03-02T08:00Z"
BOOKING = "/p/okafor/sessions/booking/"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def coaching(cast: Cast) -> SessionType:
    """Miriam's hour, free from 9 to 12 on weekdays in Berlin; booked two hours before at the latest."""
    set_week(cast.miriam, {day: [(540, 720)] for day in range(5)})
    return offer(cast.miriam, notice=120, ahead_days=30)


def free(cast: Cast, kind: SessionType, days: int = 2, *, by_staff: bool = False) -> list[str]:
    """What is free from Monday on, on Berlin's clock."""
    start = int(MONDAY.timestamp()) - 6 * 3600
    found = Free(cast.miriam, kind, (start, start + days * 86400), by_staff=by_staff).starts(MONDAY)
    return [f"{dt.datetime.fromtimestamp(one, zoneinfo.ZoneInfo('Europe/Berlin')):%d %H:%M}" for one in found]


def take(cast: Cast, kind: SessionType, start: str) -> CoachingSession:
    at = dt.datetime.fromisoformat(start.replace("Z", "+00:00"))
    return book(cast.ana_engagement, kind, cast.miriam, at, actor=cast.miriam.person, now=MONDAY)


def test_what_is_free_is_what_nobody_has(cast: Cast, coaching: SessionType) -> None:
    assert free(cast, coaching, 1) == ["01 09:00", "01 09:30", "01 10:00", "01 10:30", "01 11:00"]
    take(cast, coaching, "2027-03-01T08:30Z")  # 09:30 to 10:30, and a quarter of an hour after
    assert free(cast, coaching, 1) == ["01 11:00"]
    add_override(cast.miriam, dt.date(2027, 3, 2), dt.date(2027, 3, 2), [])
    assert free(cast, coaching) == ["01 11:00"]


def test_limits_bind_clients_and_not_the_practice(cast: Cast) -> None:
    set_week(cast.miriam, {0: [(540, 720)], 1: [(540, 600)]})
    kind = offer(cast.miriam, notice=0, per_day=1)
    take(cast, kind, "2027-03-01T08:00Z")
    assert free(cast, kind) == ["02 09:00"]
    assert free(cast, kind, by_staff=True) == ["01 10:30", "01 11:00", "02 09:00"]


def test_a_client_books_in_three_clicks(client: Client, cast: Cast, coaching: SessionType) -> None:
    client.force_login(cast.ana.person)
    page = client.get(BOOKING).content.decode()  # one coach, one kind: the calendar at once
    assert "Times are on the clock in Singapore." in page
    assert "day=2027-03-02" in page
    day = client.get(f"{BOOKING}?day=2027-03-02").content.decode()
    assert f"at={TUESDAY_NINE}" in day
    assert ">16:00<" in day
    confirm = client.get(f"{BOOKING}?at={TUESDAY_NINE}").content.decode()
    assert "Tomorrow, 16:00–17:00" in confirm
    done = client.post(f"{BOOKING}?at={TUESDAY_NINE}", {"at": TUESDAY_NINE, "agenda": "Rui"}, follow=True)
    assert "The session is booked." in done.content.decode()
    made = CoachingSession.objects.get()
    assert (made.starts_at, made.zone) == (dt.datetime(2027, 3, 2, 8, tzinfo=dt.UTC), "Europe/Berlin")


def test_who_comes_second_keeps_what_they_wrote(client: Client, cast: Cast, coaching: SessionType) -> None:
    take(cast, coaching, TUESDAY_NINE)
    client.force_login(cast.ana.person)
    answer = client.post(f"{BOOKING}?at={TUESDAY_NINE}", {"at": TUESDAY_NINE, "agenda": "The talk with Rui"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "That time has just been taken." in page
    assert "The talk with Rui" in page
    assert 'value="2027-03-02T09:30Z"' in page  # the next one that is free
    client.post(f"{BOOKING}?at={TUESDAY_NINE}", {"at": "2027-03-02T09:30Z", "agenda": "The talk with Rui"})
    assert CoachingSession.objects.count() == 2


@pytest.mark.parametrize(("at", "why"), [
    ("2027-03-02T11:00Z", "not offered"),
    ("2027-03-02T08:10Z", "not offered"),
    ("2027-03-01T07:30Z", "too soon"),
    ("2027-05-04T07:00Z", "too far ahead"),
])  # fmt: skip
def test_what_is_not_offered_cannot_be_had_by_its_address(
    client: Client, cast: Cast, coaching: SessionType, at: str, why: str
) -> None:
    client.force_login(cast.ana.person)
    page = client.post(f"{BOOKING}?at={at}", {"at": at}).content.decode()
    assert why in page
    assert not CoachingSession.objects.exists()


def test_a_coach_books_any_time_for_a_client(client: Client, cast: Cast, coaching: SessionType) -> None:
    client.force_login(cast.miriam.person)
    query = f"?with={cast.ana_engagement.public_id}"
    page = client.get(f"{BOOKING}{query}&day=2027-03-06&clock=20:15").content.decode()
    assert "at=2027-03-06T19:15Z" in page
    client.post(f"{BOOKING}{query}&at=2027-03-06T19:15Z", {"at": "2027-03-06T19:15Z"})
    assert CoachingSession.objects.get().starts_at == dt.datetime(2027, 3, 6, 19, 15, tzinfo=dt.UTC)


def test_an_assistant_books_for_every_coach(client: Client, cast: Cast, coaching: SessionType) -> None:
    client.force_login(cast.priya.person)
    query = f"?with={cast.ana_engagement.public_id}&at={TUESDAY_NINE}"
    assert cast.tomas.display_name in client.get(BOOKING).content.decode()
    client.post(f"{BOOKING}{query}", {"at": TUESDAY_NINE})
    assert CoachingSession.objects.get().coach == cast.miriam


def test_nobody_books_with_other_peoples_clients(client: Client, cast: Cast, coaching: SessionType) -> None:
    for who in (cast.ana, cast.miriam):
        client.force_login(who.person)
        assert client.get(f"{BOOKING}?with={cast.tomas_engagement.public_id}").status_code == 404
    client.force_login(cast.ana.person)
    assert client.get(f"{BOOKING}?type={offer(cast.devi, slug='devis').public_id}").status_code == 404


def test_a_client_moves_to_a_free_time(client: Client, cast: Cast, coaching: SessionType) -> None:
    session = take(cast, coaching, "2027-03-03T08:00Z")
    client.force_login(cast.ana.person)
    path = f"/p/okafor/sessions/{session.public_id}/moving/"
    assert "at=2027-03-03T08:30Z" in client.get(f"{path}?day=2027-03-03").content.decode()  # its own time is free
    assert "Move it to this time?" in client.get(f"{path}?at={TUESDAY_NINE}").content.decode()
    client.post(path, {"at": TUESDAY_NINE})
    session.refresh_from_db()
    assert session.starts_at == dt.datetime(2027, 3, 2, 8, tzinfo=dt.UTC)
    refused = client.post(path, {"at": "2027-03-02T20:00Z"})
    assert refused.status_code == 422
    assert "not offered" in refused.content.decode()
    with time_machine.travel(session.starts_at - dt.timedelta(hours=2), tick=False):
        client.force_login(cast.ana.person)
        assert "too late to move" in client.get(path).content.decode()


def test_who_moves_a_session_begins_at_its_own_day(client: Client, cast: Cast, coaching: SessionType) -> None:
    """Not at the first free time, which may be weeks before it; next to it where that day holds nothing else."""
    SessionType.objects.filter(pk=coaching.pk).update(ahead_days=60)
    moved = take(cast, coaching, "2027-04-06T07:00Z")
    client.force_login(cast.ana.person)
    address = f"/p/okafor/sessions/{moved.public_id}/moving/"
    page = client.get(address).content.decode()
    assert "at=2027-04-06T07:00Z" in page
    assert "at=2027-03-" not in page
    add_override(cast.miriam, dt.date(2027, 4, 6), dt.date(2027, 4, 6), [])
    assert "at=2027-04-07T07:00Z" in client.get(address).content.decode()
    assert "at=2027-03-09T08:00Z" in client.get(f"{address}?day=2027-03-09").content.decode()


def test_a_month_that_is_full_is_not_where_booking_begins(client: Client, cast: Cast, coaching: SessionType) -> None:
    SessionType.objects.filter(pk=coaching.pk).update(ahead_days=60)
    add_override(cast.miriam, dt.date(2027, 3, 1), dt.date(2027, 3, 30), [])
    client.force_login(cast.ana.person)
    assert "at=2027-03-31T07:00Z" in client.get(BOOKING).content.decode()
    add_override(cast.miriam, dt.date(2027, 3, 31), dt.date(2027, 3, 31), [])
    assert "at=2027-04-01T07:00Z" in client.get(BOOKING).content.decode()
    assert "at=" not in client.get(f"{BOOKING}?month=2027-03").content.decode()


def test_somebody_who_comes_for_a_first_talk_is_offered_that(client: Client, cast: Cast, coaching: SessionType) -> None:
    talk = offer(cast.miriam, slug="first", name="First talk", audience="anybody")
    client.force_login(cast.jonas.person)
    page = client.get(f"{BOOKING}?at={TUESDAY_NINE}").content.decode()
    assert "First talk with Miriam Okafor" in page
    client.post(f"{BOOKING}?at={TUESDAY_NINE}", {"at": TUESDAY_NINE})
    assert CoachingSession.objects.get().session_type == talk
    assert Membership.objects.get(pk=cast.jonas.pk).role == "client"
    assert Engagement.objects.get(pk=cast.jonas_engagement.pk).status == "prospect"


def test_across_the_change_of_clocks(client: Client, cast: Cast, coaching: SessionType) -> None:
    """Nine in Berlin is 16:00 in Singapore until 27 March, and 15:00 from the 29th."""
    with time_machine.travel(dt.datetime(2027, 3, 20, tzinfo=dt.UTC), tick=False):
        client.force_login(cast.ana.person)
        before = client.get(f"{BOOKING}?day=2027-03-26").content.decode()
        after = client.get(f"{BOOKING}?day=2027-03-29").content.decode()
    assert "at=2027-03-26T08:00Z" in before
    assert ">16:00<" in before
    assert "at=2027-03-29T07:00Z" in after
    assert ">15:00<" in after


@pytest.mark.parametrize("wrong", ["at=x", "day=2027-13-99", "month=0000-00", "month=9999-12", "at=2027-03-02T25:00Z"])
def test_an_old_or_made_up_address_shows_the_calendar(
    client: Client, cast: Cast, coaching: SessionType, wrong: str
) -> None:
    client.force_login(cast.ana.person)
    answer = client.get(f"{BOOKING}?{wrong}")
    assert answer.status_code == 200
    assert "When?" in answer.content.decode()


def test_a_program_asks_for_the_free_times_of_a_month(client: Client, cast: Cast, coaching: SessionType) -> None:
    client.force_login(cast.ana.person)
    take(cast, coaching, TUESDAY_NINE)
    march = client.get(f"{BOOKING}free/?month=2027-03").json()
    assert march["zone"] == "Asia/Singapore"
    monday = [f"2027-03-01T{clock}Z" for clock in ("08:00", "08:30", "09:00", "09:30", "10:00")]
    assert march["times"][:6] == [*monday, "2027-03-02T09:30Z"]
    assert march["times"][-1] == "2027-03-30T09:00Z"  # 11:00 in summer; 30 days ahead are over then
    assert client.get(f"{BOOKING}free/?month=2027-05").json()["times"] == []


def test_a_program_says_whom_with_and_what(client: Client, cast: Cast, coaching: SessionType) -> None:
    client.force_login(cast.miriam.person)
    assert client.get(f"{BOOKING}free/").status_code == 422
    query = f"?with={cast.ana_engagement.public_id}"
    assert client.get(f"{BOOKING}free/{query}&month=2027-03").json()["times"][0] == "2027-03-01T08:00Z"
    second = offer(cast.miriam, slug="long", minutes=120)
    assert client.get(f"{BOOKING}free/{query}").status_code == 422
    assert client.get(f"{BOOKING}free/{query}&type={second.public_id}").json()["times"]
    for wrong in (f"?with={cast.tomas_engagement.public_id}", "?with=x", f"{query}&type={cast.miriam.public_id}"):
        assert client.get(f"{BOOKING}free/{wrong}").status_code == 404
