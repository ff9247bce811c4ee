"""Answers are fetched from a real mailbox, and everything else there is left as it is."""

import threading
import time
from typing import Any

import pytest
from imap_tools import AND, MailBoxUnencrypted

from opencoach.outbox import ports
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.mail_in import mailbox as looking
from opencoach.outbox.models import Inbound
from opencoach.outbox.ports import Ignored
from tests.outbox.mail_in import dovecot
from tests.outbox.mail_in.letters import letter

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


def test_it_waits_for_what_comes_and_stops_when_told() -> None:
    to = addresses.address("test", b"place")
    stop = threading.Event()
    with dovecot.dovecot() as url:
        thread = looking.Looking(url, stop)
        thread.start()
        with dovecot.mailbox(url) as box:
            box.append(letter(to).as_bytes())
            until = time.monotonic() + 30
            while not Inbound.objects.exists() and time.monotonic() < until:
                time.sleep(0.05)
            assert Inbound.objects.count() == 1
            box.append(letter(to, Message_ID="<two@example.org>").as_bytes())  # while it waits by IDLE
            while Inbound.objects.count() < 2 and time.monotonic() < until:
                time.sleep(0.05)
            assert Inbound.objects.count() == 2
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
