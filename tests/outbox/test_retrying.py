"""How long a failure waits."""

import datetime as dt

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from opencoach.outbox import retrying

attempts, spreads = st.integers(0, 10_000), st.floats(-1, 1)


@given(attempts, spreads, st.booleans())
def test_it_is_never_short_and_never_endless(count: int, spread: float, urgent: bool) -> None:
    pause = retrying.pause(count, urgent=urgent, spread=spread)
    longest = retrying.LONGEST_URGENT if urgent else retrying.LONGEST
    first = retrying.FIRST_URGENT if urgent else retrying.FIRST
    assert first * 0.7 <= pause <= longest * 1.3


@given(st.integers(1, 30), spreads)
def test_it_grows(count: int, spread: float) -> None:
    assert retrying.pause(count + 1, spread=spread) >= retrying.pause(count, spread=spread)


def test_two_that_fail_together_do_not_come_back_together() -> None:
    assert len({retrying.pause(1) for _n in range(50)}) > 40


@given(st.integers(1, 10_000), spreads)
def test_a_channel_rests_five_minutes_at_most(failures: int, spread: float) -> None:
    assert 1 <= retrying.down_pause(failures, spread) <= 300 * 1.3


def test_it_gives_up_after_three_days() -> None:
    now = timezone.now()
    assert not retrying.gives_up(now - dt.timedelta(days=2, hours=23), now, 100)
    assert retrying.gives_up(now - dt.timedelta(days=3), now, 100)


@given(st.booleans())
def test_whoever_has_been_tried_for_three_days_is_given_up(urgent: bool) -> None:
    """As many attempts as three days have, with pauses of middling length, are enough."""
    now, elapsed, count = timezone.now(), dt.timedelta(), 0
    while elapsed < retrying.GIVE_UP_AFTER:
        count += 1
        elapsed += retrying.pause(count, urgent=urgent, spread=0)
    assert retrying.gives_up(now - elapsed, now, count, urgent=urgent)


def test_what_was_held_for_days_is_not_given_up_at_its_first_failures() -> None:
    now = timezone.now()
    assert not any(retrying.gives_up(now - dt.timedelta(days=9), now, count) for count in range(15))
