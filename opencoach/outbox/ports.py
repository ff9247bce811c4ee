"""What the apps above hand down to the outbox: typed registries, filled in their `AppConfig.ready()`."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.functional import Promise

from opencoach.outbox.models import Delivery
from opencoach.people.models import Engagement, Person


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """One delivery in words, made at the moment of sending (`words.compose`). A text message uses `text` alone."""

    subject: str
    text: str
    html: str = ""
    reply_to: str = ""  # the coach's own address
    from_name: str = ""  # "Miriam Okafor via Okafor Coaching"
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attached, ...] = ()
    unsubscribe: str = "Unsubscribe"  # the words of that link, in the reader's language


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of delivery.

    `render(delivery)` gives its words; `still_due(delivery)` gives "" when it should go, or the plain reason why it
    should not any more; `may_preview(person, delivery)` says whether that person may read its source.
    `group` names what a person can unsubscribe from ("" = they cannot: sign-in codes, invitations, agreements).
    `urgent`: somebody sits and waits for it. `automatic`: no person pressed "send", so no machine may answer it.
    """

    name: str
    label: str | Promise
    render: Callable[[Delivery], Rendered]
    still_due: Callable[[Delivery], str]
    may_preview: Callable[[Person, Delivery], bool]
    group: str = ""
    urgent: bool = False
    automatic: bool = True


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that a planner says is to go out, before it is a row."""

    kind: str
    channel: str
    person: Person
    due_at: dt.datetime
    dedupe_key: str
    expires_at: dt.datetime | None = None
    payload: Mapping[str, object] = field(default_factory=dict)


class Planner(Protocol):
    """Pure: what an engagement's people are to receive between two instants (UTC), pauses already subtracted."""

    def __call__(self, engagement: Engagement, start: dt.datetime, end: dt.datetime) -> Iterable[Planned]: ...


Handler = Callable[["object"], str]
Consent = Callable[[Delivery], str]

kinds: dict[str, Kind] = {}
planners: dict[str, Planner] = {}
consents: dict[str, Consent] = {}  # asked just before sending: "" to go on, or why it must not go
inbound: dict[str, Handler] = {}  # token kind → what takes the answer
groups: dict[str, str] = {}  # what one can unsubscribe from → its name for people ("Reminders")


def register_kind(kind: Kind) -> None:
    """Raises ValueError when two apps claim one name."""
    if kind.name in kinds:
        raise ValueError(f"two kinds of delivery are called {kind.name!r}")
    kinds[kind.name] = kind


def register_group(name: str, label: str) -> None:
    """Name a group of kinds for the unsubscribe page. Several apps may share one."""
    groups[name] = label


def register_planner(name: str, planner: Planner) -> None:
    """Raises ValueError when two apps claim one name."""
    if name in planners:
        raise ValueError(f"two planners are called {name!r}")
    planners[name] = planner


def register_consent(name: str, consent: Consent) -> None:
    """A consent that is asked for before every delivery. Raises ValueError when two apps claim one name."""
    if name in consents:
        raise ValueError(f"two consents are called {name!r}")
    consents[name] = consent
