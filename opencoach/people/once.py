"""What several parts of one page need is loaded once for that page, and forgotten with it.

It is kept on the membership that a page was loaded with (`page.in_practice`), of requests that change nothing. A
membership from anywhere else keeps nothing: a job, a socket or a test always asks the database.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from opencoach.people.models import Membership

T = TypeVar("T")


def begin(membership: Membership) -> None:
    """From now on, keep what is loaded for this very object."""
    membership.__dict__["_kept"] = {}


def once(membership: Membership, name: str, load: Callable[[], T]) -> T:
    """What `load` gives, asked at most once a page under that name."""
    kept: dict[str, object] | None = membership.__dict__.get("_kept")
    if kept is None:
        return load()
    if name not in kept:
        kept[name] = load()
    return cast("T", kept[name])


def is_kept(membership: Membership, name: str) -> bool:
    """Whether the page has loaded it already."""
    return name in membership.__dict__.get("_kept", {})
