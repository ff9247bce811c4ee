"""A written conversation, as it stands in `talks/`: who said what on which day. Pure.

-118 09:12              so many days before today, at this time in the practice's zone
M: Good morning.        M and others are initials of the people in it; a text may go on in the next lines
@react thanks A         what happened to the message above: react, edit, pin, file, reply
"""

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass, field
from importlib import resources

MOMENT = re.compile(r"^-(\d+) (\d\d):(\d\d)$")
SAID = re.compile(r"^([A-Z]): (.*)$")


@dataclass(slots=True)
class Said:
    """One message; `turns` are what was done with it, as (verb, rest of the line)."""

    who: str
    at: dt.datetime
    text: str
    turns: list[tuple[str, str]] = field(default_factory=list)


def read(name: str, today: dt.date, zone: str) -> list[Said]:
    """The conversation `talks/<name>.txt`, told so that it ends about today; times in UTC."""
    text = resources.files("opencoach.demo").joinpath("talks", f"{name}.txt").read_text(encoding="utf-8")
    return parse(text, today, zoneinfo.ZoneInfo(zone))


def parse(text: str, today: dt.date, zone: dt.tzinfo) -> list[Said]:
    """Raises ValueError for a line that nobody says."""
    said: list[Said] = []
    clock: dt.datetime | None = None
    for line in text.splitlines():
        if found := MOMENT.match(line):
            days, hour, minute = (int(part) for part in found.groups())
            clock = dt.datetime.combine(today - dt.timedelta(days=days), dt.time(hour, minute), zone)
        elif found := SAID.match(line):
            if clock is None:
                raise ValueError(f"nobody knows when: {line!r}")
            said.append(Said(found[1], clock.astimezone(dt.UTC), found[2]))
            clock += dt.timedelta(seconds=pause_after(found[2], len(said)))
        elif line.startswith("@") and said:
            verb, _space, rest = line[1:].partition(" ")
            said[-1].turns.append((verb, rest))
        elif said:
            said[-1].text += f"\n{line}"
        elif line.strip():
            raise ValueError(f"nobody says this: {line!r}")
    for one in said:
        one.text = one.text.strip()
    return said


def pause_after(text: str, number: int) -> int:
    """Seconds until the next one: longer after a long message, and never twice the same."""
    return 35 + len(text) // 2 + (number * 47) % 90
