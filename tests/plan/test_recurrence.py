import datetime as dt
from dataclasses import replace

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as some

from opencoach.plan.recurrence import MOST, BadRule, Every, Rule, days, falls_on, following, instant, parse

pytestmark = pytest.mark.zones
START = dt.date(2026, 1, 30)
DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def listed(text: str, start: str, first: str, last: str) -> list[str]:
    begin = day(start)
    return [one.isoformat() for one in days(parse(text, begin), begin, day(first), day(last))]


@pytest.mark.parametrize(
    ("text", "start", "first", "last", "said"),
    [
        ("FREQ=DAILY", "2026-03-01", "2026-03-28", "2026-03-30", ["2026-03-28", "2026-03-29", "2026-03-30"]),
        ("FREQ=DAILY;INTERVAL=3", "2026-03-01", "2026-03-05", "2026-03-12", ["2026-03-07", "2026-03-10"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "2026-03-04", "2026-03-01", "2026-03-11", ["2026-03-05", "2026-03-09"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-03-04", "2026-03-01", "2026-04-01", ["2026-03-17", "2026-03-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2026-03-04", "2026-03-01", "2026-05-01", ["2026-03-15", "2026-04-15"]),
        ("FREQ=MONTHLY;BYDAY=1MO", "2026-03-04", "2026-03-01", "2026-05-30", ["2026-04-06", "2026-05-04"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-03-04", "2026-03-01", "2026-04-30", ["2026-03-27", "2026-04-24"]),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=2", "2026-03-04", "2026-03-01", "2027-03-01", ["2026-03-09", "2026-03-16"]),
        ("FREQ=DAILY;UNTIL=20260302", "2026-03-01", "2026-03-01", "2026-04-01", ["2026-03-01", "2026-03-02"]),
    ],
)  # fmt: skip
def test_the_days_it_falls_on(text: str, start: str, first: str, last: str, said: list[str]) -> None:
    assert listed(text, start, first, last) == said


def test_the_thirty_first_is_the_last_day_of_shorter_months() -> None:
    rule = Rule(Every.MONTH, month_day=31)
    found = days(rule, day("2026-01-31"), day("2026-01-01"), day("2026-05-01"))
    assert [one.isoformat() for one in found] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert parse(rule.text()) == rule


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ=HOURLY", "FREQ=SECONDLY;INTERVAL=1", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=999999999999",
        "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYDAY=5MO", "FREQ=DAILY;BYHOUR=3",
        "FREQ=DAILY;COUNT=1000000", "FREQ=DAILY;COUNT=3;UNTIL=20270101", "FREQ=DAILY;UNTIL=99999999", "INTERVAL=2",
        "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=DAILY;" + "X" * 300, "FREQ=WEEKLY;BYDAY=MO,MO", "nonsense",
    ],
)  # fmt: skip
def test_what_is_no_rule_here_is_refused(text: str) -> None:
    with pytest.raises(BadRule):
        parse(text, START)


def test_a_rule_without_an_end_is_listed_to_a_bound() -> None:
    assert len(days(Rule(Every.DAY), dt.date(1990, 1, 1), dt.date(1990, 1, 1), dt.date(2999, 1, 1))) == MOST


RULES = some.one_of(
    some.builds(Rule, some.just(Every.DAY), some.integers(1, 52)),
    some.builds(
        Rule, some.just(Every.WEEK), some.integers(1, 9),
        some.sets(some.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
    ),
    some.builds(
        Rule, some.just(Every.MONTH), some.integers(1, 14),
        month_day=some.one_of(some.just(-1), some.integers(1, 31)),
    ),
    some.builds(
        Rule, some.just(Every.MONTH), some.integers(1, 14), some.integers(0, 6).map(lambda one: (one,)),
        nth=some.sampled_from([1, 2, 3, 4, -1]),
    ),
)  # fmt: skip
STARTS = some.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1))


@given(RULES, STARTS, some.integers(-40, 1500), some.integers(0, 150))
def test_it_is_what_rfc_5545_says_from_its_beginning(rule: Rule, start: dt.date, ahead: int, wide: int) -> None:
    """The short way gives what dateutil gives when it counts every one from the start."""
    first = start + ahead * DAY
    last = first + wide * DAY
    whole = rrulestr(rule.text(), dtstart=dt.datetime.combine(start, dt.time()))
    said = whole.between(dt.datetime.combine(first, dt.time()), dt.datetime.combine(last, dt.time()), inc=True)
    assert days(rule, start, first, last) == [moment.date() for moment in said]


@given(RULES, STARTS, some.integers(-5, 900))
def test_a_single_day_is_asked_without_listing(rule: Rule, start: dt.date, ahead: int) -> None:
    one = start + ahead * DAY
    assert falls_on(rule, start, one) == (days(rule, start, one, one) == [one])


@given(RULES, STARTS, some.integers(0, 900))
def test_the_end_is_kept_and_the_text_says_it_all(rule: Rule, start: dt.date, ahead: int) -> None:
    ending = replace(rule, until=start + ahead * DAY)
    assert parse(ending.text()) == ending
    found = days(ending, start, start, start + 1200 * DAY)
    assert all(one <= start + ahead * DAY for one in found)
    assert following(ending, start, start + ahead * DAY) is None


def test_the_next_one() -> None:
    assert following(parse("FREQ=WEEKLY;BYDAY=FR"), day("2026-03-02"), day("2026-03-06")) == day("2026-03-13")


@pytest.mark.parametrize(
    ("date", "clock", "zone", "said"),
    [
        ("2026-03-28", "09:00", "Europe/Berlin", "2026-03-28T08:00"),  # the day before the clocks go forward
        ("2026-03-29", "09:00", "Europe/Berlin", "2026-03-29T07:00"),
        ("2026-03-29", "02:30", "Europe/Berlin", "2026-03-29T01:30"),  # a time that is left out: 03:30 there
        ("2026-10-25", "02:30", "Europe/Berlin", "2026-10-25T00:30"),  # the first of two
        ("2026-03-29", "09:00", "Asia/Singapore", "2026-03-29T01:00"),
        ("2026-11-01", "09:00", "America/New_York", "2026-11-01T14:00"),
        ("2026-04-05", "01:45", "Australia/Lord_Howe", "2026-04-04T14:45"),  # clocks that move by half an hour
    ],
)
def test_a_clock_is_read_where_the_person_is(date: str, clock: str, zone: str, said: str) -> None:
    found = instant(day(date), dt.time.fromisoformat(clock), zone)
    assert f"{found:%Y-%m-%dT%H:%M}" == said


def test_a_daily_rule_keeps_its_days_through_a_change_of_clocks_and_of_zone() -> None:
    """Seven days stay seven days, at nine on the clock of wherever the person is by then."""
    week = days(Rule(Every.DAY), day("2026-03-26"), day("2026-03-26"), day("2026-04-01"))
    assert [one.day for one in week] == [26, 27, 28, 29, 30, 31, 1]
    zones = ["Europe/Berlin"] * 4 + ["Asia/Tokyo"] * 3
    moments = [instant(one, dt.time(9), zone) for one, zone in zip(week, zones, strict=True)]
    assert [moment.hour for moment in moments] == [8, 8, 8, 7, 0, 0, 0]
    assert moments == sorted(set(moments))
