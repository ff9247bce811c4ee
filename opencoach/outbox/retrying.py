"""When a delivery that failed is tried again. Pure."""

import datetime as dt
import random

FIRST, FIRST_URGENT = dt.timedelta(minutes=1), dt.timedelta(seconds=5)
LONGEST, LONGEST_URGENT = dt.timedelta(hours=4), dt.timedelta(minutes=2)
GIVE_UP_AFTER = dt.timedelta(days=3)
FACTOR = 2.5
JITTER = 0.25
GROWING = 16  # failures after which the pauses are as long as they get


def pause(attempts: int, *, urgent: bool = False, spread: float | None = None) -> dt.timedelta:
    """How long to wait after the `attempts`th failure: longer each time, and never two alike.

    `spread` (−1 to 1) is where in the jitter it falls; random by default.
    """
    first, longest = (FIRST_URGENT, LONGEST_URGENT) if urgent else (FIRST, LONGEST)
    plain = min(longest.total_seconds(), first.total_seconds() * FACTOR ** min(max(attempts, 1) - 1, 16))
    where = random.uniform(-1, 1) if spread is None else spread  # noqa: S311 (jitter, no secret)
    return dt.timedelta(seconds=plain * (1 + JITTER * where))


def gives_up(due_at: dt.datetime, now: dt.datetime, attempts: int, *, urgent: bool = False) -> bool:
    """Whether it has been tried for long enough. `attempts`: those that failed before this one.

    What was held back (for quiet hours, a pause) may be due for days before it is tried at all: so it is also asked
    how long so many attempts can have taken.
    """
    return min(now - due_at, tried(attempts, urgent=urgent)) >= GIVE_UP_AFTER


def tried(attempts: int, *, urgent: bool = False) -> dt.timedelta:
    """How long so many failures with their pauses take at most."""
    growing = [pause(number, urgent=urgent, spread=1) for number in range(1, min(attempts, GROWING) + 1)]
    return sum(growing, dt.timedelta()) + max(0, attempts - GROWING) * pause(GROWING, urgent=urgent, spread=1)


def down_pause(failures: int, spread: float | None = None) -> float:
    """Seconds for which a whole channel rests after so many failures in a row."""
    where = random.uniform(-1, 1) if spread is None else spread  # noqa: S311
    return float(min(300.0, 2.0 * 2 ** min(failures - 1, 10)) * (1 + JITTER * where))
