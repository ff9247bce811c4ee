"""Text messages: through a gateway, or, in the demo, into a folder that one can look at."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from opencoach.lib import text_prices
from opencoach.lib.segments import count, economical
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Rendered
from opencoach.outbox.transports.base import CannotPrepare, Connection, Dropped, Gate, Later, Outcome, Sent
from opencoach.outbox.transports.sms import addresses, ledger, url
from opencoach.outbox.transports.sms.base import Absent, Backend, Found, Line, Message, Settled
from opencoach.outbox.transports.sms.ledger import Begun

MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class Prepared:
    message: Message
    begun: Begun


class Sms:
    """The channel "sms", as OPENCOACH_TEXT_URL says."""

    def problem(self) -> str:
        if not self.is_wanted():
            return _("No text gateway is set, so no texts go.")
        if is_demo():
            return ""
        try:
            backend()
        except url.BadTextUrl as error:
            return str(error)
        return ""

    def is_wanted(self) -> bool:
        return bool(settings.TEXT_URL) or is_demo()

    def most_connections(self) -> int:
        return 1 if is_demo() else backend().connections

    def prepare(self, delivery: Delivery, rendered: Rendered) -> Prepared:
        """Counted, and written down as about to go. Raises CannotPrepare for what no phone shows."""
        words = economical(rendered.text.strip())
        if not words or "\x00" in words:
            raise CannotPrepare(_("There is nothing in this text that a phone could show."))
        counted = count(words)
        if counted.parts > MOST_PARTS:
            raise CannotPrepare(_("It is too long for a text: %(parts)d parts.") % {"parts": counted.parts})
        reference = delivery.public_id.hex
        message = Message(delivery.address, words, counted.unicode, reference, addresses.report(delivery))
        return Prepared(message, ledger.begin(delivery, counted, text_prices.parse(settings.TEXT_PRICE)))

    def connect(self) -> Connection:
        return Connected(Folder(settings.DATA / "texts") if is_demo() else backend().connect())

    def settle(self, outcomes: Sequence[tuple[Delivery, Outcome]]) -> None:
        ledger.settle(outcomes)


class Connected:
    """A line that first makes sure that what it hands over has not gone before."""

    def __init__(self, line: Line) -> None:
        self.line = line

    def send(self, prepared: Prepared, gate: Gate) -> Outcome:
        """See `Connection.send`."""
        begun = prepared.begun
        if begun.known is not None:
            return begun.known
        if begun.since is None:
            return self.line.send(prepared.message, gate)
        match self.line.find(prepared.message, begun.since):
            case Found(provider_id):
                return Settled(provider_id)
            case Absent():
                outcome = self.line.send(prepared.message, gate)
                return Settled(outcome.provider_id) if isinstance(outcome, Sent) else outcome
        if not begun.may_repeat:
            return Later(_("The gateway may have it already and has not said so yet."), unsure=True)
        return self.line.send(prepared.message, gate)

    def close(self) -> None:
        self.line.close()

    def leave(self) -> None:
        self.line.close()


class Folder:
    """The demo's gateway: every text is a file in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Message, gate: Gate) -> Outcome:
        if not gate():
            return Dropped()
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f"{message.reference}.{os.getpid()}.part"
        draft.write_text(json.dumps({"to": message.to, "text": message.text}), "utf-8")
        draft.replace(self.folder / f"{message.reference}.json")
        return Sent()

    def find(self, message: Message, since: object) -> Found | Absent:
        return Found() if (self.folder / f"{message.reference}.json").exists() else Absent()

    def close(self) -> None: ...


def is_demo() -> bool:
    """Whether texts only go into a folder."""
    return bool(settings.DEMO and not settings.TEXT_URL)


def backend() -> Backend:
    """Raises BadTextUrl."""
    return url.parse(settings.TEXT_URL)
