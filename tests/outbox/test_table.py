"""Taking, keeping, giving back, marking: one row has one worker at most."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from opencoach.outbox.models import Delivery
from opencoach.outbox.worker import table
from opencoach.outbox.worker.table import Mark

State = Delivery.State
pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
HOUR = dt.timedelta(hours=1)


def take(name: str = "one", limit: int = 10, urgent: bool = False) -> list[Delivery]:
    return table.take(name, ["email"], limit, urgent=urgent)


def test_only_what_is_due_of_the_channels_that_can(deliver) -> None:
    due = deliver(due_at=timezone.now() - HOUR)
    deliver(due_at=timezone.now() + HOUR)
    deliver(channel="sms")
    assert table.is_due(["email"])
    assert [delivery.pk for delivery in take()] == [due.pk]
    assert not table.is_due(["email"])
    assert take() == []


def test_the_longest_due_go_first_and_the_urgent_by_themselves(deliver) -> None:
    second = deliver(due_at=timezone.now() - HOUR)
    first = deliver(due_at=timezone.now() - 2 * HOUR)
    code = deliver(kind="test.code")
    assert [delivery.pk for delivery in take(urgent=True)] == [code.pk]
    assert [delivery.pk for delivery in take(limit=1)] == [first.pk]
    assert [delivery.pk for delivery in take()] == [second.pk]


def test_a_mark_of_somebody_who_lost_the_lease_changes_nothing(deliver) -> None:
    deliver()
    [taken] = take("one")
    Delivery.objects.update(lease_until=timezone.now() - HOUR)
    assert table.reclaim() == 1
    [again] = take("two")
    table.mark("one", [Mark(taken.pk, State.FAILED, "too late")])
    again.refresh_from_db()
    assert (again.state, again.lease_by, again.reason) == (State.SENDING, "two", "")
    table.mark("two", [Mark(taken.pk, State.SENT, provider_id="250 ok")])
    again.refresh_from_db()
    assert (again.state, again.provider_id, again.attempts) == (State.SENT, "250 ok", 2)
    assert again.finished_at is not None


def test_a_lease_that_holds_is_nobody_elses(deliver) -> None:
    deliver()
    [taken] = take("one")
    assert table.reclaim() == 0
    assert take("two") == []
    table.keep("one", [taken.pk])
    taken.refresh_from_db()
    assert taken.lease_until > timezone.now() + table.LEASE - dt.timedelta(seconds=5)


def test_what_a_dead_worker_held_is_back_at_once(deliver) -> None:
    deliver()
    take("dead")
    assert table.reclaim(["dead"]) == 1
    [again] = take("two")
    assert again.attempts == 1


def test_what_kills_its_worker_again_and_again_comes_back_slowly(deliver) -> None:
    deliver()
    Delivery.objects.update(attempts=table.OFTEN)
    take("dead")
    table.reclaim(["dead"])
    assert take("two") == []
    assert Delivery.objects.get().next_at > timezone.now() + dt.timedelta(minutes=1)


def test_waiting_again_is_not_an_end(deliver) -> None:
    deliver()
    [taken] = take()
    later = timezone.now() + HOUR
    table.mark("one", [Mark(taken.pk, State.WAITING, "put off", next_at=later)])
    taken.refresh_from_db()
    assert (taken.state, taken.reason, taken.attempts, taken.next_at) == (State.WAITING, "put off", 1, later)
    assert (taken.finished_at, taken.lease_by) == (None, "")


def test_a_secret_is_erased_when_it_ends_and_not_before(deliver) -> None:
    deliver(kind="test.code", secret={"code": "418205"})
    [taken] = take(urgent=True)
    table.mark("one", [Mark(taken.pk, State.WAITING, "put off")])
    taken.refresh_from_db()
    assert taken.secrets == {"code": "418205"}
    [taken] = take(urgent=True)
    table.mark("one", [Mark(taken.pk, State.SENT)])
    taken.refresh_from_db()
    assert (taken.secret, taken.secrets) == (None, {})


def test_too_late_is_an_end(deliver) -> None:
    late = deliver(expires_at=timezone.now() - HOUR, secret={"code": "1"})
    deliver(expires_at=timezone.now() + HOUR)
    assert table.expire("too late") == 1
    late.refresh_from_db()
    assert (late.state, late.reason, late.secret) == (State.FAILED, "too late", None)
    assert len(take()) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_share_and_never_take_the_same(deliver) -> None:
    for _n in range(200):
        deliver()
    taken: list[int] = []
    start = threading.Barrier(8)

    def work(name: str) -> None:
        start.wait()
        while found := take(name, 7):
            taken.extend(delivery.pk for delivery in found)
        connection.close()

    threads = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(taken) == 200
    assert len(set(taken)) == 200
