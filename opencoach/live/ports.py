"""What the apps above hand to the live endpoint, which itself knows no models and no conversations.

- `authenticate(cookies, query)` says who is there (in a thread, with a database), or None;
- `apps` take the frames: one `App` per name, each claims some frame types;
- `unacknowledged` work goes through `writer.submit`, and comes back after the commit.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from opencoach.live.session import Session

Frame = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who is signed in, in one practice. `key` is the person's public id, the only one that leaves."""

    person_id: int
    key: str
    membership_id: int
    practice_id: int
    name: str
    session_key: str
    shows_presence: bool = True
    shows_seen: bool = True


class Refused(Exception):
    """A frame asks for what is not possible. Its text says why, for the person; nothing else happens."""


class App(Protocol):
    """An app on the socket. All methods but `load` run in the event loop."""

    frames: Mapping[str, Callable[["Session", Frame], Awaitable[None]]]

    def load(self, identity: Identity) -> Any:
        """What the person may have here, read in a thread at the beginning and at every recheck."""

    async def changed(self, session: "Session", state: Any) -> None:
        """`load` gave something new: cut off what is gone."""

    async def left(self, session: "Session") -> None:
        """The session is over."""

    async def heard(self, news: Mapping[str, Any]) -> None:
        """Another process said something (`bus.publish`)."""

    async def lost_track(self) -> None:
        """News may have been missed: everybody reads again."""

    async def on_time(self) -> None:
        """Every 45 seconds: what is to be said again, or forgotten."""

    def post(self, identity: Identity, state: Any, frame: Frame) -> Awaitable[Iterable[Frame]]:
        """A frame that came by POST, without a stream of its own in this process; gives the answers."""


Authenticate = Callable[[Mapping[str, str], Mapping[str, str]], Identity | None]

authenticators: list[Authenticate] = []
apps: dict[str, App] = {}


def register_app(name: str, app: App) -> None:
    """Raises ValueError when two apps claim one name or one frame type."""
    if name in apps:
        raise ValueError(f"two apps on the socket are called {name!r}")
    for other in apps.values():
        if taken := set(other.frames) & set(app.frames):
            raise ValueError(f"two apps on the socket take {sorted(taken)}")
    apps[name] = app
