"""What a gateway for text messages must do. A new one is a folder beside `kannel/` and one line in `url.py`."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse

from opencoach.outbox.transports.base import Gate, Outcome, Sent


@dataclass(frozen=True, slots=True)
class Message:
    """One text as it is handed over. `reference` is ours and the same at every attempt; reports come to `report_url`,
    which names it."""

    to: str
    text: str
    unicode: bool
    reference: str
    report_url: str


@dataclass(frozen=True, slots=True)
class Found:
    """The gateway has it from an earlier attempt."""

    provider_id: str = ""


class Absent:
    """The gateway says for certain that it has never had it."""


class Unsure:
    """The gateway cannot say."""


@dataclass(frozen=True, slots=True)
class Settled(Sent):
    """It has gone exactly once: the gateway itself has been asked about the attempt before."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the network says of a text. `outcome` is one of `Text.Report`; `why` its own words."""

    outcome: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text that came in. `id` is the gateway's: the same text twice has the same one."""

    id: str
    sender: str
    recipient: str
    text: str


class Forged(Exception):
    """It does not come from the gateway."""


class NotUnderstood(ValueError):
    """It comes from the gateway and is nothing that we know."""


class Line(Protocol):
    """A way to the gateway, used by one thread."""

    def send(self, message: Message, gate: Gate) -> Outcome:
        """Hand it over. `Later(…, unsure=True)` where the gateway may have it and has not said so. Never raises."""
        ...

    def find(self, message: Message, since: dt.datetime) -> Found | Absent | Unsure:
        """Whether an attempt from that instant on has reached the gateway. Never raises."""
        ...

    def close(self) -> None: ...


class Backend(Protocol):
    """One gateway as OPENCOACH_TEXT_URL names it."""

    @property
    def sender(self) -> str:
        """Whom texts come from: a number, a short code or a name."""
        ...

    @property
    def connections(self) -> int: ...

    @property
    def callback(self) -> str:
        """The address at which the gateway reaches us; "" for the public one."""
        ...

    def connect(self) -> Line: ...

    def report(self, request: HttpRequest) -> Report | None:
        """What a call to a report's address says; None where it says nothing new. Raises Forged, NotUnderstood."""
        ...

    def incoming(self, request: HttpRequest) -> Incoming:
        """The text in a call to the address of texts that come in. Raises Forged, NotUnderstood."""
        ...

    def thanks(self) -> HttpResponse:
        """What the gateway wants to hear when it has been understood; nothing of it may become a text."""
        ...
