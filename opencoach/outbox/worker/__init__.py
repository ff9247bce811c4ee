"""The worker: sends what is due and runs the jobs, until it is told to stop.

Four kinds of threads: the clerk (all of the outbox's reading and writing), the senders (one connection each, no
database), the listeners (somebody knocks), and the jobs. Everything that it knows is in the table: it may be killed at
any moment, and any number of workers may run on one database.
"""

import logging
import signal
import sys
import threading

from django.conf import settings
from django.db import connection

from opencoach.outbox.mail_in import listener as mail_listener
from opencoach.outbox.mail_in import mailbox
from opencoach.outbox.transports import transports
from opencoach.outbox.worker.clerk import Clerk
from opencoach.outbox.worker.labour import Labour
from opencoach.outbox.worker.listener import listen
from opencoach.outbox.worker.presence import Presence

log = logging.getLogger("opencoach.outbox")
SWITCH = 0.0005  # seconds: a sender whose answer has come must not wait 5 ms for the clerk to pause


def run(stop: threading.Event | None = None) -> None:
    """Run until `stop` is set; without one, until SIGTERM or Ctrl-C."""
    if stop is None:
        stop = threading.Event()
        _stop_by_signal(stop)
    sys.setswitchinterval(SWITCH)
    presence = Presence(settings.DATA / "workers")
    presence.enter()
    clerk = Clerk(presence, stop)
    labour = Labour(stop)

    def heard(word: str) -> None:
        if word:
            labour.soon(word)
        else:
            clerk.wake()

    wanted = [transport for transport in transports.values() if transport.is_wanted()]
    for problem in filter(None, (transport.problem() for transport in wanted)):
        log.warning("%s", problem)
    listeners = listen(heard, stop)
    labour.start()
    listening, looking = mail_listener.start(), mailbox.start(stop)
    try:
        clerk.run()
    finally:
        stop.set()
        if listening is not None:
            listening.stop()
        labour.news.set()
        for thread in [labour, *listeners, *([looking] if looking else [])]:
            thread.join(2.0)
        presence.leave(empty_handed=not clerk.held)
        connection.close()


def _stop_by_signal(stop: threading.Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
