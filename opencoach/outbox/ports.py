"""What the apps above hand down to the outbox: typed registries, filled in their `AppConfig.ready()`."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol

from django.utils.functional import Promise

from opencoach.outbox.blocks import Block
from opencoach.outbox.calm.budget import Hold
from opencoach.outbox.models import Ask, Delivery
from opencoach.people.models import Engagement, Person

if TYPE_CHECKING:
    from opencoach.outbox.mail_in.parsed import Parsed
    from opencoach.outbox.text_in.asks import Asking


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Calendar:
    """An invitation for the reader's calendar program (RFC 6047): `content` is a VCALENDAR whose METHOD is `method`."""

    method: str  # "REQUEST", "CANCEL"
    content: str

    @property
    def file(self) -> Attached:
        """The same as a file, for programs that read no such part of a mail."""
        return Attached("invitation.ics", "application/ics", self.content.encode())


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
    calendar: Calendar | None = None
    unsubscribe: str = "Unsubscribe"  # the words of that link, in the reader's language
    blocks: tuple[Block, ...] = ()  # what `text` and `html` are drawn from, where it is: to go in one mail with others
    why: str = ""  # why the reader gets it
    groups: tuple[str, ...] = ()  # of several mails in one: all that it can be unsubscribed from


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of delivery.

    `render(delivery)` gives its words; `still_due(delivery)` gives "" when it should go, or the plain reason why it
    should not any more; `may_preview(person, delivery)` says whether that person may read its source.
    `group` names what a person can unsubscribe from ("" = they cannot: sign-in codes, invitations, agreements).
    `urgent`: somebody sits and waits for it. `automatic`: no person pressed "send", so no machine may answer it.
    `hold`: how far it can wait for quiet hours, a pause, a cap (`outbox/calm`). By itself, what somebody can
    unsubscribe from can wait, and nothing else can.
    `about(payloads)`: for each of them a few words on what it is about, which its reader and the coach may both see, in
    the active language and zone; with a fixed number of queries.
    `text(delivery)`: the same as a text message, short, its only secrets `shortened` links; None where it goes by mail
    alone. `asks(delivery)`: what that text asks, for whoever answers it by text.
    `leads(delivery)`: the path of ours that a notification of it opens; by itself, the reader's Today. `prompt`: a
    notification of it need not wait until the mail is due.
    `answers(delivery)`: where an answer to it belongs, as (kind in `inbound`, subject), for one without a token.
    """

    name: str
    label: str | Promise
    render: Callable[[Delivery], Rendered]
    still_due: Callable[[Delivery], str]
    may_preview: Callable[[Person, Delivery], bool]
    group: str = ""
    urgent: bool = False
    automatic: bool = True
    answers: Callable[[Delivery], tuple[str, bytes] | None] | None = None
    hold: Hold | None = None
    about: Callable[[Sequence[Mapping[str, object]]], Sequence[str]] | None = None
    text: Callable[[Delivery], str] | None = None
    asks: Callable[[Delivery], Sequence["Asking"]] | None = None
    leads: Callable[[Delivery], str] | None = None
    prompt: bool = False

    @property
    def holds(self) -> Hold:
        """How far it can wait."""
        if self.urgent:
            return Hold.FREE
        return self.hold or (Hold.SOFT if self.group else Hold.FREE)


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


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail for one of the apps. `place`: what the token in its address named. `proven`: the domain of its From did
    send it; without that its From is only what somebody wrote there."""

    inbound: uuid.UUID
    place: bytes
    mail: "Parsed"
    proven: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """It has become what it was meant to be; nothing of it is kept in the outbox."""


@dataclass(frozen=True, slots=True)
class Held:
    """The engagement's coach is to say what becomes of it. `reason` is shown to them; `person`: whom it names."""

    engagement: Engagement
    reason: str
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing comes of it, and nobody is told."""

    reason: str


Outcome = Taken | Held | Ignored
Handler = Callable[[Arrived], Outcome]
Consent = Callable[[Delivery], str]

kinds: dict[str, Kind] = {}
planners: dict[str, Planner] = {}
consents: dict[str, Consent] = {}  # asked just before sending: "" to go on, or why it must not go
inbound: dict[str, Handler] = {}  # kind of address → what takes the answer
groups: dict[str, str] = {}  # what one can unsubscribe from → its name for people ("Reminders")


@dataclass(frozen=True, slots=True)
class Words:
    """What takes people's words: `say` puts somebody's mail into the engagement's conversation; `address` is where an
    answer of theirs comes in there, "" for nowhere; `kind` is the name of those addresses in `inbound`."""

    say: Callable[[Engagement, Person, Arrived], Outcome]
    address: Callable[[Engagement, Person], str]
    kind: str


_words: list[Words] = []
ByCalendar = Callable[[Arrived], Outcome | None]  # its `mail.itip` says what is answered, its `place` nothing
_calendars: list[ByCalendar] = []


def register_words(words: Words) -> None:
    """Raises ValueError when two apps take people's words."""
    if _words:
        raise ValueError("two apps take people's words")
    _words.append(words)


def said_by_mail(engagement: Engagement, person: Person, arrived: Arrived) -> Outcome:
    """An answer that is no answer to what was asked (words in place of a number) is said in their conversation. That
    it is theirs has been proven."""
    return _words[0].say(engagement, person, arrived) if _words else Ignored("nobody takes words")


def answers_to(engagement: Engagement, person: Person, otherwise: str = "") -> str:
    """Where somebody's answer to a mail about this work goes: into its conversation; `otherwise` where none of it comes
    in here."""
    return (_words[0].address(engagement, person) if _words else "") or otherwise


def takes_words(kind: str) -> bool:
    """Whether addresses of that kind take words, and nothing that was asked for."""
    return any(one.kind == kind for one in _words)


def register_calendar(handler: ByCalendar) -> None:
    """What takes a calendar program's answers. Raises ValueError when two apps claim them."""
    if _calendars:
        raise ValueError("two apps take answers to invitations")
    _calendars.append(handler)


def answered_by_calendar(arrived: Arrived) -> Outcome | None:
    """What becomes of an answer to an invitation; None for one to an invitation that isn't ours."""
    return _calendars[0](arrived) if _calendars else None


def rendered(delivery: Delivery) -> Rendered:
    """A delivery in the words of its channel. Raises KeyError for a kind that nobody has registered."""
    kind = kinds[delivery.kind]
    if delivery.channel == "sms" and kind.text is not None:
        return Rendered("", kind.text(delivery))
    if delivery.channel == "push":
        return Rendered("", "")  # it holds no words
    return kind.render(delivery)


def register_kind(kind: Kind) -> None:
    """Raises ValueError when two apps claim one name."""
    if kind.name in kinds:
        raise ValueError(f"two kinds of delivery are called {kind.name!r}")
    kinds[kind.name] = kind


def also_by_text(
    name: str, text: Callable[[Delivery], str], asks: Callable[[Delivery], Sequence["Asking"]] | None = None
) -> None:
    """A registered kind goes by text, too, to whoever chose that. Raises KeyError for an unknown one."""
    kinds[name] = replace(kinds[name], text=text, asks=asks)


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


def register_inbound(name: str, handler: Handler) -> None:
    """What takes mails to addresses of that kind. Raises ValueError when two apps claim one name."""
    if name in inbound:
        raise ValueError(f"two kinds of address are called {name!r}")
    inbound[name] = handler


class Fit(IntEnum):
    """Whether a text can be an answer. `NEARLY`: it tries to be one, and is told what is wrong with it."""

    NO = 0
    NEARLY = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Answering:
    """What takes the answers by text to one kind of question.

    `label(ask)`: in a few words what is asked, in the active language; "" where it is not asked any more. `fits(ask,
    text)`: whether the text could be an answer. `take(ask, text)`: do it, and say so in a text ("" for nothing); raises
    Refused, whose words are sent back and leave the question open. `leads`: while this question is the newest, what
    fits it is for it, whatever else is open: a talk of questions one by one. `stays`: the question goes on after an
    answer, and `take` says itself when it is over.
    """

    name: str
    label: Callable[[Ask], str]
    fits: Callable[[Ask, str], Fit]
    take: Callable[[Ask, str], str]
    leads: bool = False
    stays: bool = False


answers: dict[str, Answering] = {}
links: dict[str, Callable[[Mapping[str, object]], str]] = {}  # what a short link leads to; raises LookupError
TextWords = Callable[[Engagement, Person, str, str], Outcome]
_text_words: list[TextWords] = []


def register_answering(answering: Answering) -> None:
    """Raises ValueError when two apps claim one name."""
    if answering.name in answers:
        raise ValueError(f"two kinds of question are called {answering.name!r}")
    answers[answering.name] = answering


def register_link(name: str, leads: Callable[[Mapping[str, object]], str]) -> None:
    """Where short links of that kind lead: a path of ours. Raises ValueError when two apps claim one name."""
    if name in links:
        raise ValueError(f"two kinds of link are called {name!r}")
    links[name] = leads


def register_text_words(handler: TextWords) -> None:
    """What puts somebody's text into the engagement's conversation: (engagement, who, the words, their own id)."""
    if _text_words:
        raise ValueError("two apps take people's texts")
    _text_words.append(handler)


def said_by_text(engagement: Engagement, person: Person, text: str, key: str) -> Outcome:
    """A text that answers nothing is said in their conversation. The same `key` is said once."""
    return _text_words[0](engagement, person, text, key) if _text_words else Ignored("nobody takes words")
