"""Odd calendars: how long each takes to be read or refused, and how much memory, in a process of its own.

    python -m benchmarks.calendars [--count 300]

Prints the slowest and the largest, beside what a file of one event takes.
"""

import argparse
import json
import subprocess
import sys
import time

from opencoach.scheduling.calendars.reading import ROOT
from tests.scheduling.calendars.making import calendar, event, wanted
from tests.scheduling.calendars.odd import KINDS, odd

CHILD = (
    "import resource, sys; from opencoach.scheduling.calendars.child import main; main();"
    "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
)


def measure(content: bytes) -> tuple[float, float, str]:
    """Seconds on the clock, MiB at most, and what became of it."""
    what = wanted("2027-03-01", "2028-04-01", all_day=True)
    given = {"sizes": [len(content)], "window": what.window, "zone": what.zone, "all_day": True, "free": False}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD], input=json.dumps(given).encode() + b"\n" + content, capture_output=True,
        cwd=ROOT, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    if done.returncode:
        return seconds, 0.0, f"ended by {done.returncode}"
    [answer] = json.loads(done.stdout)
    said = answer.get("refused") or f"{len(answer['spans'])} stretches, {answer['unread']} not understood"
    return seconds, int(done.stderr) / 1024, said


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    count = parser.parse_args().count
    plain = calendar(event("DTSTART:20270302T090000Z\nDURATION:PT1H"))
    least = min(measure(plain) for _turn in range(3))
    print(f"one event: {least[0]:.2f} s, {least[1]:.0f} MiB")
    rows = []
    for number in range(count):
        content = odd(number)
        rows.append((*measure(content), number, len(content)))
    print(f"{count} odd ones: {sum('ended' in row[2] for row in rows)} ended their process")
    print(f"slowest {max(row[0] for row in rows):.2f} s; most memory +{max(row[1] for row in rows) - least[1]:.0f} MiB")
    for seconds, memory, said, number, size in sorted(rows, reverse=True)[:8]:
        name = KINDS[number % len(KINDS)].__name__
        print(f"{seconds:6.2f} s {memory:5.0f} MiB {size:9,} bytes  {number:3} {name:12} {said}")


if __name__ == "__main__":
    main()
