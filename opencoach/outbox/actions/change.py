"""Change what is waiting: each only touches deliveries that no worker has taken."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from opencoach.outbox import wake
from opencoach.outbox.models import Delivery
from opencoach.people.actions.event import record_event
from opencoach.people.models import Person

State = Delivery.State


def reschedule(dedupe_key: str, due_at: dt.datetime) -> bool:
    """Move a waiting delivery to another UTC instant; False when there is none (any more)."""
    moved = Delivery.objects.filter(dedupe_key=dedupe_key, state=State.WAITING).update(due_at=due_at, next_at=due_at)
    if moved and due_at <= timezone.now():
        wake.on_commit()
    return bool(moved)


def withdraw(dedupe_keys: Iterable[str], reason: str) -> int:
    """Take back waiting deliveries whose cause is gone; gives how many there were."""
    waiting = Delivery.objects.filter(dedupe_key__in=list(dedupe_keys), state=State.WAITING)
    return waiting.update(state=State.SKIPPED, reason=reason, secret=None, finished_at=timezone.now())


def may_retry(delivery: Delivery) -> bool:
    """Whether it could go (again): not what is being sent or has gone, nor what had a secret, which is erased."""
    if delivery.state == State.WAITING:
        return True
    return delivery.state in {State.FAILED, State.SKIPPED} and not delivery.urgent


def retry(delivery: Delivery, by: Person) -> bool:
    """Somebody wants it to go after all, now, whatever would hold it. False where it cannot (any more)."""
    if not may_retry(delivery):
        return False
    now = timezone.now()
    changed = Delivery.objects.filter(pk=delivery.pk, state=delivery.state).update(
        state=State.WAITING,
        reason="",
        attempts=0,
        due_at=min(delivery.due_at, now),
        next_at=now,
        expires_at=None if delivery.is_over else delivery.expires_at,
        finished_at=None,
        by_hand=True,
    )
    if changed:
        _record("delivery.retried", delivery, by)
        wake.on_commit()
    return bool(changed)


def cancel(delivery: Delivery, by: Person, reason: str) -> bool:
    """Somebody wants it not to go. False when it is being sent already, or over."""
    changed = Delivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(
        state=State.SKIPPED, reason=reason, secret=None, finished_at=timezone.now(), by_hand=True
    )
    if changed:
        _record("delivery.cancelled", delivery, by)
    return bool(changed)


def put_back(delivery: Delivery, by: Person) -> bool:
    """What somebody chose not to send goes after all, when it is due. False where it is too late, or had a secret."""
    if delivery.urgent or delivery.due_at <= timezone.now():
        return False
    changed = Delivery.objects.filter(pk=delivery.pk, state=State.SKIPPED, by_hand=True).update(
        state=State.WAITING, reason="", finished_at=None, by_hand=False, next_at=delivery.due_at
    )
    if changed:
        _record("delivery.put_back", delivery, by)
    return bool(changed)


def _record(verb: str, delivery: Delivery, by: Person) -> None:
    if delivery.practice is not None:
        record_event(
            verb,
            practice=delivery.practice,
            actor=by,
            engagement=delivery.engagement,
            thing=delivery.public_id,
            kind=delivery.kind,
        )
