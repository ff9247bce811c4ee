"""From what was taken to what goes: checked, together with what calm puts into the same mail, and written."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox import ports, retrying, unsubscribing, words
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Rendered
from opencoach.outbox.suppressing import Suppressed
from opencoach.outbox.text_in import asks
from opencoach.outbox.transports.base import CannotPrepare, Transport
from opencoach.outbox.worker import checks, table
from opencoach.outbox.worker.calming import Ruling
from opencoach.outbox.worker.table import Mark

log = logging.getLogger("opencoach.outbox")
State = Delivery.State


@dataclass(slots=True)
class Prepared:
    """`ready`: a delivery and what its transport hands over. `merged`: ids of those that go in its mail. `gone`: ids of
    all that have been dealt with here."""

    gone: set[int] = field(default_factory=set)
    marks: list[Mark] = field(default_factory=list)
    merged: set[int] = field(default_factory=set)
    ready: tuple[Delivery, Any] | None = None


class Checks:
    """What is known of a batch for a moment: whose addresses take no mail, and what calm says."""

    def __init__(self) -> None:
        self.suppressed: Suppressed = {}
        self.rulings: Mapping[int, Ruling] = {}


def prepare(
    name: str, transport: Transport, taken: Sequence[Delivery], held: Collection[int], known: Checks
) -> Prepared:
    """Deal with the first of `taken`, and with what goes in one mail with it. `held`: what this worker has in hand.

    Raises what the database raises; asked again, it begins anew.
    """
    first = taken[0]
    ruling = known.rulings.get(first.pk)
    if ruling is None:
        mark = checked(first, known.suppressed)
        if mark is not None:
            return Prepared({first.pk}, [mark])
        return _written(transport, [first], Prepared({first.pk}))
    if ruling.mark is not None:
        return Prepared({first.pk}, [ruling.mark])
    return _together(name, transport, ruling.letter, known, taken={one.pk for one in taken}, held=held)


def _together(
    name: str, transport: Transport, letter: Sequence[Delivery], known: Checks, *, taken: Collection[int],
    held: Collection[int],
) -> Prepared:  # fmt: skip
    """Whatever of a letter still goes: the first that this worker has taken carries the others."""
    found, going = Prepared(), []
    for one in letter:
        if one.pk not in taken and one.pk in held:
            continue  # dealt with a moment ago
        mark = checked(one, known.suppressed)
        if mark is None:
            going.append(one)
        elif one.pk in taken:
            found.gone.add(one.pk)
            found.marks.append(mark)
    carrier = next((one for one in going if one.pk in taken), None)
    if carrier is None:
        return found
    same = [one.pk for one in going if one is not carrier and one.address.lower() == carrier.address.lower()]
    found.merged = table.merge(name, carrier.pk, same) if same else set()
    found.gone |= {carrier.pk} | (found.merged & set(taken))
    parts = [one for one in going if one.pk in found.merged]
    for one in parts:
        one.state = State.MERGED
    return _written(transport, [carrier, *parts], found)


def checked(delivery: Delivery, suppressed: Suppressed) -> Mark | None:
    """Why it does not go, as its mark. Raises what the database raises."""
    try:
        return checks.stands_in_the_way(delivery, suppressed)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        return _unwritable(delivery, error)


def _written(transport: Transport, parts: Sequence[Delivery], found: Prepared) -> Prepared:
    """One mail of all that can be written."""
    carrier = parts[0]
    written: list[tuple[Delivery, Rendered]] = []
    for one in parts:
        try:
            written.append((one, ports.rendered(one)))
            _ask(one)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            mark = _unwritable(one, error)
            if one is carrier:
                found.marks.append(mark)
                return found
            found.merged.discard(one.pk)
            table.part_with(one.pk, mark.reason, mark.next_at or timezone.now())
    try:
        found.ready = (carrier, transport.prepare(carrier, as_one(carrier, written)))
    except CannotPrepare as error:
        found.marks.append(Mark(carrier.pk, State.FAILED, str(error)))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        found.marks.append(_unwritable(carrier, error))
    return found


def _ask(delivery: Delivery) -> None:
    """Write down what a text asks, before somebody can answer it."""
    kind = ports.kinds[delivery.kind]
    if delivery.channel == "sms" and kind.asks is not None:
        asks.asked_by(delivery, kind.asks(delivery))


def as_one(carrier: Delivery, written: Sequence[tuple[Delivery, Rendered]]) -> Rendered:
    """One mail of all of these, with all that can be unsubscribed from in it."""
    mails = [rendered for _delivery, rendered in written]
    if len(mails) == 1:
        return mails[0]
    groups = unsubscribing.groups_of(delivery for delivery, _rendered in written)
    return replace(words.together(mails, carrier.practice), groups=groups)


def _unwritable(delivery: Delivery, error: Exception) -> Mark:
    log.error("A delivery of the kind %s cannot be written", delivery.kind, exc_info=error)
    return again(delivery, _("It could not be written (%(error)s).") % {"error": type(error).__name__})


def again(delivery: Delivery, reason: str) -> Mark:
    """It is tried again later, or given up."""
    now = timezone.now()
    due = max(delivery.due_at, delivery.created_at)
    if retrying.gives_up(due, now, delivery.attempts, urgent=delivery.urgent):
        return Mark(delivery.pk, State.FAILED, reason)
    pause = retrying.pause(delivery.attempts + 1, urgent=delivery.urgent)
    return Mark(delivery.pk, State.WAITING, reason, next_at=now + pause)
