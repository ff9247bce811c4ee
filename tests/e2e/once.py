"""What browser tests begin with, made once for all processes of a run and copied for each module: an empty database,
and a practice that is lived in. (The first start on a folder where nothing is yet has its tests in `tests/ops`.)"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.ops.server import ROOT, command, environment

FRESH = 600  # seconds for which it is as good as made just now: its sessions stand some days around now


def migrated(base: Path, to: Path) -> Path:
    """`to`, with an empty database of SQLite in it, as `serve` would make it; that takes it twelve seconds.
    `base` is pytest's folder for this process."""
    with turn(base, "migrated") as shared:
        folder = shared / "migrated"
        if not (folder / "opencoach.sqlite3").exists():
            for words in (["migrate", "-v0"], ["createcachetable"]):
                run([*command("manage", "--data", str(folder)), *words], folder)
        to.mkdir(parents=True, exist_ok=True)
        for file in folder.glob("opencoach.sqlite3*"):
            shutil.copy(file, to)
    return to


@contextmanager
def turn(base: Path, what: str) -> Iterator[Path]:
    """The folder that the processes of this run share; one at a time is in it for the same thing."""
    shared = base.parent if "PYTEST_XDIST_TESTRUNUID" in os.environ else base
    with (shared / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared


def lived_in(base: Path, to: Path) -> dict[str, Any]:
    """What `seed.py` says, with its data copied to `to`. `base` is pytest's folder for this process."""
    with turn(base, "lived-in") as shared:
        folder, said = shared / "lived-in", shared / "lived-in.json"
        if not said.exists() or time.time() - said.stat().st_mtime > FRESH:
            shutil.rmtree(folder, ignore_errors=True)
            said.write_text(run([sys.executable, "-m", "tests.e2e.seed"], migrated(base, folder)).splitlines()[-1])
        shutil.copytree(folder, to, dirs_exist_ok=True)
        made: dict[str, Any] = json.loads(said.read_text())
        return made


def run(words: list[str], data: Path) -> str:
    """What it prints."""
    env = environment(OPENCOACH_DATA=str(data), OPENCOACH_DATABASE_URL="")
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
