"""What of a calendar file says when somebody is busy. The rest (words, people, alarms, what is long over) is left out
before anything is parsed, in linear time, so that a file of years is as quick as a file of weeks. Pure.

RFC 5545, and what programs write instead of it: lines folded wrongly, other line ends, other encodings.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_EVENTS = 20_000
MOST_ZONES = 200
DEEPEST = 20
LONGEST_LINE = 20_000  # characters; a series with more exceptions than fit is cut there
SLACK = dt.timedelta(days=2)  # a day is another one in another zone
REACH = dt.timedelta(days=62)  # the longest event whose beginning is looked for before the window
LINE = re.compile(r"([A-Za-z0-9-]+)((?:;(?:[^\":]|\"[^\"]*\")*)?):(.*)", re.DOTALL)
DAY = re.compile(r"\d{8}")
ZONE_RULE = re.compile(r"FREQ=YEARLY\b", re.IGNORECASE)
TOO_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY)\b", re.IGNORECASE)
IS_FREE = re.compile(r"FBTYPE=\"?FREE\b", re.IGNORECASE)
UNTIL = re.compile(r"UNTIL=(\d{8})", re.IGNORECASE)
SHOWN = "X-MICROSOFT-CDO-BUSYSTATUS"
TIMES = frozenset(
    (SHOWN, "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "TRANSP", "STATUS")
)
ZONE = frozenset(("TZID", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "DTSTART", "RRULE", "RDATE"))
READ = TIMES | ZONE | {"BEGIN", "END", "X-WR-TIMEZONE", "FREEBUSY"}


class TooMuch(ValueError):
    """More than a calendar of somebody's life has."""


@dataclass(slots=True)
class Event:
    """What of one VEVENT matters: parameters and value of each property, by its name in capitals."""

    said: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """The last one, as in most programs; "" for none."""
        return self.said[name][-1][1].strip() if name in self.said else ""

    @property
    def is_series(self) -> bool:
        return "RRULE" in self.said or "RDATE" in self.said

    @property
    def is_exception(self) -> bool:
        """Whether it stands for one occurrence of a series, or for all from that one on."""
        return "RECURRENCE-ID" in self.said


@dataclass(slots=True)
class Sifted:
    """`zone`: what the whole file says of itself, for times that name none. `periods`: of VFREEBUSY, as they stand
    there. `unread`: how many events were left out because nobody could say when they are."""

    zone: str = ""
    zones: list[str] = field(default_factory=list)
    events: dict[str, list[Event]] = field(default_factory=dict)
    periods: list[str] = field(default_factory=list)
    unread: int = 0


def sift(content: bytes, first: dt.date, last: dt.date) -> Sifted:
    """What happens between these days, and what may: a series is kept. Raises TooMuch; ValueError for no calendar."""
    sieve = Sieve(first, last)
    for name, parameters, value in _lines(_text(content)):
        if name == "BEGIN":
            sieve.begin(value.strip().upper())
        elif name == "END":
            sieve.end(value.strip().upper())
        elif sieve.inside:
            sieve.take(name, parameters, value)
    if not sieve.is_calendar:
        raise ValueError("no calendar")
    return sieve.found


class Sieve:
    """Line by line. `inside`: the components that are open, the outermost first."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.first, self.last = first, last
        self.found, self.count, self.is_calendar = Sifted(), 0, False
        self.inside: list[str] = []
        self.event, self.zone = Event(), [""]

    def begin(self, name: str) -> None:
        self.inside.append(name)
        if len(self.inside) > DEEPEST:
            raise TooMuch("components in components")
        self.is_calendar = self.is_calendar or name == "VCALENDAR"
        if name == "VEVENT":
            self.event = Event()
        elif name == "VTIMEZONE":
            self.zone = ["BEGIN:VTIMEZONE"]
        elif "VTIMEZONE" in self.inside:
            self.zone.append(f"BEGIN:{name}")

    def end(self, name: str) -> None:
        """What was never closed ends with what is around it."""
        if name not in self.inside:
            return
        if "VTIMEZONE" in self.inside:
            self.zone.append(f"END:{name}")
        while self.inside.pop() != name:
            pass
        if name == "VEVENT":
            self.count += _keep(self.found, self.event, self.first, self.last)
            if self.count > MOST_EVENTS:
                raise TooMuch("events")
        elif name == "VTIMEZONE" and len(self.found.zones) < MOST_ZONES:
            self.found.zones.append("\r\n".join(self.zone))

    def take(self, name: str, parameters: str, value: str) -> None:
        here = self.inside[-1]
        if here == "VEVENT" and name in TIMES:
            self.event.said.setdefault(name, []).append((parameters, value))
        elif here == "VCALENDAR" and name == "X-WR-TIMEZONE":
            self.found.zone = value.strip()
        elif here == "VFREEBUSY" and name == "FREEBUSY" and not IS_FREE.search(parameters):
            self.found.periods += value.split(",")
            if len(self.found.periods) > MOST_EVENTS:
                raise TooMuch("periods")
        elif "VTIMEZONE" in self.inside and name in ZONE and (name != "RRULE" or ZONE_RULE.search(value)):
            self.zone.append(f"{name}{parameters}:{value}")


def _keep(found: Sifted, event: Event, first: dt.date, last: dt.date) -> int:
    """Take an event in, unless it is over, too far away, or cancelled; 1 if it was taken."""
    starts = _day(event.value("DTSTART"))
    if event.value("STATUS").upper() == "CANCELLED" and not event.is_exception:
        return 0
    if starts is None or TOO_OFTEN.search(event.value("RRULE")):
        found.unread += 1
        return 0
    if event.is_exception:
        pass
    elif not event.is_series:
        ends = _day(event.value("DTEND")) or (starts + REACH if "DURATION" in event.said else starts)
        if ends < first - SLACK or starts > last + SLACK:
            return 0
    elif "RDATE" not in event.said:
        until = UNTIL.search(event.value("RRULE"))
        over = _day(until[1]) if until else None
        if starts > last + SLACK or (over is not None and over < first - REACH):
            return 0
    key = event.value("UID") or f"\0{len(found.events)}"  # without a name each is its own
    found.events.setdefault(key, []).append(event)
    return 1


def _day(text: str) -> dt.date | None:
    found = DAY.search(text)
    try:
        return dt.datetime.strptime(found[0], "%Y%m%d").date() if found else None  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None


def _text(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8-sig", "replace")


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Name in capitals, parameters and value of each line, unfolded. What looks like no property is left out."""
    whole: list[str] = []
    length = 0
    for raw in re.split(r"\r\n|\n|\r", text):
        if raw[:1] in {" ", "\t"}:
            length += len(raw)
            if whole and length < LONGEST_LINE:
                whole.append(raw[1:])
            continue
        yield from _property("".join(whole))
        whole, length = [raw], len(raw)
    yield from _property("".join(whole))


def _property(line: str) -> Iterator[tuple[str, str, str]]:
    name = line[:40].partition(":")[0].partition(";")[0].upper()
    found = LINE.fullmatch(line[:LONGEST_LINE]) if name in READ else None
    if found:
        yield name, found[2], found[3]
