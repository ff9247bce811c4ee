"""A page of 300 questions, by HTTP from a running server."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import psutil

from benchmarks.outbox.__main__ import database
from benchmarks.slots.requests import ROUNDS, asked
from tests.ops.server import Server

QUESTIONS, MOST_MS, WARM = 300, 80.0, 20


def page() -> list[str]:
    """Ask for it again and again; print; gives what misses its target."""
    with database("sqlite", "") as env:
        command = [sys.executable, "-m", "benchmarks.scoring.seed", str(QUESTIONS)]
        seeded = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
        made = json.loads(seeded.splitlines()[-1])
        client = httpx.Client(cookies={"sessionid": made["cookie"]}, timeout=60)
        with Server(Path(env["OPENCOACH_DATA"]), "--no-migrate", OPENCOACH_DATABASE_URL="") as server, client:
            path = f"{server.url}/p/{made['slug']}/questionnaires/{made['response']}/"
            process = psutil.Process(server.process.pid)
            asked(client, "page", path)  # warm
            before = sum(process.cpu_times()[:2])
            one = asked(client, "page", path)
            ms = (sum(process.cpu_times()[:2]) - before) / (ROUNDS + WARM) * 1000
    print(f"\na page of {QUESTIONS} questions, two thirds answered, as it is filled in")
    print(f"the server's processor      {ms:8.1f} ms   of a request, the mean")
    print(f"on the clock                {one.median:8.1f} ms   p95 {one.p95:.1f} ms   {one.size:,} bytes")
    return [f"MISSED  the page takes {ms:.0f} ms; at most {MOST_MS:g}"] if ms > MOST_MS else []
