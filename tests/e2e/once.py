"""The practice that most browser tests begin with: made once for all processes of a run, and copied for each module."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.ops.server import ROOT, environment

FRESH = 600  # seconds for which it is as good as made just now: its sessions stand some days around now


def lived_in(base: Path, to: Path) -> dict[str, Any]:
    """What `seed.py` says, with its data copied to `to`. `base` is pytest's folder for this process."""
    shared = base.parent if "PYTEST_XDIST_TESTRUNUID" in os.environ else base
    with (shared / "lived-in.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder, said = shared / "lived-in", shared / "lived-in.json"
        if not said.exists() or time.time() - said.stat().st_mtime > FRESH:
            shutil.rmtree(folder, ignore_errors=True)
            said.write_text(seed(folder))
        shutil.copytree(folder, to, dirs_exist_ok=True)
        made: dict[str, Any] = json.loads(said.read_text())
        return made


def seed(data: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.seed"],
        env=environment(OPENCOACH_DATA=str(data), OPENCOACH_DATABASE_URL=""),
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]
