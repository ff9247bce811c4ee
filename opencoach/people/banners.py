"""What must be said at the top of every page: a port that the apps above fill in their `AppConfig.ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from opencoach.people.models import Membership


@dataclass(frozen=True, slots=True)
class Banner:
    """One sentence, and one step."""

    text: str
    step: str = ""
    url: str = ""
    caution: bool = False


Source = Callable[[Membership], Iterable[Banner]]
_sources: dict[str, Source] = {}


def add_banners(name: str, source: Source) -> None:
    """What an app has to say to a member, with one query at most. Raises ValueError for a taken name."""
    if name in _sources:
        raise ValueError(f"two apps call their banners {name!r}")
    _sources[name] = source


def banners_for(membership: Membership) -> list[Banner]:
    """Everything that is to be said to this member now."""
    return [banner for source in _sources.values() for banner in source(membership)]
