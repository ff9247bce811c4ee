import datetime as dt

import pytest

from opencoach.lib import written

SEVENTH = dt.date(2026, 1, 7)


@pytest.mark.parametrize(
    "text",
    ["2026-01-07", "2026/1/7", "2026.01.07", "7.1.2026", "07.01.26", "7 January 2026", "7 Jan 2026", "Jan 7, 2026",
     "January 7 2026", "7-Jan-2026", "7-Jan-26"],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert written.day(text) == SEVENTH


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "31.02.2026", "2026-1", "1/2/3/4", "7.1-2026", "0.1.2026"])
def test_what_is_no_day_gives_none(text: str) -> None:
    assert written.day(text) is None


def test_which_number_is_the_month_is_said_by_the_column_or_not_at_all() -> None:
    assert written.day("1/7/2026", first=False) == SEVENTH
    assert written.day("7/1/2026", first=True) == SEVENTH
    assert written.day("25/12/2026") == written.day("12/25/2026") == dt.date(2026, 12, 25)
    assert written.day("5/5/2026") == dt.date(2026, 5, 5)
    with pytest.raises(written.Ambiguous):
        written.day("1/7/2026")


def test_a_column_says_which_number_is_the_day() -> None:
    assert written.day_first(["1/7/2026", "2026-01-30", "13.1.2026", "25/12/2026 10:00", "12/25/2026"]) is True
    assert written.day_first(["1/7/2026", "12/25/2026"]) is False
    assert written.day_first(["1/7/2026", "40/40/2026", "x", ""]) is None


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("2026-01-07T10:00", ("2026-01-07", "10:00")),
        ("2026-01-07 10:00:00", ("2026-01-07", "10:00:00")),
        ("7 Jan 2026 9:30 am", ("7 Jan 2026", "9:30 am")),
        (" 7.1.2026 ", ("7.1.2026", "")),
        ("7 January 2026", ("7 January 2026", "")),
    ],
)
def test_a_day_and_a_time_in_one_cell(text: str, apart: tuple[str, str]) -> None:
    assert written.apart(text) == apart


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [("10:00", 10, 0), ("9.30", 9, 30), ("14h30", 14, 30), ("9", 9, 0), ("10:00:59", 10, 0), ("9:30 am", 9, 30),
     ("12:15 AM", 0, 15), ("12 p.m.", 12, 0), ("1:05pm", 13, 5), ("0:00", 0, 0), ("14 Uhr", 14, 0)],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(text: str, hour: int, minute: int) -> None:
    assert written.clock(text) == dt.time(hour, minute)


@pytest.mark.parametrize("text", ["", "noon", "24:00", "10:60", "13:00 pm", "0 am", "1000", "-1:00"])
def test_what_is_no_time_gives_none(text: str) -> None:
    assert written.clock(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("60", 60), ("45 min", 45), ("45 minutes", 45), ("50'", 50), ("1:30", 90), ("01:00:00", 60), ("1.5 h", 90),
     ("0,75 hours", 45), ("2h", 120), ("0", 0), ("", None), ("long", None), ("1:75", None), ("-5", None)],
)  # fmt: skip
def test_a_length_is_read_as_people_write_it(text: str, minutes: int | None) -> None:
    assert written.minutes(text) == minutes
