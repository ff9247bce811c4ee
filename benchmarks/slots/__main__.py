"""Free times of twelve weeks from the database to JSON, beside a bare sweep and a naive rescan of the same rows.

python -m benchmarks.slots                                            on SQLite
python -m benchmarks.slots --postgresql postgresql://user@host/name   on a database made there for it, too

Then requests for a month, a client's and a stranger's, with 10,000 busy rows, to a running server. See README.md.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.outbox.__main__ import database
from benchmarks.slots.requests import ask

SIZES = (1_000, 10_000, 100_000)
OVER_HTTP = "10000"
MOST_TIMES = 3.0  # the bare sweep, at the largest size
MOST_MILLISECONDS = 20.0  # a request
MOST_GROWTH = 13.0  # for ten times the rows


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slots", description=__doc__)
    parser.add_argument("--postgresql", metavar="URL", default="", help="where a database may be made")
    options = parser.parse_args()
    missed = on("sqlite", "")
    if options.postgresql:
        with database_at(options.postgresql) as url:
            missed += on("postgresql", url)
    print("\n".join(["", *(f"MISSED  {line}" for line in missed)]) if missed else "\nEverything is within its target.")
    return 1 if missed else 0


def on(name: str, url: str) -> list[str]:
    """Fill an empty database, measure, print; gives what misses its target."""
    with database(name, url) as env:
        world = json.loads(run(env, "seed", *map(str, SIZES)).splitlines()[-1])
        print(f"\n{name}: free times of 12 weeks, to begin every half an hour, milliseconds")
        print(f"{'busy rows':>10}{'free':>7}{'ours':>9}{'bare sweep':>12}{'ours/bare':>11}{'shuffled':>10}", end="")
        print(f"{'with limits':>14}{'rescan':>10}")
        rows = [json.loads(line) for line in run(env, "measure", json.dumps(world)).splitlines()]
        for row in rows:
            print(f"{row['rows']:>10,}{row['free']:>7}{row['ours']:>9.1f}{row['sweep']:>12.1f}", end="")
            print(f"{row['ours'] / row['sweep']:>11.1f}{row['shuffled']:>10.1f}{row['limited']:>14.1f}", end="")
            print(f"{row['naive']:>10,.0f}", flush=True)
        asked = ask(env, world["sizes"][OVER_HTTP], world["first"])
        print(f"{name}: requests for a month, {int(OVER_HTTP):,} busy rows")
        for one in asked:
            print(
                f"{one.name:<20} median {one.median:5.1f} ms   p95 {one.p95:5.1f} ms   {one.size:,} bytes", flush=True
            )
    return verdict(name, rows, asked)


def verdict(name: str, rows: list[dict[str, Any]], asked: list[Any]) -> list[str]:
    """What misses its target, a line each."""
    small, large = rows[-2], rows[-1]
    missed = []
    if large["ours"] > MOST_TIMES * large["sweep"]:
        missed.append(f"{name}: {large['ours'] / large['sweep']:.1f} times the bare sweep; at most {MOST_TIMES:g}")
    if large["ours"] > MOST_GROWTH * small["ours"]:
        missed.append(f"{name}: ten times the rows take {large['ours'] / small['ours']:.0f} times as long")
    for one in asked:
        if one.median > MOST_MILLISECONDS:
            missed.append(f"{name}: the {one.name} takes {one.median:.0f} ms; at most {MOST_MILLISECONDS:g}")
    return missed


def run(env: dict[str, str], module: str, *words: str) -> str:
    command = [sys.executable, "-m", f"benchmarks.slots.{module}", *words]
    return subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def database_at(url: str) -> Iterator[str]:
    """A database of this run's own on that server, gone afterwards."""
    import psycopg

    server, _slash, query = url.partition("?")
    name = f"opencoach_slots_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main())
