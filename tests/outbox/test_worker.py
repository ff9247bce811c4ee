"""A real worker process against a real mail server."""

import datetime as dt
import signal

import pytest
from django.utils import timezone

from opencoach.outbox.models import Delivery, Worker
from tests.smtp import SmtpServer

State = Delivery.State
pytestmark = [pytest.mark.both_databases, pytest.mark.waits]


def test_what_is_due_goes_out_once_and_is_marked(deliver, worker_process, smtp_server: SmtpServer, until) -> None:
    made = [deliver(f"p{number}@example.org") for number in range(30)]
    later = deliver("later@example.org", due_at=timezone.now() + dt.timedelta(hours=1))
    worker_process(smtp_server.url)
    until(lambda: Delivery.objects.filter(state=State.SENT).count() == 30)
    for number, delivery in enumerate(made):
        [mail] = smtp_server.to(f"p{number}@example.org")
        assert mail["Message-ID"] == delivery.message_id
    later.refresh_from_db()
    assert (later.state, smtp_server.to("later@example.org")) == (State.WAITING, [])


def test_a_code_does_not_wait_behind_reminders(deliver, worker_process, smtp_server: SmtpServer, until) -> None:
    for number in range(400):
        deliver(f"p{number}@example.org")
    worker_process(smtp_server.url)
    until(lambda: len(smtp_server.mails) > 5)
    before = len(smtp_server.mails)
    deliver("code@example.org", "test.code", secret={"code": "418205"})
    [mail] = smtp_server.wait_for("code@example.org")
    between = [to["To"] for to in smtp_server.mails].index("code@example.org") - before
    assert "418205" in mail.get_body(("plain",)).get_content()
    assert between < 150
    until(lambda: not Delivery.objects.filter(state__in=Delivery.UNFINISHED).exists())
    assert Delivery.objects.get(kind="test.code").secret is None


def test_it_is_woken_and_says_that_it_lives(deliver, worker_process, smtp_server: SmtpServer, until) -> None:
    worker = worker_process(smtp_server.url)
    until(Worker.objects.exists)
    deliver("code@example.org", "test.code")
    smtp_server.wait_for("code@example.org", seconds=5)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert not Worker.objects.exists()
    assert Delivery.objects.get().state == State.SENT
