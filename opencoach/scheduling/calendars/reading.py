"""Calendar files read in a process of its own, which may take so long, so much memory, and no more."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opencoach.scheduling.calendars.expanding import Busy, Wanted

ROOT = Path(__file__).parents[3]  # where `python -m opencoach` finds it
SECONDS = 20.0  # on the clock, for a machine that is busy; of processor time it gets half of that


class Unreadable(ValueError):
    """`why`: "calendar" for what is none, "much" for more than anybody has, "slow" for what took too long or broke."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read(files: Sequence[bytes], wanted: Wanted) -> list[Busy | Unreadable]:
    """What each file says, in order. Raises Unreadable ("slow") where the process had to be ended."""
    given = {
        "sizes": [len(one) for one in files],
        "window": wanted.window,
        "zone": wanted.zone,
        "all_day": wanted.all_day,
        "free": wanted.free,
    }
    command = [sys.executable, "-m", "opencoach.scheduling.calendars.child"]
    try:
        done = subprocess.run(  # noqa: S603 (our own command)
            command, input=json.dumps(given).encode() + b"\n" + b"".join(files), capture_output=True,
            timeout=SECONDS, check=True, cwd=ROOT,
        )  # fmt: skip
        answers = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError) as error:
        raise Unreadable("slow") from error
    return [_answer(one) for one in answers]


def _answer(said: dict[str, Any]) -> Busy | Unreadable:
    if "refused" in said:
        return Unreadable(said["refused"])
    return Busy([(starts, ends) for starts, ends in said["spans"]], said["unread"])
