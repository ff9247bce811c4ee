"""What a worker does to the table: take, keep, give back, mark. Each is one short transaction.

A row belongs to the worker whose name stands in `lease_by`, until `lease_until`. Every later change asks for both, so a
worker that lost its lease changes nothing.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from opencoach.outbox import retrying
from opencoach.outbox.models import Delivery

State = Delivery.State
LEASE = dt.timedelta(seconds=90)
UNUSED = ("created_at", "finished_at", "reason", "provider_id", "person__password", "person__last_login")
OFTEN = 20  # so many attempts make a delivery suspect of killing its worker


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of one delivery. `attempted` counts this as an attempt."""

    pk: int
    state: str
    reason: str = ""
    provider_id: str = ""
    next_at: dt.datetime | None = None  # for one that waits again; None leaves it
    attempted: bool = True


def is_due(channels: Sequence[str]) -> bool:
    """Whether there is anything to take: reads only, so that an idle worker never locks SQLite."""
    now = timezone.now()
    one = f"EXISTS (SELECT 1 FROM outbox_delivery WHERE {_waiting(channels)})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {one} OR {one}", _adapted([True, now, *channels, False, now, *channels]))
        row = cursor.fetchone()
    return bool(row and row[0])


def _waiting(channels: Sequence[str]) -> str:
    """Written out, so that both databases see that their partial index fits. Takes urgent, now and the channels."""
    return f"state = 'waiting' AND urgent = %s AND next_at <= %s AND channel IN ({', '.join(['%s'] * len(channels))})"


def take(name: str, channels: Sequence[str], limit: int, *, urgent: bool) -> list[Delivery]:
    """Lease up to `limit` deliveries that are due, the longest due first. Two workers never take the same one."""
    if not channels or limit < 1:
        return []
    now = timezone.now()
    lock = " FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    picked = f"SELECT id FROM outbox_delivery WHERE {_waiting(channels)} ORDER BY next_at LIMIT %s{lock}"  # noqa: S608
    statement = (
        f"WITH picked AS ({picked}) UPDATE outbox_delivery SET state = 'sending', lease_by = %s, lease_until = %s"  # noqa: S608
        " WHERE id IN (SELECT id FROM picked) RETURNING id"
    )
    values = [urgent, now, *channels, limit, name, now + LEASE]
    with transaction.atomic(), connection.cursor() as cursor:  # on SQLite: BEGIN IMMEDIATE
        cursor.execute(statement, _adapted(values))
        ids = [row[0] for row in cursor.fetchall()]
        if ids:  # what went with one of them in an attempt that ended nobody knows how is not with it in this one
            Delivery.objects.filter(state=State.MERGED, carrier__in=ids).update(state=State.WAITING, carrier=None)
    found = Delivery.objects.filter(pk__in=ids).order_by("next_at", "pk").defer(*UNUSED)
    # each row has its own person, and one practice serves many: a join would build it for every row
    return list(found.select_related("person").prefetch_related("practice", "engagement__practice"))


def keep(name: str, ids: Iterable[int]) -> None:
    """Make the leases of what this worker has in hand last from now again."""
    _mine(name).filter(pk__in=list(ids)).update(lease_until=timezone.now() + LEASE)


def merge(name: str, carrier: int, parts: Iterable[int]) -> set[int]:
    """Put these, and nothing else, into the mail of `carrier`, which this worker has in hand; gives those that nobody
    else has taken."""
    before = Q(state=State.MERGED, carrier=carrier)
    free = Q(state=State.WAITING) | Q(state=State.SENDING, lease_by=name) | before
    with transaction.atomic():
        if not _mine(name).filter(pk=carrier).exists():
            return set()
        rows = Delivery.objects.filter(free, pk__in=list(parts)).select_for_update(skip_locked=True, of=("self",))
        found = set(rows.values_list("pk", flat=True))
        Delivery.objects.filter(before).exclude(pk__in=found).update(state=State.WAITING, carrier=None)
        Delivery.objects.filter(pk__in=found).update(state=State.MERGED, carrier=carrier, lease_by="", lease_until=None)
    return found


def part_with(part: int, reason: str, next_at: dt.datetime) -> None:
    """One of those that were to go in another's mail can't: it is tried by itself later."""
    Delivery.objects.filter(pk=part, state=State.MERGED).update(
        state=State.WAITING, carrier=None, reason=reason[:500], next_at=next_at, attempts=F("attempts") + 1
    )


def settle(carriers: Iterable[int] | None = None) -> None:
    """What goes in another's mail shares its fate: sent with it; else free again, as if nothing had been tried.

    Without `carriers`: of all that are not being sent any more, such as those of a worker that is gone.
    """
    merged = Delivery.objects.filter(state=State.MERGED)
    if carriers is not None:
        merged = merged.filter(carrier__in=list(carriers))
    elif not merged.exists():
        return
    merged.filter(carrier__state=State.SENT).update(
        state=State.SENT, reason="", finished_at=timezone.now(), secret=None, attempts=F("attempts") + 1
    )
    merged.exclude(carrier__state__in=(State.SENDING, State.SENT)).update(state=State.WAITING, carrier=None)


def give_back(name: str, ids: Iterable[int]) -> None:
    """Put back what was taken and not tried."""
    _mine(name).filter(pk__in=list(ids)).update(state=State.WAITING, lease_by="", lease_until=None)


def reclaim(dead: Iterable[str] = ()) -> int:
    """Put back what workers hold that are gone: those named, and everybody whose lease has run out.

    It counts as an attempt, so that a delivery that kills its worker again and again comes back slowly.
    """
    now = timezone.now()
    gone = Delivery.objects.filter(state=State.SENDING).filter(Q(lease_until__lt=now) | Q(lease_by__in=list(dead)))
    if not gone.exists():
        return 0
    freed = {"state": State.WAITING, "lease_by": "", "lease_until": None, "attempts": F("attempts") + 1}
    often = gone.filter(attempts__gte=OFTEN).update(**freed, next_at=now + retrying.pause(3))
    return often + gone.update(**freed)


def expire(reason: str) -> int:
    """End what could not go before it was too late."""
    now = timezone.now()
    late = Delivery.objects.filter(state=State.WAITING, expires_at__lte=now)
    if not late.exists():
        return 0
    return late.update(state=State.FAILED, reason=reason, finished_at=now, secret=None)


def mark(name: str, marks: Sequence[Mark], carriers: Collection[int] = ()) -> None:
    """Write down what became of them, all in one commit. Whose lease is lost is left alone.

    `carriers`: those of them in whose mail others go.
    """
    now = timezone.now()
    over = [(m.state, m.reason[:500], m.provider_id, now, int(m.attempted), m.pk, name) for m in marks if _over(m)]
    again = [(m.reason[:500], m.next_at, int(m.attempted), m.pk, name) for m in marks if not _over(m)]
    with transaction.atomic(), connection.cursor() as cursor:
        if over:
            cursor.executemany(
                "UPDATE outbox_delivery SET state = %s, reason = %s, provider_id = %s, finished_at = %s, secret = NULL,"
                " attempts = attempts + %s, lease_by = '', lease_until = NULL"
                " WHERE id = %s AND lease_by = %s AND state = 'sending'",
                [_adapted(row) for row in over],
            )
        if again:
            cursor.executemany(
                "UPDATE outbox_delivery SET state = 'waiting', reason = %s, next_at = COALESCE(%s, next_at),"
                " attempts = attempts + %s, lease_by = '', lease_until = NULL"
                " WHERE id = %s AND lease_by = %s AND state = 'sending'",
                [_adapted(row) for row in again],
            )
        if carriers:
            settle(carriers)


def _over(mark: Mark) -> bool:
    return mark.state != State.WAITING


def _mine(name: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=State.SENDING, lease_by=name)


def _adapted(values: Iterable[Any]) -> list[Any]:
    """Instants as this database takes them in plain SQL."""
    adapt = connection.ops.adapt_datetimefield_value
    return [adapt(value) if isinstance(value, dt.datetime) else value for value in values]
