"""What the tests of the outbox share: kinds, deliveries, and real workers."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from opencoach.outbox import wake, worker
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Delivery
from tests.outbox import kinds
from tests.smtp import SmtpServer

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def test_kinds() -> Iterator[None]:
    kinds.register()
    yield
    kinds.forget()


Post = Callable[..., Delivery]


@pytest.fixture
def deliver() -> Post:
    """One delivery of a test kind; `key` is its dedupe key, and the number in its words."""
    count = iter(range(1_000_000))

    def make(address: str = "ana@example.org", kind: str = "test.reminder", **fields: Any) -> Delivery:
        number = next(count)
        payload = {"number": number, **fields.pop("payload", {})}
        key = fields.pop("dedupe_key", f"test:{number}")
        return post(kind, address=address, dedupe_key=key, payload=payload, **fields)

    return make


@pytest.fixture
def until() -> Callable[..., None]:
    """Wait for a condition, at most so many seconds."""

    def wait(condition: Callable[[], object], seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {seconds} seconds")
            time.sleep(0.02)

    return wait


def database_url() -> str:
    """The test database, as another process opens it."""
    chosen = connection.settings_dict
    name = quote(str(chosen["NAME"]))
    if connection.vendor == "sqlite":
        return f"sqlite://{name}"
    host = str(chosen["HOST"] or chosen["OPTIONS"].get("host", ""))  # a Unix socket's folder is an option
    where = f"?host={quote(host, safe='')}" if host.startswith("/") else ""
    given = "" if where else f"{host}:{chosen['PORT']}" if chosen["PORT"] else host
    password = f":{quote(str(chosen['PASSWORD']))}" if chosen["PASSWORD"] else ""
    return f"postgresql://{quote(str(chosen['USER']))}{password}@{given}/{name}{where}"


def environment(data: Path, mail_url: str, secret: str) -> dict[str, str]:
    """What another process needs to work on the test database."""
    return {
        **os.environ,
        "OPENCOACH_DATABASE_URL": database_url(),
        "OPENCOACH_DATA": str(data),
        "OPENCOACH_SECRET_KEY": secret,
        "OPENCOACH_MAIL_URL": mail_url,
        "DJANGO_SETTINGS_MODULE": "opencoach.config.settings",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def worker_process(settings: Any, transactional_db: None) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start workers on the test database; all are gone after the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start(mail_url: str, data: Path | None = None) -> "subprocess.Popen[bytes]":
        env = environment(data or settings.DATA, mail_url, settings.SECRET_KEY)
        process = subprocess.Popen([sys.executable, "-m", "tests.outbox.run_worker"], env=env, cwd=ROOT)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(10)


@pytest.fixture
def nursery(settings: Any, transactional_db: None, smtp_server: SmtpServer) -> Iterator[Callable[[], int]]:
    """Start a worker that sends to `smtp_server`, quickly, as often as it is called; gives its process id."""
    env = environment(settings.DATA, smtp_server.url, settings.SECRET_KEY)
    command = [sys.executable, "-m", "tests.outbox.nursery"]
    process = subprocess.Popen(command, env=env, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    pids: list[int] = []

    def start() -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n")
        process.stdin.flush()
        pids.append(int(process.stdout.readline()))
        return pids[-1]

    yield start
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.kill()
    process.communicate(timeout=10)


@pytest.fixture
def running(settings: Any, transactional_db: None) -> Iterator[Callable[[str], threading.Event]]:
    """Start a worker in a thread of this process, with that OPENCOACH_MAIL_URL; gives its stop."""
    threads: list[tuple[threading.Event, threading.Thread]] = []

    def start(mail_url: str) -> threading.Event:
        settings.MAIL_URL = mail_url
        stop = threading.Event()
        thread = threading.Thread(target=worker.run, args=(stop,))
        thread.start()
        threads.append((stop, thread))
        return stop

    yield start
    for stop, _thread in threads:
        stop.set()
        wake.knock()
    for _stop, thread in threads:
        thread.join(15)
        assert not thread.is_alive()
