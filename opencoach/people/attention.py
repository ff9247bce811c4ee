"""What waits for somebody, and what is unread: ports that the apps above fill in their `AppConfig.ready()`.

The dashboard composes them into *Today*; nobody else asks every app.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from opencoach.people.models import Engagement, Membership


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the reader, why in one sentence, and the one step that settles it."""

    key: str  # unique among what waits, e.g. "unanswered:<public id>"
    name: str  # whom it is about
    why: str
    step: str  # the button's words
    url: str  # where the name leads, and the step too unless it is a POST
    weight: int = 50  # what comes first: 90 a person waits for an answer, 50 ordinary, 10 good to know
    since: dt.datetime | None = None
    post: str = ""  # a URL that the step is sent to by POST, if it can be done on the spot
    group: bool = False
    who: str = ""  # a stable id for the avatar's colour; the name by default


@dataclass(frozen=True, slots=True)
class Unread:
    """An unread conversation: who wrote last, the first words, when."""

    name: str
    text: str
    at: dt.datetime
    url: str
    count: int
    group: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """What another app adds to one row of the Clients list. `at`: when something last happened there."""

    unread: int = 0
    line: str = ""
    at: dt.datetime | None = None


WaitingSource = Callable[[Membership], Iterable[Waiting]]
UnreadSource = Callable[[Membership], Iterable[Unread]]
BriefSource = Callable[[Membership, Sequence[Engagement]], Mapping[int, Brief]]  # by engagement id

_waiting: dict[str, WaitingSource] = {}
_unread: dict[str, UnreadSource] = {}
_briefs: dict[str, BriefSource] = {}


def _claim(registry: Mapping[str, object], name: str) -> None:
    if name in registry:
        raise ValueError(f"two apps call their source {name!r}")


def add_waiting(name: str, source: WaitingSource) -> None:
    """What waits for a member, from one app, with a fixed number of queries. Raises ValueError for a taken name."""
    _claim(_waiting, name)
    _waiting[name] = source


def add_unread(name: str, source: UnreadSource) -> None:
    """A member's unread conversations, from one app, newest first. Raises ValueError for a taken name."""
    _claim(_unread, name)
    _unread[name] = source


def add_briefs(name: str, source: BriefSource) -> None:
    """What an app says in the rows of the Clients list, for all rows at once. Raises ValueError for a taken name."""
    _claim(_briefs, name)
    _briefs[name] = source


def waiting_for(membership: Membership) -> list[Waiting]:
    """All that waits for this member: the weightiest first, then what has waited longest."""
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    found = [item for source in _waiting.values() for item in source(membership)]
    return sorted(found, key=lambda item: (-item.weight, item.since or far, item.name))


def unread_of(membership: Membership) -> list[Unread]:
    """All unread conversations of this member, newest first."""
    found = [item for source in _unread.values() for item in source(membership)]
    return sorted(found, key=lambda item: item.at, reverse=True)


def briefs_of(membership: Membership, engagements: Sequence[Engagement]) -> dict[int, Brief]:
    """What the apps say about these engagements, merged: unread adds up, the latest line wins."""
    merged: dict[int, Brief] = {}
    old = dt.datetime.min.replace(tzinfo=dt.UTC)
    for source in _briefs.values():
        for key, brief in source(membership, engagements).items():
            had = merged.get(key, Brief())
            later = brief if (brief.at or old) >= (had.at or old) else had
            merged[key] = Brief(had.unread + brief.unread, later.line or had.line or brief.line, later.at)
    return merged
