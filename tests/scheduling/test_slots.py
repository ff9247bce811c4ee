import datetime as dt
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opencoach.scheduling.days import by_day
from opencoach.scheduling.hours import Hours, Travel, open_ranges, open_time
from opencoach.scheduling.slots import Rules, free_starts, full, reach, why_not
from opencoach.scheduling.spans import Span, intersected, merged
from tests.scheduling import by_minute

pytestmark = pytest.mark.zones
HOUR, MINUTE = 3600, 60
EVERY_DAY = range(7)


def at(text: str) -> int:
    """An instant, from "2027-03-28T07Z"."""
    return int(dt.datetime.strptime(text, "%Y-%m-%dT%HZ").replace(tzinfo=dt.UTC).timestamp())


def open_on(zone: str, opens: int, closes: int, day: str) -> list[Span]:
    """The hours of that one day."""
    date = dt.date.fromisoformat(day)
    hours = Hours(zone, {}, {date: [(opens * 60, closes * 60)]})
    start = int(dt.datetime.combine(date, dt.time(), dt.UTC).timestamp())
    return open_ranges(hours, start - 48 * HOUR, start + 72 * HOUR)


@pytest.mark.parametrize(("zone", "opens", "closes", "day", "start", "end"), [
    ("Europe/Berlin", 9, 17, "2027-03-28", "2027-03-28T07Z", "2027-03-28T15Z"),
    ("Europe/Berlin", 9, 17, "2027-10-31", "2027-10-31T08Z", "2027-10-31T16Z"),
    ("Europe/Berlin", 0, 3, "2027-03-28", "2027-03-27T23Z", "2027-03-28T01Z"),
    ("Europe/Berlin", 0, 4, "2027-10-31", "2027-10-30T22Z", "2027-10-31T03Z"),
    ("Europe/Berlin", 2, 5, "2027-03-28", "2027-03-28T01Z", "2027-03-28T03Z"),  # 02:00 is left out: from 03:00
    ("America/New_York", 9, 17, "2027-03-14", "2027-03-14T13Z", "2027-03-14T21Z"),
    ("Pacific/Kiritimati", 9, 17, "2027-06-02", "2027-06-01T19Z", "2027-06-02T03Z"),
    ("Europe/Berlin", 0, 24, "2027-10-31", "2027-10-30T22Z", "2027-10-31T23Z"),
    ("Europe/Berlin", 0, 24, "2027-03-28", "2027-03-27T23Z", "2027-03-28T22Z"),
    ("Asia/Kathmandu", 9, 17, "2027-06-02", "2027-06-02T03Z", "2027-06-02T11Z"),  # and a quarter of an hour
])  # fmt: skip
def test_wall_clock_hours_as_instants(zone: str, opens: int, closes: int, day: str, start: str, end: str) -> None:
    quarter = 15 * MINUTE if zone == "Asia/Kathmandu" else 0
    assert open_on(zone, opens, closes, day) == [(at(start) + quarter, at(end) + quarter)]


def test_all_day_is_as_long_as_the_day() -> None:
    spans = {day: open_on("Europe/Berlin", 0, 24, day) for day in ("2027-03-28", "2027-10-31", "2027-06-01")}
    assert {day: (end - start) // HOUR for day, [(start, end)] in spans.items()} == {
        "2027-03-28": 23,
        "2027-10-31": 25,
        "2027-06-01": 24,
    }


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    found = open_on("Europe/Berlin", 2, 3, "2027-10-31")
    assert found == [(at("2027-10-31T00Z"), at("2027-10-31T02Z"))]
    assert open_on("Europe/Berlin", 1, 2, "2027-10-31") == [(at("2027-10-30T23Z"), at("2027-10-31T00Z"))]
    assert open_on("Europe/Berlin", 2, 3, "2027-03-28") == []  # it is left out


def test_over_midnight_is_one_range() -> None:
    hours = Hours("Europe/Berlin", {0: [(23 * 60, 1440)], 1: [(0, 60)]})
    found = open_ranges(hours, at("2027-06-07T00Z"), at("2027-06-09T00Z"))  # a Monday and a Tuesday
    assert found == [(at("2027-06-07T21Z"), at("2027-06-07T23Z"))]


def test_an_override_replaces_the_day_and_a_holiday_closes_it() -> None:
    weekly = {day: [(540, 600)] for day in EVERY_DAY}
    first, second = dt.date(2027, 6, 7), dt.date(2027, 6, 8)
    hours = Hours("UTC", weekly, {first: [(840, 900)], second: []})
    found = open_ranges(hours, at("2027-06-07T00Z"), at("2027-06-10T00Z"))
    assert found == [
        (at("2027-06-07T14Z"), at("2027-06-07T15Z")),
        (at("2027-06-09T09Z"), at("2027-06-09T10Z")),
    ]


def test_a_traveller_keeps_their_hours_on_the_clock_there() -> None:
    weekly = {day: [(540, 600)] for day in EVERY_DAY}
    tokyo = Travel(dt.date(2027, 6, 8), dt.date(2027, 6, 8), "Asia/Tokyo")
    hours = Hours("Europe/Berlin", weekly, travels=[tokyo])
    found = open_ranges(hours, at("2027-06-07T00Z"), at("2027-06-10T00Z"))
    assert [start for start, _end in found] == [at("2027-06-07T07Z"), at("2027-06-08T00Z"), at("2027-06-09T07Z")]


def test_touching_ranges_have_nothing_in_common() -> None:
    assert intersected([(0, 10)], [(10, 20)]) == []
    assert intersected([(0, 10), (20, 30)], [(5, 25)]) == [(5, 10), (20, 25)]
    assert merged([(5, 7), (0, 5), (6, 9), (20, 21)]) == [(0, 9), (20, 21)]


DAY = "2027-06-07"
OPEN = open_time(
    Hours("UTC", {}, {dt.date.fromisoformat(DAY): [(480, 750)]}), at(f"{DAY}T00Z"), at("2027-06-08T00Z")
)  # 08:00 to 12:30


def starts(taken: Sequence[tuple[float, float]], now: float = 0, **rules: int) -> list[str]:
    """What is free on that day, as clock times; hours from midnight in, an hour's session unless said otherwise."""
    midnight = at(f"{DAY}T00Z")
    busy = [(midnight + round(a * HOUR), midnight + round(b * HOUR)) for a, b in taken]
    found = free_starts(OPEN, busy, Rules(**{"length": HOUR, "step": HOUR, **rules}), now=midnight + round(now * HOUR))
    return [f"{dt.datetime.fromtimestamp(one, dt.UTC):%H:%M}" for one in found]


def test_what_is_taken_leaves_the_grid_where_it_is() -> None:
    assert starts([(10, 10 + 1 / 6)]) == ["08:00", "09:00", "11:00"]
    assert starts([(9, 10)]) == ["08:00", "10:00", "11:00"]  # touching is no conflict
    assert starts([(11, 12), (8, 9), (8.5, 9.5)]) == ["10:00"]  # in any order, overlapping
    assert starts([], step=30 * MINUTE) == [f"{h:02}:{m:02}" for h in range(8, 12) for m in (0, 30)][:8]


def test_buffers_grow_both_sides() -> None:
    assert starts([(10, 10.5)], after=15 * MINUTE) == ["08:00", "11:00"]
    assert starts([(10, 10.5)], before=45 * MINUTE) == ["08:00", "09:00"]
    assert starts([], after=15 * MINUTE) == ["08:00", "09:00", "10:00", "11:00"]  # a buffer may lie outside the hours


def test_notice_is_elapsed_time_and_the_grid_stays() -> None:
    assert starts([], now=7.75, notice=HOUR) == ["09:00", "10:00", "11:00"]
    assert starts([], now=7, notice=HOUR) == ["08:00", "09:00", "10:00", "11:00"]
    assert starts([], now=7, ahead=2 * HOUR) == ["08:00", "09:00"]


def test_limits_count_days_and_weeks_of_the_coach() -> None:
    hours = Hours("America/New_York", {day: [(540, 660)] for day in EVERY_DAY})
    time = open_time(hours, at("2027-06-07T00Z"), at("2027-06-15T00Z"))
    booked = [at("2027-06-08T03Z")]  # still the evening of Monday the 7th in New York

    def days(**limits: int) -> list[int]:
        rules = Rules(HOUR, HOUR, **limits)
        found = free_starts(time, [], rules, now=at("2027-06-01T00Z"), full=full(time, rules, booked))
        return sorted({dt.datetime.fromtimestamp(one, dt.UTC).day for one in found})

    assert days(per_day=1) == [8, 9, 10, 11, 12, 13, 14]
    assert days(per_week=1) == [14]
    assert days(per_week=2) == [7, 8, 9, 10, 11, 12, 13, 14]


def test_why_a_time_cannot_be_had() -> None:
    rules = Rules(HOUR, HOUR, notice=2 * HOUR, ahead=10 * HOUR, per_day=1)
    midnight = at(f"{DAY}T00Z")

    def why(hour: float, taken: Sequence[Span] = (), booked: Sequence[int] = (), now: float = 0) -> str:
        start = midnight + round(hour * HOUR)
        return why_not(start, OPEN, taken, rules, now=midnight + round(now * HOUR), full=full(OPEN, rules, booked))

    assert why(9) == ""
    assert why(9.5) == "outside"  # not on the grid
    assert why(11) == "ahead"
    assert why(7) == "outside"
    assert why(9, now=8) == "notice"
    assert why(9, taken=[(midnight + 9 * HOUR, midnight + 9 * HOUR + 1)]) == "taken"
    assert why(9, booked=[midnight + 11 * HOUR]) == "per_day"


def test_rules_that_make_no_sense_are_refused() -> None:
    wrong: list[Mapping[str, int]] = [{"length": 0}, {"step": 0}, {"before": -1}, {"notice": -1}, {"ahead": -1}]
    for one in wrong:
        with pytest.raises(ValueError, match=r"session|negative"):
            Rules(**{"length": 1, "step": 1, **one})


def test_what_is_taken_matters_as_far_as_buffers_reach() -> None:
    assert reach(Rules(60, 60, before=5, after=7), 1000, 2000) == (995, 2067)


def test_times_by_the_day_of_whoever_looks() -> None:
    found = by_day([at("2027-06-07T20Z"), at("2027-06-07T23Z")], "Asia/Tokyo")
    assert {day: [f"{one:%H:%M}" for one in times] for day, times in found.items()} == {
        dt.date(2027, 6, 8): ["05:00", "08:00"]
    }


ZONES = [
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Asia/Kathmandu",
    "America/Asuncion", "Pacific/Apia", "America/St_Johns", "Africa/Casablanca", "Asia/Tehran", "UTC",
]  # fmt: skip
AROUND = ["2027-03-14", "2027-03-28", "2027-04-04", "2027-10-03", "2027-10-31", "2027-11-07", "2027-06-01"]
MINUTES = st.integers(min_value=0, max_value=96).map(lambda quarter: quarter * 15)
RANGE = st.tuples(MINUTES, MINUTES).filter(lambda one: one[0] < one[1])
RANGES = st.lists(RANGE, max_size=3).map(lambda found: [(a, b) for a, b in merged(found)])


World = tuple[Hours, list[Span], Rules, Span, int, list[int]]


def journeys(centre: dt.date) -> st.SearchStrategy[Travel]:
    """Of a day to three, somewhere around that day."""
    return st.builds(
        lambda first, days, zone: Travel(first, first + dt.timedelta(days=days), zone),
        st.integers(-2, 2).map(lambda n: centre + dt.timedelta(days=n)), st.integers(0, 2), st.sampled_from(ZONES),
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Hours, taken time, rules, a window of three days around a change of clocks, now, and what is booked."""
    centre = dt.date.fromisoformat(draw(st.sampled_from(AROUND)))
    zone = draw(st.sampled_from(ZONES))
    weekly = {day: draw(RANGES) for day in draw(st.sets(st.integers(0, 6), min_size=3))}
    overrides = draw(
        st.dictionaries(st.integers(-1, 1).map(lambda n: centre + dt.timedelta(days=n)), RANGES, max_size=2)
    )
    start = int(dt.datetime.combine(centre, dt.time(), dt.UTC).timestamp()) - 24 * HOUR
    window = (start, start + 72 * HOUR)
    minute = st.integers(0, 72 * 4).map(lambda quarter: start + quarter * 15 * MINUTE)
    taken = [
        (a, a + length * 5 * MINUTE) for a, length in draw(st.lists(st.tuples(minute, st.integers(1, 30)), max_size=6))
    ]
    rules = Rules(
        length=draw(st.sampled_from([15, 30, 45, 60, 90])) * MINUTE,
        step=draw(st.sampled_from([15, 30, 60])) * MINUTE,
        before=draw(st.sampled_from([0, 5, 15])) * MINUTE,
        after=draw(st.sampled_from([0, 10, 30])) * MINUTE,
        notice=draw(st.sampled_from([0, 60, 24 * 60])) * MINUTE,
        ahead=draw(st.sampled_from([None, 48 * HOUR])),
        per_day=draw(st.sampled_from([None, 1])),
        per_week=draw(st.sampled_from([None, 2])),
    )
    now = draw(minute)
    return (
        Hours(zone, weekly, overrides, draw(st.lists(journeys(centre), max_size=2))),
        taken,
        rules,
        window,
        now,
        draw(st.lists(minute, max_size=2)),
    )


def check(world: World) -> None:
    hours, taken, rules, window, now, booked = world
    time = open_time(hours, *window)
    no_room = full(time, rules, booked)
    found = free_starts(time, taken, rules, now=now, full=no_room)
    assert found == by_minute.free(hours, taken, rules, window, now, booked)
    for start in found:
        assert why_not(start, time, taken, rules, now=now, full=no_room) == ""


@given(worlds())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_as_if_every_minute_were_looked_at(world: World) -> None:
    check(world)


@pytest.mark.full
@given(worlds())
@settings(max_examples=4000, deadline=None, suppress_health_check=list(HealthCheck))
def test_as_if_every_minute_were_looked_at_for_long(
    world: World,
) -> None:
    check(world)
