import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencoach.scheduling.grid import HOUR, ROW, Axis, lanes

pytestmark = pytest.mark.zones
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
FORWARD, BACK, PLAIN = dt.date(2027, 3, 28), dt.date(2027, 10, 31), dt.date(2027, 6, 1)


def at(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).timestamp())


def clocks(axis: Axis, day: dt.date) -> list[str]:
    return [f"{dt.datetime.fromtimestamp(one.instant, BERLIN):%H:%M}" for one in axis.marks(day, HOUR)]


def test_a_day_by_itself_is_as_long_as_it_is() -> None:
    axis = Axis(BERLIN, True, 0, 0)
    assert [axis.length(day) // HOUR for day in (FORWARD, PLAIN, BACK)] == [23, 24, 25]
    assert clocks(Axis(BERLIN, True, 0, 5 * HOUR), BACK) == ["00:00", "01:00", "02:00", "02:00", "03:00"]
    assert clocks(Axis(BERLIN, True, 0, 4 * HOUR), FORWARD) == ["00:00", "01:00", "03:00", "04:00"]


def test_a_week_has_one_clock_for_all_its_days() -> None:
    axis = Axis(BERLIN, False, 0, 5 * HOUR)
    assert clocks(axis, FORWARD) == ["00:00", "01:00", "03:00", "04:00"]  # at 02:00 nothing can be pointed at
    assert clocks(axis, BACK) == ["00:00", "01:00", "02:00", "03:00", "04:00"]
    for day, instant in ((FORWARD, "2027-03-28T08:00Z"), (BACK, "2027-10-31T09:00Z"), (PLAIN, "2027-06-01T08:00Z")):
        assert axis.offset(day, at(instant)) == 10 * HOUR


def test_a_session_is_drawn_as_long_as_it_lasts_while_clocks_change() -> None:
    over = (at("2027-10-31T00:30Z"), at("2027-10-31T01:30Z"))  # from 02:30 until 02:30
    assert Axis(BERLIN, False).stretch(BACK, over) == (int(2.5 * HOUR), int(3.5 * HOUR))
    assert Axis(BERLIN, True).stretch(BACK, over) == (int(2.5 * HOUR), int(3.5 * HOUR))


TWICE = Axis(BERLIN, False, 0, 5 * HOUR).doubled((2 * HOUR, 3 * HOUR))


def test_an_hour_that_comes_twice_has_its_rows_twice() -> None:
    assert (TWICE.first, TWICE.last) == (0, 6 * HOUR)
    assert clocks(TWICE, BACK) == ["00:00", "01:00", "02:00", "02:00", "03:00", "04:00"]
    assert clocks(TWICE, PLAIN) == ["00:00", "01:00", "02:00", "03:00", "04:00"]  # once only on another day
    assert [place // HOUR for place, _clock in TWICE.hours()] == [0, 1, 2, 3, 4, 5]
    assert [clock // HOUR for _place, clock in TWICE.hours()] == [0, 1, 2, 2, 3, 4]
    assert [mark.offset // HOUR for mark in TWICE.marks(PLAIN, HOUR)] == [0, 1, 2, 4, 5]
    assert (TWICE.gap(BACK, -HOUR, 2 * HOUR), TWICE.gap(PLAIN, 0, 0)) == (None, (3 * HOUR, 4 * HOUR))
    assert Axis(BERLIN, False).gap(FORWARD, HOUR, 3 * HOUR) == (2 * HOUR, 3 * HOUR)


@pytest.mark.parametrize(
    ("start", "end", "drawn"),
    [
        ("2027-10-31T00:00Z", "2027-10-31T01:00Z", (2, 3)),  # 02:00 to 02:00, summer's
        ("2027-10-31T01:00Z", "2027-10-31T02:00Z", (3, 4)),  # 02:00 to 03:00, winter's
        ("2027-10-30T23:00Z", "2027-10-31T03:00Z", (1, 5)),  # 01:00 to 04:00, four hours
    ],
)
def test_each_of_the_two_hours_has_its_own_sessions(start: str, end: str, drawn: tuple[int, int]) -> None:
    assert TWICE.stretch(BACK, (at(start), at(end))) == (drawn[0] * HOUR, drawn[1] * HOUR)


def test_on_other_days_a_session_ends_before_the_hour_that_they_lack() -> None:
    early = (at("2027-10-30T00:00Z"), at("2027-10-30T01:00Z"))  # 02:00 to 03:00
    assert TWICE.stretch(BACK - dt.timedelta(days=1), early) == (2 * HOUR, 3 * HOUR)
    night = (at("2027-10-29T21:30Z"), at("2027-10-29T23:00Z"))  # 23:30 to 01:00
    assert TWICE.stretch(BACK - dt.timedelta(days=2), night)[1] == 25 * HOUR


def test_what_reaches_over_midnight_ends_with_its_day() -> None:
    night = (at("2027-06-01T21:00Z"), at("2027-06-01T23:00Z"))  # 23:00 to 01:00
    axis = Axis(BERLIN, False)
    assert axis.stretch(PLAIN, night) == (23 * HOUR, 24 * HOUR)
    assert axis.stretch(PLAIN + dt.timedelta(days=1), night) == (0, HOUR)


def test_the_axis_grows_to_whole_hours_and_rows_are_cut_to_it() -> None:
    axis = Axis(BERLIN, False).widened([(int(6.5 * HOUR), 7 * HOUR), (10 * HOUR, int(19.1 * HOUR))], PLAIN)
    assert (axis.first, axis.last, axis.count) == (6 * HOUR, 20 * HOUR, 14 * 12)
    assert axis.rows((6 * HOUR, 7 * HOUR)) == (1, 12)
    assert axis.rows((0, 30 * HOUR)) == (1, 14 * 12)
    assert axis.rows((8 * HOUR, 8 * HOUR)) == (25, 1)  # never nothing


def test_those_at_one_time_stand_beside_each_other() -> None:
    assert lanes([(0, 10), (5, 15), (10, 20), (20, 30)]) == [(1, 2), (2, 2), (1, 2), (1, 1)]
    assert lanes([]) == []


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=12))
def test_no_lane_has_two_at_once(drawn: list[tuple[int, int]]) -> None:
    spans = sorted((start * ROW, (start + length) * ROW) for start, length in drawn)
    found = lanes(spans)
    for number, (one, (lane, of)) in enumerate(zip(spans, found, strict=True)):
        assert 1 <= lane <= of
        for other, (beside, of_other) in zip(spans[:number], found[:number], strict=True):
            if one[0] < other[1] and other[0] < one[1]:
                assert lane != beside
                assert of == of_other
