"""A coach's calendar on a real server: what it says takes their time, and goes on counting while nobody answers."""

import datetime as dt
import zoneinfo
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.scheduling.actions import links
from opencoach.scheduling.actions.hours import set_week
from opencoach.scheduling.calendars import looking
from opencoach.scheduling.models import BusyTime, CalendarLink
from opencoach.scheduling.queries.free import Free
from opencoach.sessions.actions import book
from opencoach.sessions.models import SessionType
from tests.cast import Cast
from tests.scheduling.calendars.making import calendar, event
from tests.scheduling.calendars.server import Shelf, shelf
from tests.sessions.making import offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
MONDAY = dt.datetime(2027, 3, 1, 6, 0, tzinfo=dt.UTC)  # 07:00 in Berlin
TEN = event("DTSTART;TZID=Europe/Berlin:20270302T100000\nDTEND;TZID=Europe/Berlin:20270302T103000")
WHOLE = event("DTSTART;VALUE=DATE:20270302", uid="whole")
SETTINGS = "/p/okafor/settings/calendars/"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def there(settings: Any) -> Iterator[Shelf]:
    """A server that may be asked, although it is on this machine."""
    with shelf() as serving:
        settings.TRUSTED_HOSTS = frozenset({serving.host})
        serving.content = calendar(TEN, WHOLE)
        yield serving


@pytest.fixture
def hour(cast: Cast) -> SessionType:
    """Miriam's hour, free from 9 to 12 on weekdays in Berlin."""
    set_week(cast.miriam, {day: [(540, 720)] for day in range(5)})
    return offer(cast.miriam, before=0, after=0, notice=0)


def tuesday(coach: Membership, kind: SessionType) -> list[str]:
    """Miriam's free times on Tuesday, on Berlin's clock."""
    start = int(MONDAY.timestamp()) + 17 * 3600
    found = Free(coach, kind, (start, start + 86400), by_staff=False).starts(MONDAY)
    return [f"{dt.datetime.fromtimestamp(one, zoneinfo.ZoneInfo('Europe/Berlin')):%H:%M}" for one in found]


ALL = ["09:00", "09:30", "10:00", "10:30", "11:00"]


def test_what_another_calendar_says_is_not_free(cast: Cast, hour: SessionType, there: Shelf) -> None:
    assert tuesday(cast.miriam, hour) == ALL
    link = links.add(cast.miriam, there.address, name="Family")
    looking.look(link.pk)
    assert tuesday(cast.miriam, hour) == ["09:00", "10:30", "11:00"]
    links.change(link, name="Family", all_day=True, free=False)
    looking.look(link.pk)
    assert tuesday(cast.miriam, hour) == []
    links.remove(link)
    assert tuesday(cast.miriam, hour) == ALL
    assert not BusyTime.objects.exists()


def test_a_client_cannot_book_what_became_busy_meanwhile(
    client: Client, cast: Cast, hour: SessionType, there: Shelf
) -> None:
    client.force_login(cast.ana.person)
    link = links.add(cast.miriam, there.address)
    looking.look(link.pk)
    address = "/p/okafor/sessions/booking/?at=2027-03-02T09:00Z"
    answer = client.post(address, {"at": "2027-03-02T09:00Z"})
    assert answer.status_code == 422
    assert "has just been taken" in answer.content.decode()


def test_the_practice_may_book_over_it_and_is_told(client: Client, cast: Cast, hour: SessionType, there: Shelf) -> None:
    session = book(cast.ana_engagement, hour, cast.miriam, MONDAY + dt.timedelta(days=2), actor=cast.miriam.person)
    link = links.add(cast.miriam, there.address)
    looking.look(link.pk)
    client.force_login(cast.miriam.person)
    path = f"/p/okafor/calendar/{session.public_id}/moving/"
    assert "By another calendar" in client.get(f"{path}?at=2027-03-02T09:00Z").content.decode()
    assert "By another calendar" not in client.get(f"{path}?at=2027-03-02T10:00Z").content.decode()
    client.post(path, {"at": "2027-03-02T09:00Z"})
    session.refresh_from_db()
    assert session.starts_at == dt.datetime(2027, 3, 2, 9, tzinfo=dt.UTC)


def test_it_counts_in_every_practice_of_the_coach(cast: Cast, hour: SessionType, there: Shelf) -> None:
    """A person has one life: see `taken`."""
    other = Membership.objects.create(
        practice=cast.astrid.practice, person=cast.miriam.person, role=Membership.Role.COACH, display_name="Miriam",
        zone="Europe/Berlin",
    )  # fmt: skip
    looking.look(links.add(other, there.address).pk)
    assert tuesday(cast.miriam, hour) == ["09:00", "10:30", "11:00"]


def test_an_unchanged_calendar_comes_once_and_is_read_anew_twice_a_day(
    cast: Cast, hour: SessionType, there: Shelf
) -> None:
    link = links.add(cast.miriam, there.address)
    looking.look(link.pk)
    rows = set(BusyTime.objects.values_list("pk", flat=True))
    with time_machine.travel(MONDAY + dt.timedelta(minutes=10), tick=False):
        looking.look(link.pk)
        link.refresh_from_db()
        assert link.checked_at == MONDAY + dt.timedelta(minutes=10)
        assert link.read_at == MONDAY
    assert "If-None-Match" in there.asked[-1]
    there.tagged = False  # it comes again, and says the same
    with time_machine.travel(MONDAY + dt.timedelta(minutes=20), tick=False):
        looking.look(link.pk)
    link.refresh_from_db()
    assert link.read_at == MONDAY
    with time_machine.travel(MONDAY + dt.timedelta(hours=13), tick=False):
        looking.look(link.pk)
        link.refresh_from_db()
        assert link.read_at == MONDAY + dt.timedelta(hours=13)
    assert set(BusyTime.objects.values_list("pk", flat=True)) == rows  # nothing was written where nothing is new


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (404, b"", "There is nothing at its address any more"),
        (401, b"", "It is not open without signing in"),
        (500, b"", "Its server answers with a fault"),
        (200, b"<html>Sign in</html>", "What stands at its address is no calendar"),
        (200, b"x" * 7_000_000, "It is too large"),
    ],
)
def test_while_it_cannot_be_read_what_it_said_last_still_counts(
    client: Client, cast: Cast, hour: SessionType, there: Shelf, status: int, content: bytes, said: str
) -> None:
    link = links.add(cast.miriam, there.address, name="Family")
    looking.look(link.pk)
    there.status, there.content = status, content
    client.force_login(cast.miriam.person)
    with time_machine.travel(MONDAY + dt.timedelta(hours=2), tick=False):
        looking.look(link.pk)
        page = client.get(SETTINGS).content.decode()
        assert said in page
        assert "Not checked since" in page
        assert "What it said then is shown here" in client.get("/p/okafor/calendar/").content.decode()
    assert tuesday(cast.miriam, hour) == ["09:00", "10:30", "11:00"]
    there.status, there.content = 200, calendar()
    with time_machine.travel(MONDAY + dt.timedelta(hours=3), tick=False):
        looking.look(link.pk)
        assert "Not checked since" not in client.get(SETTINGS).content.decode()
    assert tuesday(cast.miriam, hour) == ALL


def test_a_failing_calendar_is_tried_ever_more_rarely(cast: Cast, there: Shelf) -> None:
    link = links.add(cast.miriam, there.address)
    there.status = 500
    pauses = []
    for _turn in range(6):
        looking.look(link.pk)
        link.refresh_from_db()
        pauses.append((link.next_at - MONDAY).total_seconds() / 60)
    assert pauses == [2, 5, 15, 60, 180, 180]


def test_it_follows_where_a_calendar_has_moved_but_never_into_our_own_network(
    cast: Cast, there: Shelf, settings: Any
) -> None:
    link = links.add(cast.miriam, there.address)
    with shelf() as other:
        other.content = calendar(TEN)
        there.moved = other.address
        looking.look(link.pk)
        link.refresh_from_db()
        assert link.problem == "forbidden"
        assert other.asked == []
        settings.TRUSTED_HOSTS |= {other.host}
        looking.look(link.pk)
        link.refresh_from_db()
        assert link.problem == ""
        assert BusyTime.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["", "calendar", "http://example.org/a.ics", "file:///etc/passwd", "https://me:secret@example.org/a.ics"]
)
def test_what_is_no_address_is_refused_and_stays_typed(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.miriam.person)
    answer = client.post(SETTINGS, {"address": address, "name": "Family"})
    assert answer.status_code == 422
    assert 'value="Family"' in answer.content.decode()
    assert not CalendarLink.objects.exists()


def test_a_calendar_is_there_once_and_ten_are_the_most(cast: Cast) -> None:
    links.add(cast.miriam, "webcal://example.org/1.ics")
    with pytest.raises(Refused, match="already"):
        links.add(cast.miriam, "https://example.org/1.ics")
    for number in range(2, 11):
        links.add(cast.miriam, f"https://example.org/{number}.ics")
    with pytest.raises(Refused, match="the most"):
        links.add(cast.miriam, "https://example.org/11.ics")


def test_its_secret_address_stands_nowhere_in_clear(client: Client, cast: Cast, there: Shelf) -> None:
    links.add(cast.miriam, there.address)
    row = CalendarLink.objects.get()
    assert b"private-1234" not in bytes(row.place)
    client.force_login(cast.miriam.person)
    assert "private-1234" not in client.get(SETTINGS).content.decode()


def test_only_one_worker_looks_at_a_time(cast: Cast, there: Shelf) -> None:
    link = links.add(cast.miriam, there.address)
    assert looking.claim(MONDAY) == link.pk
    assert looking.claim(MONDAY) is None
    assert looking.claim(MONDAY + looking.LEASE) == link.pk  # the first one died


def test_a_calendar_that_was_taken_away_in_between_stays_away(
    cast: Cast, there: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = links.add(cast.miriam, there.address)
    read = looking.reading.read

    def slowly(*given: Any) -> Any:
        links.remove(CalendarLink.objects.get(pk=link.pk))
        return read(*given)

    monkeypatch.setattr(looking.reading, "read", slowly)
    looking.look(link.pk)
    assert not CalendarLink.objects.exists()
    assert not BusyTime.objects.exists()


def test_what_is_chosen_while_it_is_read_is_looked_at_next(
    cast: Cast, there: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = links.add(cast.miriam, there.address)
    looking.look(link.pk)
    fetch = looking.fetching.fetch

    def meanwhile(*given: Any) -> Any:
        links.change(link, name="Family", all_day=True, free=False)
        return fetch(*given)

    monkeypatch.setattr(looking.fetching, "fetch", meanwhile)
    looking.look(link.pk)  # as it was: nothing new
    link.refresh_from_db()
    assert link.next_at <= MONDAY


def test_whoever_leaves_the_practice_takes_their_calendars_along(cast: Cast, there: Shelf) -> None:
    link = links.add(cast.miriam, there.address)
    looking.look(link.pk)
    Membership.objects.filter(pk=cast.miriam.pk).update(ended_at=MONDAY)
    looking.look(link.pk)
    assert not CalendarLink.objects.exists()
    assert not BusyTime.objects.exists()


def test_a_year_abroad_is_kept_in_pieces_and_blocks_all_of_it(cast: Cast, hour: SessionType, there: Shelf) -> None:
    there.content = calendar(event("DTSTART;VALUE=DATE:20270215\nDTEND;VALUE=DATE:20270501"))
    looking.look(links.add(cast.miriam, there.address, all_day=True).pk)
    assert BusyTime.objects.count() > 10
    assert tuesday(cast.miriam, hour) == []
