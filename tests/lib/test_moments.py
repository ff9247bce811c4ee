"""Moments as people say them: in the reader's zone, whatever the zone of the machine."""

import datetime as dt
import zoneinfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from opencoach.lib.moments import exact, spoken

pytestmark = pytest.mark.zones
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=BERLIN)  # a Tuesday


def berlin(day: int, hour: int, month: int = 11, year: int = 2026) -> dt.datetime:
    return dt.datetime(year, month, day, hour, 0, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (berlin(24, 10), "today at 10:00"),
        (berlin(24, 0), "today at 00:00"),
        (berlin(25, 10), "tomorrow at 10:00"),
        (berlin(23, 23), "yesterday at 23:00"),
        (berlin(27, 10), "Friday at 10:00"),
        (berlin(20, 10), "last Friday at 10:00"),
        (berlin(30, 10), "Monday at 10:00"),
        (berlin(1, 10, month=12), "1 December"),
        (berlin(6, 10), "6 November"),
        (berlin(6, 10, year=2025), "6 November 2025"),
    ],
)
def test_in_running_words(moment: dt.datetime, words: str) -> None:
    with timezone.override(BERLIN):
        assert spoken(moment, NOW) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (berlin(24, 10), "10:00"),
        (berlin(23, 10), "Mon"),
        (berlin(6, 10), "6 Nov"),
        (berlin(6, 1, year=2025), "6 Nov 2025"),
    ],
)
def test_in_a_list(moment: dt.datetime, words: str) -> None:
    with timezone.override(BERLIN):
        assert spoken(moment, NOW, "short") == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "today at 18:30"),
        ("Europe/Berlin", "tomorrow at 00:30"),
        ("Asia/Kolkata", "tomorrow at 05:00"),
        ("Pacific/Kiritimati", "today at 13:30"),  # there it is tomorrow already
    ],
)
def test_one_moment_is_another_day_elsewhere(zone: str, words: str) -> None:
    moment = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        assert spoken(moment, dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)) == words


def test_days_are_counted_by_the_calendar_over_a_change_of_clocks() -> None:
    with timezone.override(BERLIN):  # the night has 25 hours
        assert spoken(berlin(25, 23, month=10), berlin(24, 23, month=10)) == "tomorrow at 23:00"
        assert spoken(berlin(25, 0, month=10), berlin(24, 23, month=10)) == "tomorrow at 00:00"


def test_exactly_with_the_zone() -> None:
    with timezone.override(BERLIN):
        assert exact(dt.datetime(2026, 7, 1, 8, 0, tzinfo=dt.UTC)) == "Wednesday 1 July 2026, 10:00 CEST"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        spoken(dt.datetime(2026, 11, 24, 10, 0))  # noqa: DTZ001


def test_the_tag_says_it_and_keeps_the_exact_one() -> None:
    moment = dt.datetime(2020, 3, 1, 8, 0, tzinfo=dt.UTC)
    with timezone.override(BERLIN):
        drawn = Template("{% when moment %}").render(Context({"moment": moment}))
    assert (
        drawn == '<time datetime="2020-03-01T08:00:00+00:00" title="Sunday 1 March 2020, 09:00 CET">1 March 2020</time>'
    )
    assert Template("{% when nothing %}").render(Context({"nothing": None})) == ""
