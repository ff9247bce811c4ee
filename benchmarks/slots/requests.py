"""The same coach over HTTP: a client asks a running server for the month, as page and as JSON; so does a stranger."""

import datetime as dt
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.ops.server import Server

ROUNDS = 150


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of request: median and 95th percentile in milliseconds, and bytes as they travel."""

    name: str
    median: float
    p95: float
    size: int


def ask(env: dict[str, str], made: dict[str, Any], first: int) -> list[Asked]:
    """One visitor, one request after the other on a kept connection, to the server as it is run."""
    month = f"{dt.datetime.fromtimestamp(first + 31 * 86400, dt.UTC):%Y-%m}"
    path = f"/p/{made['slug']}/sessions/booking/"
    month_of = f"?zone=Europe/Berlin&month={month}"
    folder = Path(env["OPENCOACH_DATA"])
    client = httpx.Client(cookies={"sessionid": made["cookie"]}, timeout=60)
    with Server(folder, "--no-migrate", OPENCOACH_DATABASE_URL=env["OPENCOACH_DATABASE_URL"]) as server, client:
        return [
            asked(client, "page of a month", f"{server.url}{path}?month={month}"),
            asked(client, "page for strangers", f"{server.url}/book/{made['slug']}/coach/first-talk/{month_of}"),
            asked(client, "month as JSON", f"{server.url}{path}free/?month={month}"),
        ]


def asked(client: httpx.Client, name: str, path: str) -> Asked:
    for _ in range(20):  # each thread of the server opens its connection, and the templates are read
        client.get(path).raise_for_status()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = client.get(path)
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200
    return Asked(name, statistics.median(times), sorted(times)[int(ROUNDS * 0.95)], len(answer.content))
