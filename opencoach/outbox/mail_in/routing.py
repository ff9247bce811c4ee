"""From what came in to what it means: a report, a machine's word, an answer for one of the apps, or one that waits."""

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from opencoach.outbox import ports
from opencoach.outbox.actions import became
from opencoach.outbox.mail_in import addresses, authentic
from opencoach.outbox.mail_in.ingest import raw_of
from opencoach.outbox.mail_in.parsed import Parsed, parse
from opencoach.outbox.models import Inbound
from opencoach.outbox.ports import Arrived, Held, Outcome, Taken

log = logging.getLogger("opencoach.outbox")
State = Inbound.State
PORTION = 20
KEPT = dt.timedelta(days=30)  # what nobody has dealt with by then is erased
TRIES = 5


def route_waiting() -> bool:
    """The worker's job: a portion of what came in; True while there is more."""
    _forget()
    rows = list(Inbound.objects.filter(state=State.NEW, channel="email").order_by("pk")[:PORTION])
    for row in rows:
        try:
            seen = look(row)
            with transaction.atomic():
                route(row, seen)
        except Exception as error:
            log.exception("A mail that came in could not be read")
            row.refresh_from_db()
            row.attempts += 1
            if row.attempts >= TRIES:
                row.state, row.reason = State.HELD, f"{type(error).__name__}"
            row.save(update_fields=["attempts", "state", "reason"])
    return len(rows) == PORTION


@dataclass(frozen=True, slots=True)
class Seen:
    """A mail as it is understood. `proven`: see `ports.Arrived`; asked only of what somebody may take."""

    mail: Parsed
    place: addresses.Place | None
    proven: bool


def look(row: Inbound) -> Seen:
    """Read one mail, and ask the DNS for its signature: that can take seconds, so no transaction may wait for it."""
    raw = raw_of(row)
    mail = parse(raw, envelope_sender="" if row.is_report else (row.sender or None))
    if mail.bounced or (mail.is_automatic and mail.itip is None):
        return Seen(mail, None, proven=False)
    place = addresses.place(row.recipient) or _place_of_thread(mail)
    taken = (place is not None or mail.itip is not None) and mail.senders == 1
    return Seen(mail, place, proven=taken and authentic.is_from(raw, mail.sender))


def route(row: Inbound, seen: Seen) -> None:
    """Deal with one mail, in the caller's transaction; what was taken keeps no words here."""
    mail = seen.mail
    if mail.bounced:
        _bounce(mail)
        return _done(row, State.IGNORED, "report")
    if mail.itip is not None:  # before machines are told apart: a calendar program is one
        outcome = ports.answered_by_calendar(_arrived(row, seen, b""))
        if outcome is not None:
            return _take(row, outcome)
    if mail.is_automatic:
        return _done(row, State.IGNORED, "automatic")
    if seen.place is None:
        return _done(row, State.IGNORED, "no place")
    _take(row, ports.inbound[seen.place.kind](_arrived(row, seen, seen.place.subject)))


def _arrived(row: Inbound, seen: Seen, subject: bytes) -> Arrived:
    return Arrived(inbound=row.public_id, place=subject, mail=seen.mail, proven=seen.proven)


def _take(row: Inbound, outcome: Outcome) -> None:
    if isinstance(outcome, Taken):
        return _done(row, State.TAKEN, "")
    if isinstance(outcome, Held):
        row.state, row.reason, row.engagement = State.HELD, outcome.reason, outcome.engagement
        row.practice, row.person = outcome.engagement.practice, outcome.person
        row.save(update_fields=["state", "reason", "engagement", "practice", "person"])
        return None
    return _done(row, State.IGNORED, outcome.reason)


def _done(row: Inbound, state: str, reason: str) -> None:
    row.state, row.reason, row.raw, row.done_at = state, reason[:500], b"", timezone.now()
    row.save(update_fields=["state", "reason", "raw", "done_at"])


def _place_of_thread(mail: Parsed) -> addresses.Place | None:
    """What a mail without a token answers: one of ours, by its Message-ID, whose kind says where answers go."""
    for message_id in mail.answers:
        delivery = became.named(message_id)
        kind = ports.kinds.get(delivery.kind) if delivery else None
        if delivery is not None and kind is not None and kind.answers is not None:
            found = kind.answers(delivery)
            if found is not None:
                return addresses.Place(*found)
    return None


def _bounce(mail: Parsed) -> None:
    """An address that takes no mail is not written to again, like one that its server refuses at once."""
    for message_id in mail.bounced:
        if (delivery := became.named(message_id)) is not None:
            became.came_back(delivery, gone=True)


def _forget() -> None:
    Inbound.objects.filter(state=State.HELD, received_at__lt=timezone.now() - KEPT).update(
        state=State.IGNORED, raw=b"", reason="kept too long", done_at=timezone.now()
    )


def settle(row: Inbound, *, taken: bool) -> None:
    """A coach has dealt with a held mail: it keeps no words here any more."""
    _done(row, State.TAKEN if taken else State.IGNORED, "" if taken else "by a coach")
