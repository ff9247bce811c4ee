"""What the apps above hand down to plans: marks on a chart, filled in their `AppConfig.ready()`."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from opencoach.people.models import Engagement


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at an instant, in a word or two. `kind`: "session", or "goal"."""

    at: dt.datetime
    label: str
    kind: str = "session"


Marks = Callable[[Engagement, dt.datetime, dt.datetime], Iterable[Mark]]
marks: dict[str, Marks] = {}


def add_marks(name: str, source: Marks) -> None:
    """What happened in an engagement between two instants. Raises ValueError for a taken name."""
    if name in marks:
        raise ValueError(f"two apps call their marks {name!r}")
    marks[name] = source


def marks_of(engagement: Engagement, start: dt.datetime, end: dt.datetime) -> list[Mark]:
    """All of them, in order."""
    found = [mark for source in marks.values() for mark in source(engagement, start, end)]
    return sorted(found, key=lambda mark: mark.at)
