"""Putting something into the outbox."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone

from opencoach.outbox.actions import change
from opencoach.outbox.actions.post import new, post_all
from opencoach.outbox.models import Delivery

State = Delivery.State
pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def test_the_same_key_is_the_same_delivery(deliver) -> None:
    first = deliver(dedupe_key="one")
    assert deliver(dedupe_key="one").pk == first.pk
    post_all([new("test.reminder", address="x@example.org", dedupe_key=key) for key in ("one", "two")])
    assert sorted(Delivery.objects.values_list("dedupe_key", flat=True)) == ["one", "two"]


def test_it_comes_and_goes_with_its_cause(deliver) -> None:
    with transaction.atomic():
        deliver()
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()


def test_an_unknown_kind_is_found_at_once(deliver) -> None:
    with pytest.raises(KeyError):
        deliver(kind="nobody.knows")


def test_the_message_id_is_there_from_the_start(deliver, settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Okafor Coaching <hello@coach.example>"
    delivery = deliver()
    assert delivery.message_id == f"<{delivery.public_id}@coach.example>"


@pytest.mark.django_db(transaction=True)
def test_a_secret_is_nowhere_in_clear(deliver) -> None:
    delivery = deliver(kind="test.code", secret={"code": "c4n4ry-418205"})
    assert Delivery.objects.get().secrets == {"code": "c4n4ry-418205"}
    delivery.previewing = True
    assert delivery.secrets == {"code": "••••••"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM outbox_delivery")
        assert b"c4n4ry" not in b" ".join(
            bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in cursor.fetchone()
        )


def test_moving_and_taking_back_touch_only_what_waits(deliver) -> None:
    later = timezone.now() + dt.timedelta(hours=2)
    waiting, sent = deliver(dedupe_key="w"), deliver(dedupe_key="s")
    Delivery.objects.filter(pk=sent.pk).update(state=State.SENT)
    assert change.reschedule("w", later)
    assert not change.reschedule("s", later)
    waiting.refresh_from_db()
    assert (waiting.due_at, waiting.next_at) == (later, later)
    assert change.withdraw(["w", "s"], "The session was cancelled.") == 1
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.state, waiting.reason, sent.state) == (State.SKIPPED, "The session was cancelled.", State.SENT)
