"""A coach opens a full calendar: 500 sessions in one month, by HTTP from a running server, on SQLite and PostgreSQL.

python -m benchmarks.calendar
python -m benchmarks.calendar --postgresql postgresql://user@host/name
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import httpx

from benchmarks.outbox.__main__ import database
from benchmarks.slots.__main__ import database_at
from benchmarks.slots.requests import asked
from tests.ops.server import Server

SESSIONS = 500
MOST = 60.0  # milliseconds, the median of a page


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.calendar", description=__doc__)
    parser.add_argument("--postgresql", metavar="URL", default="", help="where a database may be made")
    options = parser.parse_args()
    missed = on("sqlite", "")
    if options.postgresql:
        with database_at(options.postgresql) as url:
            missed += on("postgresql", url)
    print("\n".join(["", *missed]) if missed else "\nEverything is within its target.")
    return 1 if missed else 0


def on(name: str, url: str) -> list[str]:
    """Fill an empty database, ask, print; gives what misses its target."""
    with database(name, url) as env:
        command = [sys.executable, "-m", "benchmarks.calendar.seed", str(SESSIONS)]
        seeded = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
        made = json.loads(seeded.splitlines()[-1])
        print(f"\n{name}: {SESSIONS} sessions in the month")
        missed = []
        client = httpx.Client(cookies={"sessionid": made["cookie"]}, timeout=60)
        folder = Path(env["OPENCOACH_DATA"])
        with Server(folder, "--no-migrate", OPENCOACH_DATABASE_URL=env["OPENCOACH_DATABASE_URL"]) as server, client:
            for view in ("day", "week", "month"):
                path = f"{server.url}/p/{made['slug']}/calendar/?view={view}&day={made['day']}"
                one = asked(client, view, path)
                print(f"{view:<6} median {one.median:5.1f} ms   p95 {one.p95:5.1f} ms   {one.size:,} bytes", flush=True)
                if one.median > MOST:
                    missed.append(f"MISSED  {name}: the {view} takes {one.median:.0f} ms; at most {MOST:g}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
