"""Which days and weeks are full: what the database says, against every session as it is."""

import datetime as dt
import random

import pytest

from opencoach.scheduling.hours import Hours, Travel, open_time
from opencoach.scheduling.queries import limits
from opencoach.scheduling.slots import Full, Rules, full
from opencoach.sessions.actions import cancel
from opencoach.sessions.actions.steps import plan
from opencoach.sessions.models import CoachingSession, SessionType
from tests.cast import Cast
from tests.sessions.making import NOW, booked, offer

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.zones]
DAY, HOUR = 86400, 3600
FIRST = int(dt.datetime(2027, 3, 21, tzinfo=dt.UTC).timestamp())  # the clocks change on the 28th
WINDOW = (FIRST, FIRST + 14 * DAY)


def write_down(cast: Cast, kind: SessionType, starts: list[int], status: str = "booked") -> list[CoachingSession]:
    made = []
    for start in starts:
        one = CoachingSession(
            practice=cast.practice, engagement=cast.ana_engagement, coach=cast.miriam, session_type=kind, status=status
        )
        plan(one, dt.datetime.fromtimestamp(start, dt.UTC), "Europe/Berlin", 10)
        made.append(one)
    return CoachingSession.objects.bulk_create(made)


@pytest.mark.parametrize("seed", range(8))
def test_the_database_counts_as_one_would_by_hand(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    kind, other = offer(cast.miriam), offer(cast.miriam, slug="other")
    away = Travel(dt.date(2027, 3, 25), dt.date(2027, 3, 29), chance.choice(["Asia/Tokyo", "America/New_York"]))
    hours = Hours("Europe/Berlin", {}, travels=[away] if chance.random() < 0.6 else [])
    time = open_time(hours, WINDOW[0] - 9 * DAY, WINDOW[1] + 9 * DAY)
    starts = [chance.randrange(WINDOW[0] - 8 * DAY, WINDOW[1] + 8 * DAY, 1800) for _ in range(chance.randrange(60))]
    starts += chance.sample(time.begins[5:-5], 4)  # at midnight itself
    made = write_down(cast, kind, starts)
    write_down(cast, kind, starts[::2], "cancelled")
    write_down(cast, other, starts)
    rules = Rules(HOUR, HOUR, per_day=chance.choice([None, 1, 2, 3]), per_week=chance.choice([None, 3, 9]))
    for ignoring in (None, *made[::20]):
        found = limits.full(time, WINDOW, rules, cast.miriam.pk, kind.pk, ignoring=ignoring)
        by_hand = full(time, rules, [start for start, one in zip(starts, made, strict=True) if one != ignoring])
        for start in range(*WINDOW, 1800):
            assert found.why(time, start) == by_hand.why(time, start)


def test_a_session_that_is_cancelled_leaves_its_day_free(cast: Cast) -> None:
    kind = offer(cast.miriam, per_day=1)
    time = open_time(Hours("Europe/Berlin", {}), WINDOW[0] - 9 * DAY, WINDOW[1] + 9 * DAY)
    rules = Rules(HOUR, HOUR, per_day=1)
    session = booked(cast, kind, dt.datetime.fromtimestamp(FIRST + DAY, dt.UTC))

    def found() -> Full:
        return limits.full(time, WINDOW, rules, cast.miriam.pk, kind.pk)

    assert found() == Full({dt.date(2027, 3, 22)}, set())
    cancel(session, actor=cast.miriam.person, now=NOW)
    assert found() == Full(set(), set())


def test_without_limits_nothing_is_asked(cast: Cast, django_assert_num_queries: object) -> None:
    time = open_time(Hours("Europe/Berlin", {}), *WINDOW)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert limits.full(time, WINDOW, Rules(HOUR, HOUR), cast.miriam.pk, 1) == Full()
