"""How long the demo takes to be made, on an empty database of SQLite, beside what migrating that database takes.

python -m benchmarks.demo
"""

import subprocess
import sys

from benchmarks.outbox.__main__ import database

MOST = 10.0  # seconds of processor time
MADE = """
import time, django
django.setup()
from django.core.management import call_command
from opencoach.demo import build
began = time.process_time()
call_command("migrate", verbosity=0)
migrated = time.process_time()
build.build()
print(migrated - began, time.process_time() - migrated)
"""


def main() -> int:
    with database("sqlite", "") as env:
        command = [sys.executable, "-c", MADE]
        done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    migrated, built = (float(figure) for figure in done.stdout.split())
    print(f"migrating {migrated:.1f} s, the demo {built:.1f} s of processor time (at most {MOST:.0f})")
    return 0 if built <= MOST else 1


if __name__ == "__main__":
    raise SystemExit(main())
