"""What apps above keep of a session, for its page: filled in their `AppConfig.ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from opencoach.people.models import Membership
from opencoach.sessions.models import CoachingSession


@dataclass(frozen=True, slots=True)
class Record:
    """Something to read of a session that has begun."""

    label: str
    icon: str
    url: str


Source = Callable[[Membership, CoachingSession], Iterable[Record]]
_sources: dict[str, Source] = {}


def add_records(name: str, source: Source) -> None:
    """What an app keeps of a session whose content the reader may read. Raises ValueError for a taken name."""
    if name in _sources:
        raise ValueError(f"two apps call their records {name!r}")
    _sources[name] = source


def records_of(reader: Membership, session: CoachingSession) -> list[Record]:
    return [one for source in _sources.values() for one in source(reader, session)]
