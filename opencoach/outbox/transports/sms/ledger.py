"""What is written down of each text before and after it is handed over, so that none goes twice unseen.

From `begin` on the gateway may have it. What became of an attempt that nobody saw the end of is learned, in this order,
from the gateway's reports (they name our reference), from the gateway itself where it can be asked, and from its
silence: after `PATIENCE` it goes once more, and its delivery says that it may have come twice.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib.segments import Count
from opencoach.lib.text_prices import Prices
from opencoach.outbox.models import Delivery, Text
from opencoach.outbox.transports.base import Later, Outcome, Refused, Sent
from opencoach.outbox.transports.sms.base import Settled

PATIENCE = dt.timedelta(minutes=3)
Report = Text.Report


@dataclass(frozen=True, slots=True)
class Begun:
    """`known`: what became of an earlier attempt, where that is known: then nothing is handed over. `since`: an attempt
    from then on may have reached the gateway. `may_repeat`: it has been silent for long enough."""

    known: Outcome | None = None
    since: dt.datetime | None = None
    may_repeat: bool = False


def begin(delivery: Delivery, counted: Count, prices: Prices) -> Begun:
    """Write down that it is about to be handed over."""
    now = timezone.now()
    values = {
        "practice_id": delivery.practice_id, "unicode": counted.unicode, "parts": counted.parts, "handed_at": now,
        "price": prices.of(delivery.address, counted.parts), "currency": prices.currency,
    }  # fmt: skip
    row, made = Text.objects.get_or_create(delivery=delivery, defaults=values)
    if made:
        return Begun()
    if row.report == Report.FAILED:
        return Begun(Refused(failed(row)))
    if row.report or row.taken_at:
        return Begun(Sent(delivery.provider_id))
    if row.handed_at is None:
        Text.objects.filter(pk=row.pk).update(**values)
        return Begun()
    if now - row.handed_at < PATIENCE:
        return Begun(since=row.handed_at)
    Text.objects.filter(pk=row.pk).update(repeated_at=now)
    return Begun(since=row.handed_at, may_repeat=True)


def settle(outcomes: Sequence[tuple[Delivery, Outcome]]) -> None:
    """After the marks: what is certain now."""
    now = timezone.now()
    for delivery, outcome in outcomes:
        row = Text.objects.filter(delivery=delivery)
        if isinstance(outcome, Sent):
            row.update(taken_at=now, **({"repeated_at": None} if isinstance(outcome, Settled) else {}))
            if (overtaken := row.filter(report=Report.FAILED).first()) is not None:
                _fail(overtaken)
        elif not (isinstance(outcome, Later) and outcome.unsure):
            row.filter(taken_at=None, report="").update(handed_at=None)


def reported(delivery: Delivery, outcome: str, why: str = "") -> bool:
    """The network has said something of a text; what it says last holds, but for a word that comes late. False where
    it is known already."""
    rows = Text.objects.filter(delivery=delivery)
    if outcome == Report.TAKEN:
        rows = rows.filter(report="")
    elif outcome == Report.FAILED:
        rows = rows.exclude(report__in=(Report.FAILED, Report.ARRIVED))
    else:
        rows = rows.exclude(report=Report.ARRIVED)
    if not rows.update(report=outcome, reported_at=timezone.now(), why=why):
        return False
    if outcome == Report.FAILED:
        _fail(Text.objects.get(delivery=delivery))
    elif outcome == Report.ARRIVED:  # a gateway that gave up too early
        Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.FAILED).update(
            state=Delivery.State.SENT, reason=""
        )
    return True


def _fail(row: Text) -> None:
    """The gateway took it, and the phone did not."""
    sent = Delivery.objects.filter(pk=row.delivery_id, state=Delivery.State.SENT)
    sent.update(state=Delivery.State.FAILED, reason=failed(row), attempts=F("attempts"))


def failed(row: Text) -> str:
    words = _("The network could not bring it to the phone.")
    return f"{words} ({row.why})" if row.why else words
