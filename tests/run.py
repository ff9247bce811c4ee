"""Everything that says whether OpenCoach holds: what `./start test` runs, and `.ci/run` after it.

With arguments for pytest it runs just those tests, on SQLite. Without, in two lanes side by side: the static checks,
the front end and the tests that mostly wait in one, all other tests in the other; then the tests for both databases on
PostgreSQL, and those of date and time in two more zones. Each job's whole output is kept in tests/output/.
"""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import chromium, debian, postgres  # noqa: E402 (after the path is set)

OUTPUT = ROOT / "tests" / "output"
BIN = Path(sys.executable).parent
ZONES = ("UTC", "America/New_York", "Asia/Kolkata")
TWO = ("-n2", "--dist=loadfile")  # a module's server is started once, not once in each process
THREE = ("-n3", "--dist=loadfile")  # where much of the time is spent waiting for the database
CLOSING = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


@dataclass
class Job:
    """One command, what it printed, and how it ended."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    may_be_empty: bool = False  # pytest's exit status 5, "no tests ran", is no failure
    status: int = -1
    seconds: float = 0.0
    output: str = ""

    @property
    def passed(self) -> bool:
        return self.status == 0 or (self.may_be_empty and self.status == 5)

    def run(self) -> "Job":
        started = time.monotonic()
        log = OUTPUT / f"{self.name.replace(' ', '-').replace('/', '-')}.log"
        with log.open("wb") as file:
            done = subprocess.run(
                self.command, cwd=ROOT, env={**os.environ, **self.env}, stdout=file, stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL, check=False,
            )  # fmt: skip
        self.status, self.seconds = done.returncode, time.monotonic() - started
        self.output = log.read_text(encoding="utf-8", errors="replace")
        self.tell()
        return self

    def tell(self) -> None:
        with PRINTING:
            print(f"{'ok  ' if self.passed else 'FAIL'} {self.name} ({self.seconds:.1f} s)", flush=True)
            if not self.passed:
                print("\n".join(f"     {line}" for line in self.output.splitlines()[-150:]), flush=True)

    def counts(self) -> dict[str, int]:
        """What pytest's closing line says."""
        lines = [line for line in self.output.splitlines() if re.search(r" in \d[\d.:]*s", line)]
        found = {"passed": 0, "failed": 0, "skipped": 0}
        for number, word in CLOSING.findall(lines[-1]) if lines else []:
            found["failed" if word.startswith("error") else word] += int(number)
        return found

    def closing(self) -> str:
        lines = [line for line in self.output.strip().splitlines() if line.strip()]
        return lines[-1].strip("= ") if lines else ""


PRINTING = threading.Lock()


def pytest(name: str, *arguments: str, **options: object) -> Job:
    command = [str(BIN / "pytest"), "-q", "-p", "no:cacheprovider", *arguments]
    return Job(name, command, **options)  # type: ignore[arg-type]


def checks() -> list[Job]:
    """Static checks, and the front end's own tests."""
    jobs = [
        Job("ruff", [str(BIN / "ruff"), "check", "."]),
        Job("format", [str(BIN / "ruff"), "format", "--check", "opencoach", "tests", "benchmarks"]),
        Job("layers", [str(BIN / "lint-imports")]),
        Job("types", [str(BIN / "mypy")], {"OPENCOACH_DATA": str(OUTPUT / "data")}),
    ]
    node = shutil.which("node")
    if node and (ROOT / "frontend").is_dir():
        jobs.append(Job("front end types", ["npm", "run", "--silent", "check"]))
        if list((ROOT / "frontend" / "tests").glob("**/*.test.*")):
            jobs.append(Job("front end tests", ["npm", "run", "--silent", "test"]))
    return jobs


def lane(jobs: list[Job], into: list[Job]) -> Callable[[], None]:
    def work() -> None:
        for job in jobs:
            into.append(job.run())

    return work


def side_by_side(*works: Callable[[], None]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def on_postgres(full: list[str]) -> Job:
    """The tests of data, delivery and concurrency once more, on PostgreSQL."""
    try:
        with postgres.postgres() as url:
            return pytest(
                "pytest on PostgreSQL", *THREE, "-m", "both_databases", *full, env={"OPENCOACH_DATABASE_URL": url}
            ).run()
    except postgres.NoPostgres as error:
        job = Job("pytest on PostgreSQL", [], status=1, output=str(error))
        job.tell()
        return job


def everything(full: list[str]) -> list[Job]:
    done: list[Job] = []
    there = bool(chromium.find())
    if not there:
        job = Job("Chromium", [], status=1, output=chromium.MISSING)
        job.tell()
        done.append(job)
    within = "" if there else " and not browser"
    main = pytest("pytest on SQLite", *TWO, "--durations=15", "-m", f"not waits{within}", *full)
    waits = pytest("pytest of what waits", "-m", f"waits{within}", *full)
    side_by_side(lane([*checks(), waits], done), lane([main], done))
    done.append(on_postgres(full))
    others = [zone for zone in ZONES if zone != os.environ.get("TZ", "UTC")]  # the whole run has been in that one
    zones = [pytest(f"pytest in {zone}", "-m", "zones", *full, env={"TZ": zone}) for zone in others]
    side_by_side(*(lane([job], done) for job in zones))
    return done


def summary(jobs: list[Job], seconds: float) -> None:
    total = {"passed": 0, "failed": 0, "skipped": 0}
    print(f"\n{'-' * 78}")
    for job in jobs:
        is_pytest = job.name.startswith("pytest")
        print(f"{'ok  ' if job.passed else 'FAIL'} {job.name:<26} {job.closing() if is_pytest else ''}")
        if is_pytest:
            for word, number in job.counts().items():
                total[word] += number
    total["failed"] += sum(1 for job in jobs if not job.passed and not job.counts()["failed"])
    print(f"{seconds / 60:.1f} minutes; whole outputs in {OUTPUT.relative_to(ROOT)}/")
    print(f"total: {total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")


def main(arguments: list[str]) -> int:
    started = time.monotonic()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else each server that is started compiles everything anew: 3 s
    OUTPUT.mkdir(parents=True, exist_ok=True)
    debian.install_missing()
    if browser := chromium.find_or_install():
        os.environ["OPENCOACH_CHROMIUM"] = browser
    full = [word for word in arguments if word == "--full"]
    chosen = [word for word in arguments if word != "--full"]
    if chosen:
        return subprocess.run([str(BIN / "pytest"), *arguments], cwd=ROOT, check=False).returncode
    jobs = everything(full)
    summary(jobs, time.monotonic() - started)
    return 0 if all(job.passed for job in jobs) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
