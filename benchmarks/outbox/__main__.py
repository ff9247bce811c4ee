"""Mails a second through the outbox (claimed, checked, rendered, sent, marked) beside a bare sender in the same run.

python -m benchmarks.outbox                      10,000 mails to a sink on this machine, on both databases
python -m benchmarks.outbox --latency 20         the sink answers after 20 ms, as a relay far away does
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.outbox import bare
from benchmarks.outbox.sink import Sink, sink


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outbox", description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds until each answer")
    parser.add_argument("--sqlite-only", action="store_true")
    options = parser.parse_args()
    rows: list[tuple[str, float]] = []
    with sink(options.latency / 1000) as server:
        with database("sqlite", "") as env:
            mail = prepare(env, server, options.mails)
            connections = (24,) if options.latency else (1, 4)
            for n in connections:
                rows.append((f"bare, one ready mail, {n} connections", run_bare(server, mail, options.mails, n)))
            n = connections[-1]
            rows.append((f"bare, each mail built, {n} connections", run_bare(server, mail, options.mails, n, True)))
            rows.append(("outbox on SQLite, words ready", run_worker(env, server, options.mails, ready=True)))
        with database("sqlite", "") as env:
            prepare(env, server, options.mails)
            rows.append(("outbox on SQLite, words drawn", run_worker(env, server, options.mails)))
        for ready in () if options.sqlite_only else (True, False):
            with postgres() as url, database("postgresql", url) as env:
                prepare(env, server, options.mails)
                name = f"outbox on PostgreSQL, words {'ready' if ready else 'drawn'}"
                rows.append((name, run_worker(env, server, options.mails, ready=ready)))
    ready_mail, built = max(rate for name, rate in rows if "ready mail" in name), rows[len(connections)][1]
    print(f"{options.mails:,} mails of {len(mail):,} bytes, {options.latency:g} ms until each answer")
    print(f"{'':42}{'mails/s':>9}{'of ready':>10}{'of built':>10}")
    for name, rate in rows:
        print(f"{name:42}{rate:>9,.0f}{rate / ready_mail:>10.0%}{rate / built:>10.0%}")


@contextmanager
def database(kind: str, url: str) -> Iterator[dict[str, str]]:
    """The environment of processes that work on an empty database in an empty folder."""
    folder = tempfile.mkdtemp(prefix="opencoach-bench-")
    env = {name: value for name, value in os.environ.items() if not name.startswith("OPENCOACH_")}
    env |= {
        "DJANGO_SETTINGS_MODULE": "opencoach.config.settings",
        "OPENCOACH_DATA": folder,
        "OPENCOACH_DATABASE_URL": url,
        "OPENCOACH_URL": "https://coach.example",
    }
    Path(folder, "static").mkdir()
    try:
        yield env
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[str]:
    """An empty database on a PostgreSQL that is here, or that is brought up."""
    import psycopg

    from tests.postgres import postgres as server

    with server() as url:
        maintenance = url.replace("/opencoach", "/postgres", 1)
        name = f"opencoach_bench_{os.getpid()}"
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            try:
                yield url.replace("/opencoach", f"/{name}", 1)
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def prepare(env: dict[str, str], server: Sink, mails: int) -> bytes:
    env["OPENCOACH_MAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    command = [sys.executable, "-m", "benchmarks.outbox.prepare", str(mails)]
    return subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE).stdout


def run_bare(server: Sink, mail: bytes, mails: int, connections: int, build: bool = False) -> float:
    server.start_again()
    bare.send(server.port, mail, mails, connections, build=build)
    return server.rate()


def run_worker(env: dict[str, str], server: Sink, mails: int, *, ready: bool = False) -> float:
    """`ready`: the kind gives the same words for each, so that what is measured is the outbox alone."""
    server.start_again()
    command = [sys.executable, "-m", "benchmarks.outbox.run_worker", *(["--ready"] if ready else [])]
    worker = subprocess.Popen(command, env=env)
    try:
        while server.count < mails:
            if worker.poll() is not None:
                raise SystemExit(f"the worker ended with {worker.returncode}")
            time.sleep(0.05)
    finally:
        worker.terminate()
        worker.wait(20)
    return server.rate()


if __name__ == "__main__":
    main()
