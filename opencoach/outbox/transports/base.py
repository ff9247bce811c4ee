"""What a channel must do. A new channel is a folder beside `email/` and one line in `transports/__init__.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Rendered


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side has taken it. `provider_id` is what it calls it."""

    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Not this time; try this one again. `unsure`: the other side may have it all the same."""

    reason: str
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """Never. With `suppress`, nothing goes to this address any more until somebody lifts that."""

    reason: str
    suppress: bool = False


@dataclass(frozen=True, slots=True)
class Down:
    """Nothing goes out on this channel now, whatever it is; it is no fault of this delivery."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """The gate stayed shut: another worker may have it by now."""

    reason: str = ""


Outcome = Sent | Later | Refused | Down | Dropped
Gate = Callable[[], bool]


class Connection(Protocol):
    """A way to the other side, used for one delivery after the other by one thread."""

    def send(self, prepared: Any, gate: Gate) -> Outcome:
        """Hand over one prepared delivery. Never raises.

        `gate()` is asked once, right before the point from which the other side may have it; False means stop.
        """
        ...

    def close(self) -> None:
        """Drop it."""
        ...

    def leave(self) -> None:
        """Say goodbye, then drop it."""
        ...


class Transport(Protocol):
    """One channel as it is set up in this installation."""

    def problem(self) -> str:
        """Why nothing can be sent as it is set up, in plain words; "" when it can."""
        ...

    def is_wanted(self) -> bool:
        """Whether this installation is meant to have this channel."""
        ...

    def most_connections(self) -> int: ...

    def prepare(self, delivery: Delivery, rendered: Rendered) -> Any:
        """The thing to hand over. Raises `CannotPrepare` where no attempt could ever succeed."""
        ...

    def connect(self) -> Connection: ...

    def settle(self, outcomes: Sequence[tuple[Delivery, Outcome]]) -> None:
        """Keep what else is to be kept of these, right after their marks. In the clerk's thread."""
        ...


class CannotPrepare(ValueError):
    """It can never go like this; the text says why, in plain words."""
