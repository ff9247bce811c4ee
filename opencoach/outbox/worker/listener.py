"""Hear that something is due: from this machine by a Unix socket, from others by PostgreSQL's NOTIFY."""

import contextlib
import logging
import socket
import threading
from collections.abc import Callable

from django.db import connection

from opencoach.outbox import wake

log = logging.getLogger("opencoach.outbox")
Heard = Callable[[str], None]


class Datagrams(threading.Thread):
    """The worker's socket. A worker that starts takes it over; the older one still looks every second."""

    def __init__(self, heard: Heard, stopping: threading.Event) -> None:
        super().__init__(name="datagrams", daemon=True)
        self.heard, self.stopping = heard, stopping
        path = wake.socket_path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(path))
        self.socket.settimeout(1.0)

    def run(self) -> None:
        with self.socket:
            while not self.stopping.is_set():
                with contextlib.suppress(TimeoutError):
                    self.heard(self.socket.recv(256).decode("utf-8", "replace"))


class Notifications(threading.Thread):
    """PostgreSQL's, over a connection of its own that is made again when it breaks."""

    def __init__(self, heard: Heard, stopping: threading.Event) -> None:
        super().__init__(name="notifications", daemon=True)
        self.heard, self.stopping = heard, stopping

    def run(self) -> None:
        import psycopg

        while not self.stopping.is_set():
            try:
                with psycopg.connect(**connection.get_connection_params(), autocommit=True) as own:
                    own.execute(f"LISTEN {wake.CHANNEL}")
                    self.heard("")
                    while not self.stopping.is_set():
                        for notice in own.notifies(timeout=1.0, stop_after=64):
                            self.heard(notice.payload)
            except psycopg.Error as error:
                log.warning("The database cannot be listened to (%s); looking every second instead.", error)
                self.stopping.wait(5)


def listen(heard: Heard, stopping: threading.Event) -> list[threading.Thread]:
    """Start what this database offers; gives the threads."""
    threads: list[threading.Thread] = []
    try:
        threads.append(Datagrams(heard, stopping))
    except OSError as error:
        log.warning("No socket to be woken by (%s); looking every second instead.", error)
    if connection.vendor == "postgresql":
        threads.append(Notifications(heard, stopping))
    for thread in threads:
        thread.start()
    return threads
