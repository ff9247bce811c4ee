"""Dates, times, durations and zones as calendar files write them (RFC 5545, 3.3). Pure."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?", re.IGNORECASE)
DURATION = re.compile(
    r"(?P<sign>[+-]?)P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,7})M)?(?:(?P<seconds>\d{1,9})S)?)?",
    re.IGNORECASE,
)
TZID = re.compile(r";TZID=(\"[^\"]*\"|[^;:]*)", re.IGNORECASE)
UTC = dt.UTC


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a time on the clock of a zone. `wall` has no zone of its own; a day's is its midnight."""

    wall: dt.datetime
    zone: dt.tzinfo
    is_day: bool = False

    @property
    def instant(self) -> int:
        """Epoch seconds. A clock time that is left out when clocks are set forward counts by the offset before."""
        return at(self.wall, self.zone)

    def wall_in(self, zone: dt.tzinfo) -> dt.datetime:
        """The same moment on another zone's clock; a day is that day everywhere."""
        if self.is_day or zone is self.zone:
            return self.wall
        return self.wall.replace(tzinfo=self.zone).astimezone(zone).replace(tzinfo=None)


def at(wall: dt.datetime, zone: dt.tzinfo) -> int:
    return int(wall.replace(tzinfo=zone).timestamp())


def moment(text: str, parameters: str, zones: "Zones") -> Moment:
    """Raises ValueError."""
    found = MOMENT.fullmatch(text.strip())
    if found is None:
        raise ValueError("no date")
    year, month, day = (int(part) for part in found.group(1, 2, 3))
    if found[4] is None:
        return Moment(dt.datetime(year, month, day), zones.own, is_day=True)  # noqa: DTZ001 (the zone stands beside it)
    hour, minute, second = (int(part) for part in found.group(4, 5, 6))
    wall = dt.datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001
    if found[7]:
        return Moment(wall, UTC)
    named = TZID.search(parameters)
    return Moment(wall, zones.named(named[1].strip('" ')) if named else zones.own)


def duration(text: str) -> tuple[int, int]:
    """Days of the calendar, and elapsed seconds: "PT24H" is not always a day. Raises ValueError."""
    found = DURATION.fullmatch(text.strip())
    if found is None or text.strip()[-1:] in {"P", "T", "p", "t"}:
        raise ValueError("no duration")
    part = {name: int(value or 0) for name, value in found.groupdict().items() if name != "sign"}
    if found["sign"] == "-":
        raise ValueError("it ends before it begins")
    return part["weeks"] * 7 + part["days"], part["hours"] * 3600 + part["minutes"] * 60 + part["seconds"]


class Zones:
    """The zones of one file. `own`: where times are that name none. `blocks`: the VTIMEZONEs, by their TZID."""

    def __init__(self, own: dt.tzinfo, blocks: Mapping[str, str] | None = None) -> None:
        self.own, self.blocks = own, blocks or {}
        self.found: dict[str, dt.tzinfo] = {}

    def named(self, name: str) -> dt.tzinfo:
        """A zone of the world by its name, or by the one that Microsoft gives it; else as the file itself describes
        it; else the file's own."""
        if name not in self.found:
            self.found[name] = known(name) or described(self.blocks.get(name, "")) or self.own
        return self.found[name]


@cache
def known(name: str) -> dt.tzinfo | None:
    """Also where a program puts something before it: "/mozilla.org/20050126_1/Europe/Berlin"."""
    parts = name.strip("/").split("/")
    for key in (name, "/".join(parts[-2:]), "/".join(parts[-3:])):
        try:
            return zoneinfo.ZoneInfo(key)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            continue
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    found = WINDOWS_TO_OLSON.get(name)
    return zoneinfo.ZoneInfo(found) if found else None


def described(block: str) -> dt.tzinfo | None:
    """The zone that a VTIMEZONE describes; None where it describes none."""
    if not block:
        return None
    import icalendar

    try:
        [zone] = icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{block}\r\nEND:VCALENDAR\r\n").walk("VTIMEZONE")
        made: dt.tzinfo = zone.to_tz(lookup_tzid=False)  # type: ignore[attr-defined]
        dt.datetime(2027, 1, 1, tzinfo=made).timestamp()
    except Exception:  # the library raises anything over what strangers write
        return None
    return made
