"""What a calendar program answers to an invitation (iTIP, RFC 5546), read within bounds. Pure.

A stranger wrote it: only the few lines of its one entry that mean something here are given to the parser. Its own
zones (VTIMEZONE) are not: they could be anything, and the parser would remember them for the next mail.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import icalendar

METHODS = frozenset({"REPLY", "COUNTER"})
LONGEST = 200_000  # characters of such a part
LONGEST_LINE = 4_000
MOST = 100  # lines of the entry that are kept
LONGEST_COMMENT = 2_000
KEPT = frozenset({"UID", "SEQUENCE", "ATTENDEE", "DTSTART", "DTSTAMP", "COMMENT", "RECURRENCE-ID"})
FOLD = re.compile(r"\r?\n[ \t]")


@dataclass(frozen=True, slots=True)
class Itip:
    """One answer. `attendees`: who answers what (address in lower case → PARTSTAT in capitals). `start`: of a COUNTER
    the time that is wanted; naive where it is on the attendee's own clock, None where nobody can read it."""

    method: str  # one of `METHODS`
    uid: str
    sequence: int
    attendees: Mapping[str, str] = field(default_factory=dict)
    stamp: dt.datetime | None = None
    start: dt.datetime | None = None
    comment: str = ""


def read(method: str, text: str) -> Itip | None:
    """The answer in a part whose Content-Type says `method`; None for what is none, or says another method inside."""
    if method not in METHODS or len(text) > LONGEST:
        return None
    said, event = _entry(FOLD.sub("", text).splitlines())
    if event is None or said not in {"", method}:
        return None
    try:
        found = icalendar.Event.from_ical("\r\n".join(["BEGIN:VEVENT", *event, "END:VEVENT", ""]))
        return _read(method, found) if isinstance(found, icalendar.Event) else None
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
        return None


def _entry(lines: Iterable[str]) -> tuple[str, list[str] | None]:
    """(the METHOD within, the lines of its one entry that are read); None where there is not just one."""
    depth, entries, within, said = 0, 0, False, ""
    event: list[str] = []
    for line in lines:
        name = re.split("[;:]", line[:40], maxsplit=1)[0].strip().upper()
        value = line[:60].partition(":")[2].strip().upper()
        if name == "BEGIN":
            depth += 1
            if depth == 2:
                within = value == "VEVENT"
                entries += within
        elif name == "END":
            depth -= 1
            within = within and depth >= 2
        elif depth == 1 and name == "METHOD":
            said = value
        elif depth == 2 and within and name in KEPT and len(line) <= LONGEST_LINE:
            event.append(line)
    return said, event if entries == 1 and len(event) <= MOST else None


def _read(method: str, event: icalendar.Event) -> Itip | None:
    """Raises what a stranger's values make the parser raise. None for one that is about a single time of a series."""
    uid = event.get("UID")
    if "RECURRENCE-ID" in event or not isinstance(uid, str):
        return None
    return Itip(
        method=method,
        uid=str(uid).strip()[:300],
        sequence=int(event.get("SEQUENCE", 0)),
        attendees={address: str(one.params.get("PARTSTAT", "")).upper() for address, one in _attendees(event)},
        stamp=_instant(event, "DTSTAMP"),
        start=_start(event),
        comment=_comment(event),
    )


def _attendees(event: icalendar.Event) -> Iterator[tuple[str, icalendar.vCalAddress]]:
    for one in _all(event, "ATTENDEE"):
        yield re.sub("^mailto:", "", str(one).strip(), flags=re.IGNORECASE).lower(), one


def _all(event: icalendar.Event, name: str) -> list[icalendar.vCalAddress]:
    value = event.get(name, [])
    return list(value) if isinstance(value, list) else [value]


def _instant(event: icalendar.Event, name: str) -> dt.datetime | None:
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, dt.datetime) and value.tzinfo is not None else None


def _start(event: icalendar.Event) -> dt.datetime | None:
    """Aware in a zone that is known, naive without one; None for a whole day or a zone that nobody knows."""
    given = event.get("DTSTART")
    value = getattr(given, "dt", None)
    if not isinstance(value, dt.datetime):
        return None
    return None if value.tzinfo is None and "TZID" in given.params else value


def _comment(event: icalendar.Event) -> str:
    """What was written beside the answer: as a line of its own, or (Google) at the attendee."""
    said = [str(one) for one in _all(event, "COMMENT")]
    said += [str(one.params.get("X-RESPONSE-COMMENT", "")) for _address, one in _attendees(event)]
    return "\n".join(dict.fromkeys(one.strip() for one in said if one.strip()))[:LONGEST_COMMENT]
