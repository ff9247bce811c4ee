"""Any series says the same as `recurring-ical-events` says of it, which passes every case of RFC 5545 that was tried.

Left out are its own mistakes: 24 hours across a change of the clocks, and what a rule says of the hours of a night that
no clock shows.
"""

import datetime as dt
from typing import Any

import icalendar
import recurring_ical_events
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as some

from opencoach.scheduling.calendars.expanding import busy
from opencoach.scheduling.spans import Span, merged
from tests.scheduling.calendars.making import BERLIN, calendar, event, wanted

FIRST, LAST = "2027-03-01", "2027-05-15"  # over a change of the clocks
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@some.composite
def series(draw: Any) -> list[str]:
    """The lines of a series, and of its exceptions."""
    zone = draw(some.sampled_from(ZONES))
    first = draw(some.datetimes(dt.datetime(2026, 11, 1, 6), dt.datetime(2027, 5, 1, 20)))  # noqa: DTZ001
    first = first.replace(minute=draw(some.sampled_from([0, 15, 30])), second=0, microsecond=0, hour=6 + first.hour % 9)
    minutes = draw(some.sampled_from([15, 60, 90, 480]))
    rule = [f"FREQ={draw(some.sampled_from(['DAILY', 'WEEKLY', 'MONTHLY']))}", f"INTERVAL={draw(some.integers(1, 4))}"]
    if draw(some.booleans()):
        days = draw(some.lists(some.sampled_from(DAYS), min_size=1, max_size=4, unique=True))
        rule.append(f"BYDAY={','.join(days)}")
    ending = draw(some.sampled_from(["", "COUNT", "UNTIL"]))
    if ending == "COUNT":
        rule.append(f"COUNT={draw(some.integers(1, 60))}")
    elif ending == "UNTIL":
        rule.append(f"UNTIL={first + dt.timedelta(days=draw(some.integers(1, 200))):%Y%m%dT%H%M%SZ}")
    lines = [f"DTSTART;TZID={zone}:{first:%Y%m%dT%H%M%S}", f"DURATION:PT{minutes}M", f"RRULE:{';'.join(rule)}"]
    return ["\n".join(lines), zone]


def theirs(content: bytes) -> list[Span]:
    found = []
    window = wanted(FIRST, LAST).window
    start, end = (dt.datetime.fromtimestamp(one, BERLIN) for one in window)
    for one in recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(start, end):
        begins, ends = (int(one[name].dt.timestamp()) for name in ("DTSTART", "DTEND"))
        found.append((max(begins, window[0]), min(ends, window[1])))
    return merged(one for one in found if one[0] < one[1])


@given(made=series(), data=some.data())
@settings(max_examples=150, derandomize=True, suppress_health_check=list(HealthCheck))
def test_a_series_is_where_another_program_says(made: list[str], data: Any) -> None:
    lines, zone = made
    content = calendar(event(lines))
    ours = busy(content, wanted(FIRST, LAST)).spans
    assert ours == theirs(content)
    whole = [starts for starts, _ends in ours if starts > wanted(FIRST, LAST).window[0]]  # none that began before it
    assume(whole)
    gone = data.draw(some.sampled_from(whole))
    stands_for = f"{dt.datetime.fromtimestamp(gone, dt.UTC):%Y%m%dT%H%M%SZ}"
    without = calendar(event(f"{lines}\nEXDATE:{stands_for}"))
    assert busy(without, wanted(FIRST, LAST)).spans == theirs(without)
    there = f"DTSTART;TZID={zone}:20270420T030000\nDURATION:PT2H"
    moved = calendar(event(lines), event(f"RECURRENCE-ID:{stands_for}\n{there}"))
    assert busy(moved, wanted(FIRST, LAST)).spans == theirs(moved)
