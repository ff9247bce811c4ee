"""The thread that runs the jobs, one after the other, beside the sending."""

import contextlib
import fcntl
import logging
import os
import threading
import time
import zlib
from collections.abc import Iterator

from django.conf import settings
from django.db import close_old_connections, connection

from opencoach.outbox.jobs import Job, jobs

log = logging.getLogger("opencoach.outbox")


class Labour(threading.Thread):
    """Each job when its time comes, or when somebody asked for it."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(name="jobs", daemon=True)
        self.stop, self.news = stop, threading.Event()
        self.next = {name: time.monotonic() for name in jobs}

    def soon(self, name: str) -> None:
        if name in self.next:
            self.next[name] = 0.0
            self.news.set()

    def run(self) -> None:
        while not self.stop.is_set():
            self.news.clear()
            now = time.monotonic()
            for name in sorted(self.next, key=lambda name: self.next[name]):
                if self.next[name] <= now and not self.stop.is_set():
                    self.do(jobs[name])
            if not self.news.is_set():
                soonest = min(self.next.values(), default=now + 1.0)
                self.news.wait(min(1.0, max(0.0, soonest - time.monotonic())))
        connection.close()

    def do(self, job: Job) -> None:
        self.next[job.name] = time.monotonic() + job.every.total_seconds()
        try:
            with alone(job.name) as free:
                if free and job.run():
                    self.next[job.name] = 0.0
        except Exception:
            log.exception("The job %s failed; it runs again in %s", job.name, job.every)
        finally:
            close_old_connections()


@contextlib.contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether this is the only worker that runs the job now; held until the end."""
    if connection.vendor == "postgresql":
        key = zlib.crc32(f"opencoach.job.{name}".encode())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            row = cursor.fetchone()
        try:
            yield bool(row and row[0])
        finally:
            if row and row[0]:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
        return
    path = settings.DATA / "workers.jobs"
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(file)
