"""How somebody likes to be reached in one practice: kept in `Membership.preferences["calm"]`. Pure."""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")
DAY = dt.timedelta(days=1)
MORNING = dt.time(8)  # when a day begins for what was put off to it
EVENING = dt.time(18)
LONGEST_PAUSE = 120  # days
CAPS = (1, 2, 3, 5, 10)


class Gather(StrEnum):
    """What goes in one mail."""

    OFF = "off"  # each by itself
    MOMENT = "moment"  # what is due at the same time
    DAY = "day"  # what can wait, once a day


@dataclass(frozen=True, slots=True)
class Habits:
    """Wall times are read in `zone`. `quiet`: from when until when nothing comes; from later to earlier is over night.
    `pause`: the first and the last day. `cap`: so many mails a day of those that can wait, at most."""

    zone: str = "UTC"
    quiet: tuple[dt.time, dt.time] | None = None
    gather: Gather = Gather.MOMENT
    gather_at: dt.time = EVENING
    cap: int | None = None
    pause: tuple[dt.date, dt.date] | None = None

    @property
    def words(self) -> dict[str, Any]:
        """As they are kept."""
        return {
            "quiet": [one.isoformat("minutes") for one in self.quiet] if self.quiet else None,
            "gather": str(self.gather),
            "gather_at": self.gather_at.isoformat("minutes"),
            "cap": self.cap,
            "pause": [one.isoformat() for one in self.pause] if self.pause else None,
        }

    @property
    def day_begins(self) -> dt.time:
        """When mail begins on a day: where the night's quiet ends, else at eight."""
        overnight = self.quiet is not None and self.quiet[0] > self.quiet[1]
        return self.quiet[1] if self.quiet and overnight else MORNING


def read(kept: Mapping[str, Any] | None, zone: str) -> Habits:
    """From what is kept; what cannot be read is as if it had never been set."""
    kept = kept or {}
    usual = Habits()
    try:
        quiet = _pair(kept.get("quiet"), dt.time.fromisoformat)
        pause = _pair(kept.get("pause"), dt.date.fromisoformat)
        return Habits(
            zone=zone,
            quiet=quiet if quiet and quiet[0] != quiet[1] else None,
            gather=Gather(kept.get("gather", usual.gather)),
            gather_at=dt.time.fromisoformat(kept.get("gather_at", usual.gather_at.isoformat("minutes"))),
            cap=int(kept["cap"]) if kept.get("cap") else None,
            pause=pause if pause and pause[0] <= pause[1] else None,
        )
    except (ValueError, TypeError):
        return Habits(zone=zone)


def _pair(kept: Any, make: Callable[[str], T]) -> tuple[T, T] | None:
    return (make(kept[0]), make(kept[1])) if kept else None


def wall(at: dt.datetime, zone: str) -> dt.datetime:
    return at.astimezone(zoneinfo.ZoneInfo(zone))


def instant(day: dt.date, clock: dt.time, zone: str, *, after: dt.datetime | None = None) -> dt.datetime:
    """When the clock in `zone` shows that, in UTC. A time that a change of clocks leaves out is later by it; of
    one that comes twice, the first (the second, where the first is not after `after`)."""
    at = dt.datetime.combine(day, clock, zoneinfo.ZoneInfo(zone))
    found = at.astimezone(dt.UTC)
    return at.replace(fold=1).astimezone(dt.UTC) if after is not None and found <= after else found
