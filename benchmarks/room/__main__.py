"""How soon two see each other, how long a signal takes, and what a room costs the server.

python -m benchmarks.room                  on SQLite, one process
python -m benchmarks.room --rooms 50 --rate 200 --seconds 20 --rounds 7
"""

import argparse
import asyncio
import json
import subprocess
import sys
from pathlib import Path

from benchmarks.outbox.__main__ import database
from benchmarks.room import browsers, sockets
from tests.live.server import WebProcess

MOST_TIMES = 1.5  # a bare call
MOST_MS = 10.0  # of a signal, at the 99th percentile
MOST_KIB = 200.0  # of a room


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.room", description=__doc__)
    parser.add_argument("--rooms", type=int, default=50)
    parser.add_argument("--rate", type=int, default=200, help="signals a second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=7, help="calls of each kind")
    options = parser.parse_args()
    with database("sqlite", "") as env:
        made = subprocess.run(
            [sys.executable, "-m", "benchmarks.room.seed", str(options.rooms)], env=env, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        world = json.loads(made.stdout.splitlines()[-1])
        web = WebProcess(Path(env["OPENCOACH_DATA"]), env)
        web.start()
        try:
            found = asyncio.run(sockets.measure(web, world, options.rate, options.seconds))
            ours, bare = browsers.measure(web, world, options.rounds)
        finally:
            web.kill()
    return verdict(options, found, ours, bare)


def verdict(options: argparse.Namespace, found: sockets.Found, ours: list[float], bare: list[float]) -> int:
    times = browsers.median(ours) / browsers.median(bare)
    print(f"{options.rooms} rooms at once: everybody in after {found.joined:,.0f} ms, {found.per_room:.0f} KiB a room")
    print(f"{found.signals:,} signals, {options.rate} a second: p50 {found.p50:.2f} ms, p99 {found.p99:.2f} ms")
    print(f"from opening the page to the first picture, median of {options.rounds}:")
    for name, values in (("ours", ours), ("a bare call", bare)):
        print(f"  {name:<12} {browsers.median(values):6.0f} ms   ({min(values):.0f} to {max(values):.0f})")
    print(f"  ours/bare    {times:6.2f}")
    missed = [
        words for words, is_missed in (
            (f"the first picture takes more than {MOST_TIMES} times a bare call", times > MOST_TIMES),
            (f"a signal takes more than {MOST_MS:.0f} ms at p99", found.p99 > MOST_MS),
            (f"a room takes more than {MOST_KIB:.0f} KiB", found.per_room > MOST_KIB),
        ) if is_missed
    ]  # fmt: skip
    print("\n".join(f"MISSED  {line}" for line in missed) or "Everything is within its target.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
