"""One database, in a process of its own: prints a line of JSON per size.

python -m benchmarks.slots.measure '<the line that seed printed>'
"""

import datetime as dt
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

from benchmarks.slots import bare
from benchmarks.slots.seed import WEEKS

ROUNDS = 15
NOW = dt.timedelta(hours=1)  # before the twelve weeks begin
MOST_A_DAY, MOST_A_WEEK = 99, 999  # the highest limits that Settings take: the most rows to look at


def spent(act: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """The median in milliseconds, and what came out."""
    times, found = [], None
    for _ in range(rounds):
        started = time.perf_counter()
        found = act()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times), found


def measure(made: dict[str, Any], first: int) -> dict[str, Any]:
    """All roads to the same free times, which are compared."""
    from opencoach.people.models import Membership
    from opencoach.scheduling.queries.free import Free
    from opencoach.scheduling.slots import full
    from opencoach.scheduling.views.free import as_json
    from opencoach.sessions.models import Occupancy, SessionType

    coach, kind = Membership.objects.get(pk=made["coach"]), SessionType.objects.get(pk=made["kind"])
    window = (first, first + WEEKS * 7 * 86400)
    now = dt.datetime.fromtimestamp(first, dt.UTC) - NOW

    def ours() -> str:
        return as_json("UTC", Free(coach, kind, window, by_staff=False).starts(now))

    def limited() -> str:
        return as_json("UTC", Free(coach, several, window, by_staff=False).starts(now))

    several = SessionType.objects.get(pk=kind.pk)
    several.per_day, several.per_week = MOST_A_DAY, MOST_A_WEEK
    busy = list(Occupancy.objects.filter(person=coach.person).order_by("starts").values_list("starts", "ends"))
    shuffled = random.Random(1).sample(busy, len(busy))
    task = (*window, busy, 3600, 1800, 900)
    ours()
    own, text = spent(ours)
    with_limit, same = spent(limited, 5)
    sweep, starts = spent(lambda: bare.sweep(*task))
    loose, again = spent(lambda: bare.sweep(*window, shuffled, *task[3:]))
    naive, slowly = spent(lambda: bare.rescan(*task), 1)
    assert starts == again == slowly
    times = [f"{dt.datetime.fromtimestamp(one, dt.UTC):%Y-%m-%dT%H:%MZ}" for one in starts]
    assert json.loads(text)["times"] == times
    free = Free(coach, several, window, by_staff=False)
    by_hand = full(free.time, free.rules, [begin for begin, _end in busy])
    assert json.loads(same)["times"] == [
        said for said, one in zip(times, starts, strict=True) if not by_hand.why(free.time, one)
    ]
    return {
        "rows": len(busy), "free": len(starts), "ours": own, "limited": with_limit,
        "sweep": sweep, "shuffled": loose, "naive": naive,
    }  # fmt: skip


if __name__ == "__main__":
    django.setup()
    from django.db import connection

    from opencoach.config.interpreter import settle_in

    settle_in()  # as a web process is
    world = json.loads(sys.argv[1])
    for made in world["sizes"].values():
        sys.stdout.write(json.dumps(measure(made, world["first"])) + "\n")
        sys.stdout.flush()
    connection.close()
