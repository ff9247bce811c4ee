"""Conversation under load: delivered messages a second, and how long one takes, beside Prosody and a bare relay.

python -m benchmarks.conversation                        everything, 200 and 1,000 people, about eight minutes
python -m benchmarks.conversation --people 1000 --only sqlite --seconds 5

Every message of OpenCoach goes the whole way (access, sealed words, message, Event, away mail) and is durable before
it is acknowledged or delivered. Servers run on core 0, the load on core 1. PostgreSQL itself is not pinned.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvloop

from benchmarks.conversation import servers
from benchmarks.conversation.load import Load, Result, run
from benchmarks.conversation.servers import Server
from benchmarks.conversation.wires import OurSocket, RelaySocket, Wire, Xmpp
from benchmarks.outbox.__main__ import database, postgres

KINDS = ("relay", "prosody", "sqlite", "postgresql-1", "postgresql-2")
Make = Callable[[int, Load], Wire]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conversation", description=__doc__)
    parser.add_argument("--people", type=int, action="append")
    parser.add_argument("--only", action="append", choices=KINDS)
    parser.add_argument("--seconds", type=float, default=8.0)
    options = parser.parse_args()
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    print(
        f"{'':14}{'people':>8}{'max/s':>9}{'µs/msg':>8}{'p50 ms':>8}{'p99 ms':>8}{'KiB/conn':>10}{'lost':>6}",
        flush=True,
    )
    disk()
    for people in options.people or (200, 1000):
        rates = {}
        for kind in options.only or KINDS:
            rates[kind] = measure(kind, people, options.seconds)
        for kind, rate in rates.items():
            if kind not in ("relay", "prosody") and {"relay", "prosody"} <= rates.keys():
                beside = f"{rate / rates['prosody']:.1f} x Prosody, 1/{rates['relay'] / rate:.1f} of the relay"
                print(f"{kind}, {people:,} people: {beside}", flush=True)


def disk(rate: float = 300.0, seconds: float = 2.0) -> None:
    """Print what being durable costs here by itself: 4 KiB appended and brought to the disk, 300 times a second."""
    took = []
    with tempfile.TemporaryFile(prefix="opencoach-bench-") as file:
        start = time.perf_counter()
        for turn in range(int(rate * seconds)):
            time.sleep(max(0.0, start + turn / rate - time.perf_counter()))
            before = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - before) * 1000)
    result = Result(delays=took)
    print(f"{'(fsync alone)':14}{'':>25}{result.at(0.5):>8.2f}{result.at(0.99):>8.2f}", flush=True)


def measure(kind: str, people: int, seconds: float) -> float:
    """Start the servers, load them, print one line; gives the delivered messages a second."""
    with started(kind, people) as (running, make):
        result, used, memory = uvloop.run(under_load(running, make, people, seconds))
    connection = memory / people / 1024
    print(
        f"{kind:14}{people:>8,}{result.most:>9,.0f}{used:>8,.0f}{result.at(0.5):>8.2f}{result.at(0.99):>8.2f}"
        f"{connection:>10.1f}{result.undelivered:>6}",
        flush=True,
    )
    return result.most


async def under_load(running: list[Server], make: Make, people: int, seconds: float) -> tuple[Result, float, int]:
    """What was measured, processor time of the servers per message (µs), and bytes for all connections."""
    load = Load(people)
    loop = asyncio.get_running_loop()

    async def connect(n: int, one: Load) -> Any:
        port = running[n % len(running)].port
        _, wire = await loop.create_connection(lambda: make(n, one), "127.0.0.1", port)
        return wire

    await load.connect(connect)  # type: ignore[arg-type]
    memory = sum(server.memory() - server.memory_before for server in running)
    before, count = sum(server.seconds_used() for server in running), load.arrived_count
    result = await run(load, seconds)
    used = (sum(server.seconds_used() for server in running) - before) / max(1, load.arrived_count - count)
    for wire in load.wires:
        wire.close()
    return result, used * 1e6, memory


@contextmanager
def started(kind: str, people: int) -> Iterator[tuple[list[Server], Make]]:
    with tempfile.TemporaryDirectory(prefix="opencoach-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if kind == "relay":
            yield from stopped(
                [servers.uvicorn("relay", folder)], lambda n, load: RelaySocket(n, load.arrived, load.acked)
            )
        elif kind == "prosody":
            yield from stopped([servers.prosody(folder, people)], lambda n, load: Xmpp(n, load.arrived, load.acked))
        elif kind == "sqlite":
            with database("sqlite", "") as env:
                yield from ours(env, folder, people, 1)
        else:
            with postgres() as url, database("postgresql", url) as env:
                yield from ours(env, folder, people, int(kind[-1]))


def ours(env: dict[str, str], folder: Path, people: int, processes: int) -> Iterator[tuple[list[Server], Make]]:
    env["OPENCOACH_URL"] = "http://127.0.0.1"
    command = [sys.executable, "-m", "benchmarks.conversation.seed", str(people)]
    world = json.loads(subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout)

    def make(n: int, load: Load) -> Wire:
        wire = OurSocket(n, load.arrived, load.acked)
        return wire.at(world["practice"], world["cookies"][n], world["conversations"][n // 2])

    yield from stopped([servers.uvicorn("server", folder, env) for _ in range(processes)], make)


def stopped(running: list[Server], make: Make) -> Iterator[tuple[list[Server], Make]]:
    try:
        yield running, make
    finally:
        for server in running:
            server.stop()


if __name__ == "__main__":
    main()
