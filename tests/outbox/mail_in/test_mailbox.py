"""Answers are fetched from a real mailbox, and everything else there is left as it is."""

import threading
import time
from typing import Any

import pytest
from imap_tools import AND, BaseMailBox, MailBoxUnencrypted

from opencoach.outbox import ports
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.mail_in import mailbox as looking
from opencoach.outbox.models import Inbound
from opencoach.outbox.ports import Ignored
from tests.outbox.mail_in import dovecot
from tests.outbox.mail_in.letters import letter
from tests.patience import PATIENCE

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not dovecot.found(), reason=dovecot.MISSING),
]


@pytest.fixture(autouse=True)
def _addresses(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_IN = "answers@okafor.example"
    monkeypatch.setitem(ports.inbound, "test", lambda arrived: Ignored("test"))


def unread(box: MailBoxUnencrypted) -> list[str]:
    return [mail.subject for mail in box.fetch(AND(seen=False), mark_seen=False)]


def test_what_came_to_an_address_of_ours_is_taken_in_once() -> None:
    to = addresses.address("test", b"place")
    with dovecot.dovecot() as url, dovecot.mailbox(url) as box:
        box.append(letter(to, Subject="An answer").as_bytes())
        box.append(letter("answers@elsewhere.example", Subject="Private", Message_ID="<p@x.example>").as_bytes())
        assert looking.look(box) == 1
        assert unread(box) == ["Private"]
        assert looking.look(box) == 0
    assert [row.recipient for row in Inbound.objects.all()] == [to]


def wait_for(count: int) -> None:
    """Until that many mails are taken in: at the server's word, or at the next look."""
    until = time.monotonic() + 2 * looking.LOOK * PATIENCE
    while Inbound.objects.count() < count and time.monotonic() < until:
        time.sleep(0.05)
    assert Inbound.objects.count() == count


def test_it_waits_for_what_comes_and_stops_when_told() -> None:
    to = addresses.address("test", b"place")
    stop = threading.Event()
    with dovecot.dovecot() as url:
        thread = looking.Looking(url, stop)
        thread.start()
        with dovecot.mailbox(url) as box:
            box.append(letter(to).as_bytes())
            wait_for(1)
            box.append(letter(to, Message_ID="<two@example.org>").as_bytes())  # while it waits by IDLE
            wait_for(2)
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def test_a_mail_that_came_just_before_the_wait_is_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between a look and the waiting: the server's word on it is gone, and none comes while one waits."""
    to, stop, missed = addresses.address("test", b"place"), threading.Event(), threading.Event()
    waits = looking._wait

    def too_late(box: BaseMailBox, stop: threading.Event) -> None:
        if not missed.is_set():
            missed.set()
            box.append(letter(to).as_bytes())
            box.client.noop()
        waits(box, stop)

    monkeypatch.setattr(looking, "LOOK", 2.0)
    monkeypatch.setattr(looking, "_wait", too_late)
    with dovecot.dovecot() as url:
        thread = looking.Looking(url, stop)
        thread.start()
        wait_for(1)
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def test_it_goes_on_when_the_server_has_gone() -> None:
    """A dead server is tried again, ever more slowly; it ends nothing."""
    stop = threading.Event()
    with dovecot.dovecot() as url:
        thread = looking.Looking(url, stop)
        thread.start()
    until = time.monotonic() + 30
    while thread.failures < 1 and time.monotonic() < until:
        time.sleep(0.05)
    assert thread.failures
    assert thread.is_alive()
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
