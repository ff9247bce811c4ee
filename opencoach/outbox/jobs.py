"""What the worker does besides sending: jobs that other apps hand down in their `AppConfig.ready()`.

A job fetches what is to be done and delegates it to an action. It may run twice, or stop in the middle: what it does
must bear both. It runs beside the sending, in a thread of its own, and at most once at a time on one database.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from opencoach.outbox import wake


@dataclass(frozen=True, slots=True)
class Job:
    """`run()` does a portion and says whether more is left: True runs it again at once, after the others."""

    name: str
    every: dt.timedelta
    run: Callable[[], bool | None]


jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    """Raises ValueError when two apps claim one name."""
    if job.name in jobs:
        raise ValueError(f"two jobs are called {job.name!r}")
    jobs[job.name] = job


def soon(name: str) -> None:
    """Run that job as soon as this transaction has been committed, without waiting for its turn.

    Raises KeyError for a job that nobody has registered.
    """
    wake.on_commit(jobs[name].name)
