"""What the worker decides: what goes, what waits, what ends, and what the coach reads about it."""

import datetime as dt

import pytest
from django.utils import timezone

from opencoach.outbox import ports, queries
from opencoach.outbox.actions import lift
from opencoach.outbox.models import Delivery, Suppression, Worker
from tests.cast import Cast
from tests.smtp import SmtpServer

State = Delivery.State
pytestmark = [pytest.mark.both_databases]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def state_of(until):
    """The delivery once it is over (or has been tried)."""

    def wait(delivery: Delivery, *, tried: bool = False) -> Delivery:
        def settled() -> bool:
            delivery.refresh_from_db()
            return delivery.is_over or (tried and delivery.attempts > 0 and delivery.state == State.WAITING)

        until(settled)
        return delivery

    return wait


def test_a_refused_address_is_never_tried_again(
    deliver, running, smtp_server: SmtpServer, state_of, cast: Cast
) -> None:
    smtp_server.replies["gone@example.org"] = "550 5.1.1 No such user"
    first = deliver("Gone@Example.org", practice=cast.practice)
    running(smtp_server.url)
    assert state_of(first).state == State.FAILED
    assert "550 5.1.1 No such user" in first.reason
    smtp_server.replies.clear()
    second = deliver("gone@example.org", practice=cast.elsewhere)
    assert state_of(second).state == State.FAILED
    assert "550 5.1.1 No such user" in second.reason
    assert smtp_server.mails == []

    assert lift.lift_refusal(second, cast.astrid.person)
    third = deliver("gone@example.org")
    assert state_of(third).state == State.SENT


def test_a_code_is_tried_even_there(deliver, running, smtp_server: SmtpServer, state_of) -> None:
    Suppression.objects.create(address="ana@example.org", reason="It was refused.")
    code = deliver("ana@example.org", "test.code", secret={"code": "418205"})
    running(smtp_server.url)
    assert state_of(code).state == State.SENT


def test_who_unsubscribed_gets_no_more_of_that_group_there(deliver, running, smtp_server, state_of, cast: Cast) -> None:
    lift.unsubscribe(cast.ana.person, cast.practice, "test.reminders")
    fields = {"address": cast.ana.person.email, "person": cast.ana.person}
    ended = deliver(**fields, practice=cast.practice)
    elsewhere = deliver(**fields, practice=cast.elsewhere)
    other_kind = deliver(**fields, kind="test.private", practice=cast.practice)
    running(smtp_server.url)
    assert state_of(ended).state == State.SKIPPED
    assert ended.reason == "They unsubscribed."
    assert state_of(elsewhere).state == State.SENT
    assert state_of(other_kind).state == State.SENT


def test_what_is_not_due_any_more_does_not_go(deliver, running, smtp_server: SmtpServer, state_of) -> None:
    moved = deliver(payload={"not_due": "The session was moved."})
    late = deliver(expires_at=timezone.now() - HOUR)
    running(smtp_server.url)
    assert (state_of(moved).state, moved.reason) == (State.SKIPPED, "The session was moved.")
    assert (state_of(late).state, late.reason) == (State.FAILED, "It could not go before it was too late.")
    assert smtp_server.mails == []


def test_consent_is_asked_for_just_before(deliver, running, smtp_server, state_of, monkeypatch) -> None:
    monkeypatch.setitem(ports.consents, "test", lambda d: "No consent." if d.address.startswith("no") else "")
    without, with_it = deliver("no@example.org"), deliver("yes@example.org")
    running(smtp_server.url)
    assert (state_of(without).state, without.reason) == (State.SKIPPED, "No consent.")
    assert state_of(with_it).state == State.SENT


def test_put_off_is_tried_again_later(deliver, running, smtp_server: SmtpServer, state_of) -> None:
    smtp_server.replies["busy@example.org"] = "450 4.2.1 Try again later"
    delivery = deliver("busy@example.org")
    running(smtp_server.url)
    state_of(delivery, tried=True)
    assert "450 4.2.1" in delivery.reason
    assert dt.timedelta(seconds=30) < delivery.next_at - timezone.now() < dt.timedelta(seconds=90)
    assert not Suppression.objects.exists()
    smtp_server.replies.clear()
    Delivery.objects.update(next_at=timezone.now())
    assert state_of(delivery).state == State.SENT
    assert delivery.attempts == 2


def test_it_gives_up_in_the_end(deliver, running, smtp_server: SmtpServer, state_of) -> None:
    smtp_server.replies["busy@example.org"] = "450 4.2.1 Try again later"
    delivery = deliver("busy@example.org", due_at=timezone.now() - dt.timedelta(days=4))
    Delivery.objects.update(created_at=timezone.now() - dt.timedelta(days=4), attempts=30)
    running(smtp_server.url)
    assert state_of(delivery).state == State.FAILED
    assert "450 4.2.1" in delivery.reason


def test_one_that_cannot_be_written_stops_nobody(deliver, running, smtp_server, state_of, caplog) -> None:
    broken = deliver("broken@example.org", payload={"broken": True})
    nowhere = deliver("not an address")
    good = deliver("good@example.org")
    running(smtp_server.url)
    assert state_of(good).state == State.SENT
    assert (state_of(nowhere).state, "not an e-mail address" in nowhere.reason) == (State.FAILED, True)
    state_of(broken, tried=True)
    assert broken.reason == "It could not be written (LookupError)."
    assert "LookupError: its source is gone" in caplog.text


def test_without_a_mail_server_it_waits_and_says_so(deliver, running, smtp_server, until, state_of, cast: Cast) -> None:
    delivery = deliver(practice=cast.practice)
    stop = running("")
    until(Worker.objects.exists)
    assert queries.health().problem == "No mail server is set, so mail waits."
    assert queries.has_waiting(cast.practice)
    stop.set()
    running(smtp_server.url)
    assert state_of(delivery).state == State.SENT
    assert queries.health().problem == ""


def test_a_server_that_is_down_costs_no_attempt(deliver, running, until) -> None:
    with SmtpServer() as server:
        port = server.port
    for number in range(20):
        deliver(f"p{number}@example.org")
    running(f"smtp://127.0.0.1:{port}")
    until(lambda: queries.health().problem)
    health = queries.health()
    assert f"127.0.0.1:{port} cannot be reached" in health.problem
    assert (health.alive, health.mail_is_set) == (True, True)
    until(lambda: not Delivery.objects.filter(state=State.SENDING).exists())
    assert set(Delivery.objects.values_list("state", "attempts")) == {(State.WAITING, 0)}
