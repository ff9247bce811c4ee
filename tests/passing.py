"""Time that passes for other processes: libfaketime (Debian's package `faketime`), which they are started with.

    clock = Clock(folder, start)
    with Server(data, **clock.env): ...
    clock.set(start + dt.timedelta(days=7))

All of them are on the same clock, which runs on from where it was set. The
monotonic clock is left alone.
"""

import datetime as dt
from pathlib import Path

MISSING = "time cannot be made to pass: apt-get install faketime"


def library() -> Path | None:
    """Where libfaketime is, for several threads; None where it is not installed."""
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


class Clock:
    """What time it is for the processes that are started with `env`."""

    def __init__(self, folder: Path, start: dt.datetime) -> None:
        found = library()
        assert found is not None, MISSING
        self.file = folder / "clock"
        self.set(start)
        self.env = {
            "LD_PRELOAD": str(found),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def set(self, moment: dt.datetime) -> None:
        """From now on it is that instant for them."""
        ahead = (moment - dt.datetime.now(dt.UTC)).total_seconds()
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{ahead:+.0f}\n", encoding="ascii")
        fresh.replace(self.file)
        self.now = moment
