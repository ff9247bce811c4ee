import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opencoach.plan.trends import Band, Point, axis, band, medians, pieces, thinned

START = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
POINTS = some.lists(some.tuples(some.integers(1, 80), some.floats(-1e6, 1e6)), max_size=60)


def on(*values: tuple[float, float]) -> list[Point]:
    """(day, value) pairs as points."""
    return [(START + dt.timedelta(days=day), value) for day, value in values]


def walked(steps: list[tuple[int, float]]) -> list[Point]:
    day, found = 0, []
    for hours, value in steps:
        day += hours
        found.append((START + dt.timedelta(hours=day), value))
    return found


def test_a_gap_is_a_gap() -> None:
    points = on((0, 4), (7, 5), (14, 5), (35, 8), (42, 9))
    assert [len(piece) for piece in pieces(points, "week")] == [3, 2]
    assert [len(piece) for piece in pieces(points, "month")] == [5]


def test_the_median_begins_with_the_third_value_of_a_piece_and_looks_at_five() -> None:
    points = on((0, 1), (1, 9), (2, 2), (3, 3), (4, 4), (5, 100))
    line = medians(points, "day")
    assert [[value for _at, value in piece] for piece in line] == [[2, 2.5, 3, 4]]
    assert [at for at, _value in line[0]] == [at for at, _value in points[2:]]


def test_no_median_is_made_over_a_gap() -> None:
    points = on((0, 1), (1, 1), (30, 9), (31, 9), (32, 9))
    assert medians(points, "day") == [[points[4]]]


@given(POINTS)
def test_a_line_stands_only_where_values_are(steps: list[tuple[int, float]]) -> None:
    points = walked(steps)
    times = {at for at, _value in points}
    for piece in medians(points, "day"):
        assert {at for at, _value in piece} <= times
        assert min(v for _a, v in points) <= min(v for _a, v in piece)
        assert max(v for _a, v in piece) <= max(v for _a, v in points)
    assert [point for piece in pieces(points, "day") for point in piece] == points


@given(POINTS, some.integers(4, 40))
def test_a_picture_of_many_keeps_the_ends_and_the_peaks(steps: list[tuple[int, float]], most: int) -> None:
    points = walked(steps)
    kept = thinned(points, most)
    assert len(kept) <= max(most, len(points) if len(points) <= most else 0)
    assert kept == sorted(set(kept) & set(points), key=points.index)
    if points:
        assert (kept[0], kept[-1]) == (points[0], points[-1])
        assert max(v for _a, v in kept) == max(v for _a, v in points)
        assert min(v for _a, v in kept) == min(v for _a, v in points)


def test_the_band_is_the_baseline_and_the_smallest_reliable_change() -> None:
    assert band(30, 9.3) == Band(20.7, 39.3)
    assert band(None, 9.3) is None
    assert band(30, None) is None


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (3, 14, [2.5, 5, 7.5, 10, 12.5, 15]),
        (0.1, 0.42, [0.1, 0.2, 0.3, 0.4, 0.5]),
        (71.3, 78, [70, 72, 74, 76, 78]),
        (-3, 3, [-4, -2, 0, 2, 4]),
        (5, 5, [4, 4.5, 5, 5.5, 6]),
    ],
)
def test_a_scale_reads_well(low: float, high: float, ticks: list[float]) -> None:
    assert axis(low, high).ticks == ticks


@given(some.floats(-1e9, 1e9), some.floats(1e-3, 1e9))
def test_a_scale_holds_its_values(low: float, wide: float) -> None:
    found = axis(low, low + wide)
    slack = found.step * 1e-6
    assert found.low <= low + slack
    assert found.high >= low + wide - slack
    assert 2 <= len(found.ticks) <= 8
