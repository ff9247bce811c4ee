"""What the database says is taken, against every stretch as it is."""

import datetime as dt
import random
from itertools import pairwise

import pytest

from opencoach.scheduling import slots
from opencoach.scheduling.hours import OpenTime
from opencoach.scheduling.queries.taken import taken
from opencoach.scheduling.slots import Rules
from opencoach.scheduling.spans import Span
from opencoach.sessions.actions import steps
from opencoach.sessions.models import CoachingSession, Occupancy
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
START = 1_803_000_000  # in February 2027
END = START + 5 * 86400


def stretches(chance: random.Random, number: int) -> list[Span]:
    """So many one after the other, some touching, from before the window until after it."""
    found, at = [], START - 2 * 86400
    for _ in range(number):
        at += chance.choice((0, 0, 60, 1800, 3600, 7200, chance.randrange(20_000)))
        last = at + chance.choice((1, 600, 3600, chance.randrange(1, 90_000)))
        found.append((at, last))
        at = last
    return found


def occupy(cast: Cast, spans: list[Span]) -> list[CoachingSession]:
    """Sessions of Miriam's that take exactly this time."""
    made = []
    for start, _end in spans:
        one = CoachingSession(practice=cast.practice, engagement=cast.ana_engagement, coach=cast.miriam)
        steps.plan(one, dt.datetime.fromtimestamp(start, dt.UTC), "UTC", 60)
        made.append(one)
    CoachingSession.objects.bulk_create(made)
    Occupancy.objects.bulk_create(
        Occupancy(person=cast.miriam.person, session=one, starts=start, ends=end)
        for one, (start, end) in zip(made, spans, strict=True)
    )
    return made


@pytest.mark.parametrize("seed", range(12))
def test_what_is_free_is_the_same_as_with_every_stretch(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)
    spans = stretches(chance, chance.randrange(60))
    made = occupy(cast, spans)
    rules = Rules(
        length=chance.choice((900, 3600, 7200)), step=1800,
        before=chance.choice((0, 300, 3600)), after=chance.choice((0, 900)),
    )  # fmt: skip
    time = OpenTime([(START, START + 2 * 86400), (START + 2 * 86400 + 5400, END)], [START], [dt.date(2027, 2, 19)])
    window = slots.reach(rules, START, END)
    least = rules.before + rules.length + rules.after
    for out in (None, *range(0, len(made), 7)):
        ignoring = None if out is None else made[out]
        every = [span for n, span in enumerate(spans) if n != out]
        found = taken(cast.miriam.person_id, window, least, ignoring=ignoring)
        assert found == sorted(found)
        assert all(end < start for (_, end), (start, _) in pairwise(found))
        free = slots.free_starts(time, found, rules, now=START)
        assert free == slots.free_starts(time, every, rules, now=START)
        for start in range(START, END, 1800):
            assert slots.why_not(start, time, found, rules, now=START) == slots.why_not(
                start, time, every, rules, now=START
            )


def test_nobody_elses_time_counts(cast: Cast) -> None:
    occupy(cast, [(START, START + 3600)])
    assert taken(cast.devi.person_id, (START, END), 60) == []
    assert taken(cast.miriam.person_id, (START, END), 60) == [(START, START + 3600)]
    assert taken(cast.miriam.person_id, (START + 3600, END), 60) == []  # touching is no conflict
