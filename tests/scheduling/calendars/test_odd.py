from subprocess import CalledProcessError

import pytest

from opencoach.scheduling.calendars.expanding import Busy
from opencoach.scheduling.calendars.reading import Unreadable, read
from tests.scheduling.calendars.making import calendar, event, wanted
from tests.scheduling.calendars.odd import KINDS, odd

PARTS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_stands_in_a_calendar_it_is_read_or_refused(part: int, full: bool) -> None:
    """300 of them with `--full`; how long each takes is measured by `benchmarks/calendars.py`."""
    for number in range(part, 300 if full else 3 * PARTS, PARTS):
        try:
            [found] = read([odd(number)], wanted("2027-03-01", "2028-03-01", all_day=number % 2 == 0))
        except Unreadable as refused:
            found, cause = refused, refused.__cause__
            assert not isinstance(cause, CalledProcessError) or cause.returncode < 0, cause.stderr  # it broke by itself
        if isinstance(found, Busy):
            assert found.spans == sorted(found.spans), number
            assert all(starts < ends for starts, ends in found.spans), number


def test_one_that_is_refused_takes_nothing_from_the_next() -> None:
    sensible = calendar(event("DTSTART:20270302T090000Z\nDURATION:PT1H"))
    slow = calendar(*(
        event(f"DTSTART:19000101T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=3{one % 2}", uid=str(one))
        for one in range(30)
    ))  # fmt: skip
    found = read([sensible, b"no calendar", slow, sensible], wanted("2027-03-01", "2027-04-01"))
    assert found[0] == found[3] == Busy([(1803978000, 1803981600)])
    assert isinstance(found[1], Unreadable)
    assert isinstance(found[2], Busy)
    assert found[2].unread == 30


def test_what_breaks_the_process_breaks_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opencoach.scheduling.calendars.reading.SECONDS", 0.01)
    with pytest.raises(Unreadable, match="slow"):
        read([b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"], wanted("2027-03-01", "2027-04-01"))


def test_kinds_are_all_there() -> None:
    assert {kind.__name__ for kind in KINDS} == {
        "rules", "without_end", "large", "zones", "exceptions", "times", "all_day", "broken",
    }  # fmt: skip
