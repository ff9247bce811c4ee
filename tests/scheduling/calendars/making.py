"""Calendar files as programs write them."""

import datetime as dt
import zoneinfo
from typing import Any

from opencoach.scheduling.calendars.expanding import Wanted, busy

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def calendar(*blocks: str, head: str = "") -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Somebody//EN",
        *head.split("\n"),
        *blocks,
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join([*(line for line in lines if line), ""]).replace("\n", "\r\n").replace("\r\r", "\r").encode()


def event(lines: str, uid: str = "one@example.org") -> str:
    """`lines` as in a file, indented or not, one property in each."""
    said = "\r\n".join(line.strip() for line in lines.strip().splitlines())
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:Nobody’s business\r\n{said}\r\nEND:VEVENT"


def wanted(first: str, last: str, **options: Any) -> Wanted:
    """From a day to another in Berlin ("2027-03-01")."""
    start, end = (int(dt.datetime.fromisoformat(day).replace(tzinfo=BERLIN).timestamp()) for day in (first, last))
    return Wanted((start, end), "Europe/Berlin", **options)


def when(content: bytes, first: str = "2027-03-01", last: str = "2027-04-10", **options: Any) -> list[str]:
    """What it says, in UTC: "01 07:00–08:00", with the day of the end where that is another one."""
    found = busy(content, wanted(first, last, **options))
    assert not found.unread, found
    return [said(*span) for span in found.spans]


def said(starts: int, ends: int) -> str:
    start, end = (dt.datetime.fromtimestamp(one, dt.UTC) for one in (starts, ends))
    day = f"{end:%m-%d} " if end.date() != start.date() else ""
    return f"{start:%m-%d %H:%M}–{day}{end:%H:%M}"
