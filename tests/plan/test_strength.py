import datetime as dt
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from opencoach.plan.strength import (
    Aim,
    Per,
    begin_of,
    counted,
    end_of,
    needed,
    periods,
    share,
    step,
    streak,
    strength,
)

MONDAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
DAILY = Aim()
THRICE = Aim(Per.WEEK, times=3)
AIMS = some.sampled_from(
    [
        DAILY,
        Aim(weekdays=frozenset({0, 1, 2, 3, 4})),
        THRICE,
        Aim(Per.MONTH, times=2),
        Aim(Per.DAY, amount=Decimal(8)),
        Aim(Per.WEEK, amount=Decimal(150)),
        Aim(Per.DAY, amount=Decimal(2), at_most=True),
    ]
)
DONE = some.dictionaries(some.integers(0, 59), some.integers(0, 12).map(Decimal), max_size=60)


def each(count: int, aim: Aim = DAILY) -> float:
    """The strength after doing it on so many days in a row, from the first day on."""
    done = {MONDAY + n * DAY: Decimal(1) for n in range(count)}
    return strength(aim, MONDAY, MONDAY + (count - 1) * DAY, done, frozenset())


@pytest.mark.parametrize(("count", "said"), [(1, 0.051922), (13, 0.5), (20, 0.655747)])
def test_done_every_day_as_loop_computes_it(count: int, said: float) -> None:
    assert abs(each(count) - said) < 1e-6


def test_what_is_not_done_fades_half_in_thirteen_days() -> None:
    done = {MONDAY + n * DAY: Decimal(1) for n in range(13)}
    assert math.isclose(strength(DAILY, MONDAY, MONDAY + 25 * DAY, done, frozenset()), 0.25)


def test_a_habit_of_less_than_daily_moves_slower() -> None:
    assert math.isclose(step(0, 3 / 7, 1), 1 - 0.5 ** (math.sqrt(3 / 7) / 13))
    assert step(0, 1 / 30, 1) < step(0, 1 / 7, 1) < step(0, 1, 1)


def test_three_times_a_week_may_be_on_any_days() -> None:
    on = {"mon wed fri": (0, 2, 4), "the weekend and monday": (0, 5, 6)}
    found = [
        strength(
            THRICE, MONDAY, MONDAY + 83 * DAY,
            {MONDAY + (7 * week + day) * DAY: Decimal(1) for week in range(12) for day in days}, frozenset(),
        )
        for days in on.values()
    ]  # fmt: skip
    assert abs(found[0] - found[1]) < 0.02
    assert min(found) > 0.9


@pytest.mark.parametrize(
    ("aim", "total", "said"),
    [
        (Aim(Per.DAY, amount=Decimal(8)), 4, 0.5),
        (Aim(Per.DAY, amount=Decimal(8)), 20, 1.0),
        (Aim(Per.DAY, amount=Decimal(2), at_most=True), 2, 1.0),
        (Aim(Per.DAY, amount=Decimal(2), at_most=True), 3, 0.5),
        (Aim(Per.DAY, amount=Decimal(2), at_most=True), 9, 0.0),
        (Aim(Per.DAY, amount=Decimal(0), at_most=True), 1, 0.0),
        (THRICE, 2, 2 / 3),
    ],
)
def test_how_much_of_the_aim_that_is(aim: Aim, total: int, said: float) -> None:
    assert math.isclose(share(aim, Decimal(total)), said)


@given(AIMS, DONE, some.integers(0, 60), some.integers(1, 40))
def test_a_pause_never_changes_strength(aim: Aim, done: dict[int, Decimal], begins: int, lasts: int) -> None:
    """The same life with days in between that don't count: the strength after it is the same to the last digit."""
    weeks = 7 * lasts  # whole weeks, so that the weekdays of a habit stay what they are
    plain = {MONDAY + n * DAY: amount for n, amount in done.items()}
    later = {MONDAY + (n if n < begins else n + weeks) * DAY: amount for n, amount in done.items()}
    off = frozenset(MONDAY + n * DAY for n in range(begins, begins + weeks))
    before = strength(aim, MONDAY, MONDAY + 59 * DAY, plain, frozenset())
    assert strength(aim, MONDAY, MONDAY + (59 + weeks) * DAY, later, off) == before


@given(AIMS, DONE, some.sets(some.integers(0, 59)))
def test_it_stays_between_nothing_and_all(aim: Aim, done: dict[int, Decimal], off: set[int]) -> None:
    days = {MONDAY + n * DAY: amount for n, amount in done.items()}
    found = strength(aim, MONDAY, MONDAY + 59 * DAY, days, frozenset(MONDAY + n * DAY for n in off))
    assert 0 <= found <= 1


@given(some.sets(some.integers(0, 59)), some.integers(0, 59))
def test_doing_it_once_more_never_weakens(done: set[int], more: int) -> None:
    def after(days: set[int]) -> float:
        marks = {MONDAY + n * DAY: Decimal(1) for n in days}
        return strength(DAILY, MONDAY, MONDAY + 59 * DAY, marks, frozenset())

    assert after(done | {more}) >= after(done)


def run(aim: Aim, done: list[int], today: int, off: tuple[int, ...] = ()) -> int:
    marks = {MONDAY + n * DAY: Decimal(1) for n in done}
    last = MONDAY + today * DAY
    return streak(periods(aim, MONDAY, last, marks, frozenset(MONDAY + n * DAY for n in off)), last)


@pytest.mark.parametrize(
    ("aim", "done", "today", "off", "said"),
    [
        (DAILY, [0, 1, 2], 2, (), 3),
        (DAILY, [0, 1, 2], 3, (), 3),  # today is still open
        (DAILY, [0, 1, 2], 4, (), 0),  # yesterday was left out
        (DAILY, [0, 1, 4], 4, (2, 3), 3),  # ill on two days
        (DAILY, [0, 1], 30, tuple(range(2, 31)), 2),  # a long pause
        (Aim(weekdays=frozenset({0, 1, 2, 3, 4})), [3, 4, 7], 7, (), 3),  # over a weekend
        (THRICE, [0, 2, 4, 7, 8, 9], 10, (), 2),
        (THRICE, [0, 2, 4, 7], 10, (), 1),  # this week still runs
        (THRICE, [0, 2, 4, 14, 15, 16], 17, (8, 9, 10), 2),  # a week with days off neither breaks nor counts
        (THRICE, [0, 2, 4, 14, 15, 16], 17, (), 1),
    ],
)
def test_how_long_it_has_been_kept(aim: Aim, done: list[int], today: int, off: tuple[int, ...], said: int) -> None:
    assert run(aim, done, today, off) == said


def test_a_week_that_is_all_paused_is_no_period() -> None:
    found = periods(THRICE, MONDAY, MONDAY + 20 * DAY, {}, frozenset(MONDAY + n * DAY for n in range(7, 14)))
    assert [(one.first, one.eased) for one in found] == [(MONDAY, False), (MONDAY + 14 * DAY, False)]


def test_days_that_a_habit_is_not_for_do_not_count() -> None:
    weekdays = Aim(weekdays=frozenset({0, 2}))
    assert counted(weekdays, MONDAY, MONDAY + 6 * DAY, frozenset({MONDAY})) == [MONDAY + 2 * DAY]


def test_periods_begin_and_end_where_calendars_do() -> None:
    assert begin_of(Per.WEEK, dt.date(2026, 3, 8)) == MONDAY
    assert end_of(Per.MONTH, dt.date(2028, 2, 1)) == dt.date(2028, 2, 29)
    assert end_of(Per.MONTH, dt.date(2026, 12, 1)) == dt.date(2026, 12, 31)


ALL_WEEK = tuple(range(7))


@pytest.mark.parametrize(
    ("aim", "done", "off", "said"),
    [
        (DAILY, {}, (), ALL_WEEK),
        (DAILY, {0: 1, 3: 1}, (5,), (1, 2, 4, 6)),
        (Aim(weekdays=frozenset({1, 3})), {1: 1}, (), (3,)),
        (THRICE, {}, (), (4, 5, 6)),  # from Friday on every day is needed
        (THRICE, {0: 1}, (), (5, 6)),
        (THRICE, {0: 1, 4: 1}, (), (6,)),
        (THRICE, {0: 1, 1: 1, 2: 1}, (), ()),
        (Aim(Per.WEEK, amount=Decimal(150)), {0: 100}, (), (6,)),
        (Aim(Per.WEEK, amount=Decimal(150)), {0: 150}, (), ()),
        (Aim(Per.WEEK, amount=Decimal(2), at_most=True), {0: 2}, (), (6,)),  # to write down what it was
        (Aim(Per.MONTH, times=2), {}, (), ()),
    ],
)
def test_one_is_reminded_on_the_days_that_are_needed(
    aim: Aim, done: dict[int, int], off: tuple[int, ...], said: tuple[int, ...]
) -> None:
    kept = {MONDAY + n * DAY: Decimal(number) for n, number in done.items()}
    asked = tuple(
        n for n in ALL_WEEK
        if needed(
            aim, MONDAY + n * DAY, {day: one for day, one in kept.items() if day <= MONDAY + n * DAY},
            frozenset(MONDAY + one * DAY for one in off),
        )
    )  # fmt: skip
    assert asked == said
