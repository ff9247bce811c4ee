"""Times to begin by the day that they are for whoever looks. Pure."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable


def by_day(starts: Iterable[int], zone: str) -> dict[dt.date, list[dt.datetime]]:
    """By day in `zone`, in order, each as what the clock there shows (aware)."""
    there = zoneinfo.ZoneInfo(zone)
    found: dict[dt.date, list[dt.datetime]] = {}
    for start in starts:
        wall = dt.datetime.fromtimestamp(start, there)
        found.setdefault(wall.date(), []).append(wall)
    return found
