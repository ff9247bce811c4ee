"""What apps above say of a note: where it came from. Filled in their `AppConfig.ready()`."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from opencoach.notes.models import Note


@dataclass(frozen=True, slots=True)
class Origin:
    """What a note is about, besides the engagement: a session, say, that was at `at`."""

    label: str
    url: str
    at: dt.datetime


Origins = Callable[[Sequence[Note]], Mapping[int, Origin]]
sources: list[Origins] = []


def add_origins(source: Origins) -> None:
    """`source` gives the origin of those notes that it knows, by their primary key."""
    sources.append(source)


def origins_of(notes: Sequence[Note]) -> dict[int, Origin]:
    found: dict[int, Origin] = {}
    for source in sources:
        found.update(source(notes))
    return found
