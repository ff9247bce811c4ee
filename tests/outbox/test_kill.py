"""`kill -9` in the middle of sending: nothing is lost, and at most one mail per connection in flight goes twice."""

import contextlib
import os
import random
import signal
import time
from collections import Counter

import psutil
import pytest

from opencoach.outbox.actions.post import new, post_all
from opencoach.outbox.models import Delivery
from tests.smtp import SmtpServer

State = Delivery.State
KILLS = 20
pytestmark = pytest.mark.waits


@pytest.mark.both_databases
def test_killed_again_and_again(nursery, smtp_server: SmtpServer, until, full) -> None:
    kills = 500 if full else KILLS
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    dice = random.Random(seed)
    count = kills * 60
    made = [
        new("test.reminder", address=f"p{number}@example.org", dedupe_key=f"kill:{number}", payload={"number": number})
        for number in range(count)
    ]
    post_all(made)
    in_flight, in_the_middle = 0, 0
    for _kill in range(kills):
        before = smtp_server.taken
        pid = nursery()
        until(lambda before=before: smtp_server.taken > before + dice.randrange(12))
        time.sleep(dice.random() * 0.02)
        in_flight += connections(pid, smtp_server.port)
        left = Delivery.objects.filter(state=State.SENDING).count()
        in_the_middle += left > 0
        os.kill(pid, signal.SIGKILL)
        until(lambda pid=pid: not psutil.pid_exists(pid))
    assert in_the_middle > kills * 0.9
    nursery()
    until(lambda: not Delivery.objects.filter(state__in=Delivery.UNFINISHED).exists(), seconds=120)

    assert Delivery.objects.filter(state=State.SENT).count() == count
    came = Counter(str(mail["Message-ID"]) for mail in smtp_server.mails)
    assert set(came) == {delivery.message_id for delivery in made}  # nothing lost, and no other id ever
    repeats = sum(came.values()) - count
    print(f"{kills} kills, {count} mails, {repeats} came twice, {in_flight} connections were in flight")
    assert repeats <= in_flight


def connections(pid: int, port: int) -> int:
    """How many connections to the mail server it has."""
    with contextlib.suppress(psutil.Error):
        found = psutil.Process(pid).net_connections("tcp")
        return sum(1 for one in found if one.raddr and one.raddr.port == port)
    return 0
