"""When the rules of the clocks change: the wall clock stays, the instant moves."""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from opencoach.outbox import planning
from opencoach.outbox.models import Delivery
from opencoach.sessions.actions import Booked, book
from opencoach.sessions.attention import waiting
from opencoach.sessions.models import CoachingSession, Occupancy
from opencoach.sessions.zones import follow_the_clocks
from tests.cast import Cast
from tests.sessions.mailing import deliver, entry_of, text, to
from tests.sessions.making import NOW, booked, offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
START = NOW + 7 * DAY  # 11:00 in Berlin


@pytest.fixture
def berlin_goes_by(tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """From now on, the machine's zone data has other rules for Berlin: those of another zone."""
    where = zoneinfo.TZPATH

    def change(other: str) -> None:
        found = [Path(folder) / other for folder in where if (Path(folder) / other).is_file()]
        if not found:
            pytest.skip("this machine keeps its zone data elsewhere")
        (tmp_path / "Europe").mkdir(exist_ok=True)
        (tmp_path / "Europe" / "Berlin").write_bytes(found[0].read_bytes())
        zoneinfo.reset_tzpath([str(tmp_path), *where])
        zoneinfo.ZoneInfo.clear_cache()

    yield change
    zoneinfo.reset_tzpath(where)
    zoneinfo.ZoneInfo.clear_cache()


def test_as_long_as_they_stay_nothing_happens(cast: Cast) -> None:
    session = booked(cast, offer(cast.miriam), START)
    follow_the_clocks(NOW)
    session.refresh_from_db()
    assert (session.starts_at, session.sequence, session.steps.count()) == (START, 0, 1)


def test_the_wall_clock_stays_and_everything_follows(cast: Cast, berlin_goes_by) -> None:
    session = booked(cast, offer(cast.miriam, reminders=[{"before": 3600}]), START)
    deliver()
    berlin_goes_by("Europe/Moscow")
    follow_the_clocks(NOW)
    session.refresh_from_db()
    assert (session.clock, session.starts_at, session.sequence) == (dt.time(11), START - 2 * HOUR, 1)
    taken = Occupancy.objects.get(session=session)
    assert taken.starts == int((START - 2 * HOUR).timestamp())
    planning.materialise(cast.ana_engagement, NOW)
    reminder = Delivery.objects.get(kind="session_reminder", state="waiting")
    assert reminder.due_at == START - 3 * HOUR
    mails = deliver()
    assert "The rules of the clocks in Berlin have changed." in text(to(mails, cast.ana))
    assert entry_of(to(mails, cast.miriam))["DTSTART"].dt == START - 2 * HOUR
    follow_the_clocks(NOW)
    session.refresh_from_db()
    assert session.sequence == 1


def test_those_that_move_together_are_not_in_each_others_way(cast: Cast, berlin_goes_by) -> None:
    kind = offer(cast.miriam, after=0)
    for hour in range(4):
        booked(cast, kind, START + hour * HOUR)
    berlin_goes_by("Europe/Moscow")
    follow_the_clocks(NOW)
    assert Occupancy.objects.count() == 4
    assert not [item for item in waiting(cast.miriam) if item.key.startswith("clash")]


def test_an_overlap_is_the_coachs_to_decide(cast: Cast, berlin_goes_by) -> None:
    """One is kept in Berlin's clock, the other in New York's."""
    kind = offer(cast.miriam, after=0)
    first = booked(cast, kind, START)
    other = booked(cast, kind, START - 2 * HOUR, wanted=Booked(zone="America/New_York"))
    berlin_goes_by("Europe/Moscow")
    follow_the_clocks(NOW)
    first.refresh_from_db()
    assert (first.status, first.starts_at) == (CoachingSession.Status.BOOKED, other.starts_at)
    [item] = [item for item in waiting(cast.miriam) if item.key.startswith("clash")]
    assert (item.key, item.name) == (f"clash:{first.public_id}", "Ana Kovačević")


def test_what_has_been_stays_as_it_was(cast: Cast, berlin_goes_by) -> None:
    session = book(cast.ana_engagement, offer(cast.miriam), cast.miriam, START, actor=cast.ana.person, now=NOW)
    berlin_goes_by("Europe/Moscow")
    follow_the_clocks(START + DAY)
    session.refresh_from_db()
    assert session.starts_at == START
