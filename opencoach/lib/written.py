"""Days, times and lengths as people and spreadsheets write them. Pure; what can't be read gives None."""

import datetime as dt
import re
from collections.abc import Iterable

NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})\.?")
YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
WITH_TIME = re.compile(r"(.*?)[T\s]+(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?)", re.IGNORECASE)
NAMED = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y", "%d-%b-%Y", "%d-%b-%y")
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2})?\s*(?:([ap])\.?m\.?|h|uhr)?", re.IGNORECASE)
MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|mins|minutes?|['’′])?\.?", re.IGNORECASE)
HOURS_MINUTES = re.compile(r"(\d{1,2}):([0-5]\d)(?::00)?")
HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?)\.?", re.IGNORECASE)


class Ambiguous(ValueError):
    """A day such as 3/4/2026, where nothing else in the column says which number is the month."""


def day_first(cells: Iterable[str]) -> bool | None:
    """Whether the day stands before the month in a column written like 31/12/2026: as the first cell says that leaves
    no doubt; None where none does."""
    for cell in cells:
        found = NUMBERS.fullmatch(apart(cell)[0])
        if found and found[2] != ".":
            first, second = int(found[1]), int(found[3])
            if (first > 12) != (second > 12):
                return first > 12
    return None


def apart(cell: str) -> tuple[str, str]:
    """A cell that holds a day and a time in two: "2026-01-07T10:00" gives both; "" for no time."""
    found = WITH_TIME.fullmatch(cell.strip())
    return (found[1].strip(), found[2].strip()) if found else (cell.strip(), "")


def day(text: str, *, first: bool | None = None) -> dt.date | None:
    """2026-01-07, 7.1.2026, 7 January 2026, and 1/7/2026 where `first` (see `day_first`) or the numbers say which is
    the day. Two figures of a year are of this century. Raises Ambiguous."""
    try:
        if found := YEAR_FIRST.fullmatch(text):
            return dt.date(int(found[1]), int(found[3]), int(found[4]))
        if found := NUMBERS.fullmatch(text):
            return _by_numbers(int(found[1]), int(found[3]), found[2], found[4], first)
    except Ambiguous:
        raise
    except ValueError:
        return None
    return _by_name(" ".join(text.replace(",", " ").split()))


def clock(text: str) -> dt.time | None:
    """10:00, 10.00, 9:30 am, 14h30, 9. Seconds are left out."""
    found = CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def minutes(text: str) -> int | None:
    """60, 60 min, 1:30, 1.5 h: whole minutes."""
    text = text.strip()
    if found := HOURS_MINUTES.fullmatch(text):
        return int(found[1]) * 60 + int(found[2])
    if found := MINUTES.fullmatch(text):
        return int(found[1])
    if found := HOURS.fullmatch(text):
        return round(float(found[1].replace(",", ".")) * 60)
    return None


def _by_numbers(one: int, two: int, mark: str, year: str, first: bool | None) -> dt.date:
    full = int(year) + (2000 if len(year) == 2 else 0)
    if mark == "." or one > 12 or one == two:
        return dt.date(full, two, one)
    if two > 12:
        return dt.date(full, one, two)
    if first is None:
        raise Ambiguous
    return dt.date(full, two, one) if first else dt.date(full, one, two)


def _by_name(text: str) -> dt.date | None:
    for style in NAMED:
        try:
            return dt.datetime.strptime(text, style).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None
