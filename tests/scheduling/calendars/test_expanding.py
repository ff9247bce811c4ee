"""What a calendar file says is when the coach is busy: by RFC 5545, and by what programs write instead."""

import pytest

from opencoach.scheduling.calendars.expanding import busy
from tests.scheduling.calendars.making import calendar, event, wanted, when

pytestmark = pytest.mark.zones
NINE = "DTSTART;TZID=Europe/Berlin:20270301T090000\nDTEND;TZID=Europe/Berlin:20270301T100000"
NINE_THERE = 1803888000  # 2027-03-01 08:00 UTC
CUSTOM = """BEGIN:VTIMEZONE
TZID:Our office
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE"""


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (NINE, ["03-01 08:00–09:00"]),
        ("DTSTART:20270301T090000Z\nDURATION:PT45M", ["03-01 09:00–09:45"]),
        ("DTSTART:20270301T090000\nDTEND:20270301T100000", ["03-01 08:00–09:00"]),  # no zone: the coach's own
        ("DTSTART;TZID=W. Europe Standard Time:20270301T090000\nDURATION:PT1H", ["03-01 08:00–09:00"]),
        ('DTSTART;TZID="Our office":20270330T090000\nDURATION:PT1H', ["03-30 07:00–08:00"]),
        ("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Lisbon:20270301T090000\nDURATION:PT1H", ["03-01 09:00–10:00"]),
        ("DTSTART;TZID=Nobody/Knows:20270301T090000\nDURATION:PT1H", ["03-01 08:00–09:00"]),
        ("DTSTART:20270301T090000Z", []),  # no length: it takes nobody's time
        (f"{NINE}\nTRANSP:TRANSPARENT", []),
        (f"{NINE}\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", []),
        (f"{NINE}\nX-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", ["03-01 08:00–09:00"]),
        (f"{NINE}\nSTATUS:CANCELLED", []),
        (f"{NINE}\nSTATUS:TENTATIVE", ["03-01 08:00–09:00"]),
        ("DTSTART;VALUE=DATE:20270328\nDTEND;VALUE=DATE:20270329", []),
        # the night in which clocks are set forward: elapsed hours, days of the calendar
        ("DTSTART;TZID=Europe/Berlin:20270327T120000\nDURATION:PT24H", ["03-27 11:00–03-28 11:00"]),
        ("DTSTART;TZID=Europe/Berlin:20270327T120000\nDURATION:P1D", ["03-27 11:00–03-28 10:00"]),
        ("DTSTART;TZID=Europe/Berlin:20270328T023000\nDURATION:PT1H", ["03-28 01:30–02:30"]),  # no clock shows 2:30
        # what is over, or far away, or reaches in
        ("DTSTART:20200301T090000Z\nDTEND:20200301T100000Z", []),
        ("DTSTART:20370301T090000Z\nDTEND:20370301T100000Z", []),
        ("DTSTART:20270225T090000Z\nDTEND:20270301T120000Z", ["02-28 23:00–03-01 12:00"]),
    ],
)
def test_a_single_event(lines: str, found: list[str]) -> None:
    assert when(calendar(CUSTOM, event(lines))) == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("DTSTART;VALUE=DATE:20270328\nDTEND;VALUE=DATE:20270329", ["03-27 23:00–03-28 22:00"]),  # 23 hours
        ("DTSTART;VALUE=DATE:20271031", ["10-30 22:00–10-31 23:00"]),  # 25
        ("DTSTART;VALUE=DATE:20270303\nDTEND;VALUE=DATE:20270303", ["03-02 23:00–03-03 23:00"]),  # ends on itself
        ("DTSTART;VALUE=DATE:20270303\nDURATION:P2D", ["03-02 23:00–03-04 23:00"]),
    ],
)
def test_whole_days_count_where_they_are_to(lines: str, found: list[str]) -> None:
    assert when(calendar(event(lines)), last="2027-12-01", all_day=True) == found
    assert when(calendar(event(lines)), last="2027-12-01") == []


def test_what_is_marked_as_free_counts_where_it_is_to() -> None:
    assert when(calendar(event(f"{NINE}\nTRANSP:TRANSPARENT")), free=True) == ["03-01 08:00–09:00"]


def test_a_series_keeps_its_clock_when_clocks_are_set() -> None:
    found = when(calendar(event(f"{NINE}\nRRULE:FREQ=WEEKLY;COUNT=6")))
    assert found == ["03-01 08:00–09:00", "03-08 08:00–09:00", "03-15 08:00–09:00", "03-22 08:00–09:00",
                     "03-29 07:00–08:00", "04-05 07:00–08:00"]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "01 03 15 17 29 31"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270315T080000Z", "01 08 15"),  # in UTC, the last one included
        ("RRULE:FREQ=WEEKLY;UNTIL=20270315T075959Z", "01 08"),
        ("RRULE:FREQ=WEEKLY;UNTIL=20270315", "01 08 15"),
        ("RRULE:FREQ=MONTHLY;BYDAY=-1FR", "01 26"),
        ("RRULE:FREQ=DAILY;INTERVAL=10", "01 11 21 31"),
        ("RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;TZID=Europe/Berlin:20270308T090000,20270315T090000", "01 22"),
        ("RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE:20270308T080000Z", "01 15 22"),  # the same moment on another clock
        ("RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20270308", "01 15 22"),  # some programs name the day
        ("RDATE;TZID=Europe/Berlin:20270304T090000,20270305T090000", "01 04 05"),
        ("RRULE:FREQ=WEEKLY;COUNT=2\nRDATE;TZID=Europe/Berlin:20270308T090000,20270309T090000", "01 08 09"),
    ],
)
def test_rules_and_what_they_leave_out(rule: str, days: str) -> None:
    found = when(calendar(event(f"{NINE}\n{rule}")), last="2027-04-01")
    assert " ".join(one[3:5] for one in found) == days


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=DAILY;INTERVAL=3", "02 05 08 11"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "09 11"),
        ("FREQ=WEEKLY;BYDAY=SA", "06"),
        ("FREQ=YEARLY", "02"),
    ],
)
def test_a_series_of_decades_is_where_it_would_be_from_its_beginning(rule: str, days: str) -> None:
    long_ago = "DTSTART;TZID=Europe/Berlin:19990302T090000\nDURATION:PT30M"
    found = when(calendar(event(f"{long_ago}\nRRULE:{rule}")), last="2027-03-12")
    from_its_beginning = when(calendar(event(f"{long_ago}\nRRULE:{rule};COUNT=99999")), last="2027-03-12")
    assert found == from_its_beginning
    assert " ".join(one[3:5] for one in found) == days


def exception(stands_for: str, lines: str, parameters: str = "") -> str:
    return event(f"RECURRENCE-ID{parameters};TZID=Europe/Berlin:{stands_for}\n{lines}")


def test_one_occurrence_is_moved_and_another_cancelled() -> None:
    series = event(f"{NINE}\nRRULE:FREQ=WEEKLY;COUNT=4")
    moved = exception("20270308T090000", "DTSTART;TZID=Europe/Berlin:20270309T140000\nDURATION:PT2H")
    cancelled = exception("20270315T090000", f"{NINE}\nSTATUS:CANCELLED")
    found = when(calendar(series, moved, cancelled))
    assert found == ["03-01 08:00–09:00", "03-09 13:00–15:00", "03-22 08:00–09:00"]
    assert when(calendar(cancelled, moved, series)) == found


def test_all_from_one_on_are_moved() -> None:
    series = event(f"{NINE}\nRRULE:FREQ=WEEKLY;COUNT=5")
    later = "DTSTART;TZID=Europe/Berlin:20270316T110000\nDURATION:PT30M"
    from_on = exception("20270315T090000", later, ";RANGE=THISANDFUTURE")
    assert when(calendar(series, from_on)) == [
        "03-01 08:00–09:00", "03-08 08:00–09:00", "03-16 10:00–10:30", "03-23 10:00–10:30", "03-30 09:00–09:30",
    ]  # fmt: skip


def test_an_exception_without_its_series_stands_for_itself() -> None:
    assert when(calendar(exception("20270308T090000", NINE))) == ["03-01 08:00–09:00"]


def test_free_busy_is_read_too() -> None:
    block = "\r\n".join(
        [
            "BEGIN:VFREEBUSY",
            "FREEBUSY;FBTYPE=BUSY:20270301T080000Z/20270301T090000Z,20270302T080000Z/PT30M",
            "FREEBUSY;FBTYPE=FREE:20270303T080000Z/20270303T090000Z",
            "FREEBUSY:20270304T080000Z/20270304T090000Z",
            "END:VFREEBUSY",
        ]
    )
    assert when(calendar(block)) == ["03-01 08:00–09:00", "03-02 08:00–08:30", "03-04 08:00–09:00"]


def test_the_zone_of_the_file_holds_for_times_that_name_none() -> None:
    content = calendar(event("DTSTART:20270301T090000\nDURATION:PT1H"), head="X-WR-TIMEZONE:America/New_York")
    assert when(content) == ["03-01 14:00–15:00"]


@pytest.mark.parametrize(
    "content",
    [
        calendar(event(NINE)).replace(b"\r\n", b"\n"),
        calendar(event(NINE)).replace(b"\r\n", b"\r"),
        b"\xef\xbb\xbf" + calendar(event(NINE)),
        calendar(event(NINE)).decode().encode("utf-16"),
        calendar(event(f"{NINE}\nDESCRIPTION:a line\n that goes on\nwithout being folded\n:")),
        calendar(event(NINE)).replace(b"20270301T090000", b"20270301T0\r\n 90000"),
        calendar(event(f"{NINE}\nBEGIN:VALARM\nTRIGGER:-PT15M\nDTSTART:20300101T000000Z\nEND:VALARM")),
        calendar(event(NINE)).replace(b"END:VEVENT\r\n", b""),  # never closed: what is there counts for nothing
        calendar(event(NINE)).replace(b"BEGIN:VEVENT", b"begin:vevent"),
    ],
)
def test_files_that_are_written_strangely(content: bytes) -> None:
    expected = ["03-01 08:00–09:00"] if b"END:VEVENT" in content.replace(b"\x00", b"") else []
    assert when(content) == expected


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:tomorrow",
        "DTSTART:20270230T090000Z\nDURATION:PT1H",
        "DTSTART:20270301T090000Z\nDTEND:20270228T090000Z",
        "DTSTART:20270301T090000Z\nDURATION:-PT1H",
        "DTSTART:20270301T090000Z\nDURATION:P9999W",
        "DTSTART:20270301T090000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY",
        "DTSTART:20270301T090000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES",
        "DTSTART:20270301T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=0x",
        "SUMMARY:When?",
    ],
)
def test_what_cannot_be_understood_is_counted_and_the_rest_is_read(lines: str) -> None:
    found = busy(calendar(event(lines, uid="odd"), event(NINE)), wanted("2027-03-01", "2027-04-01"))
    assert found.unread == 1
    assert any(starts <= NINE_THERE < ends for starts, ends in found.spans)


def test_a_series_by_the_minute_in_disguise_takes_nothing_from_the_rest() -> None:
    minutes = ",".join(str(minute) for minute in range(60))
    often = event(f"DTSTART:20270301T000000Z\nDURATION:PT1M\nRRULE:FREQ=HOURLY;BYMINUTE={minutes}", uid="often")
    found = busy(calendar(often, event(NINE.replace("0301", "0315"))), wanted("2027-03-01", "2028-03-01"))
    assert found.unread == 1
    assert any(starts <= NINE_THERE + 14 * 86400 < ends for starts, ends in found.spans)


@pytest.mark.parametrize("content", [b"", b"<html>Sign in</html>", b"\x00\xff" * 500, b"BEGIN:VCARD\r\nEND:VCARD"])
def test_what_is_no_calendar_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no calendar"):
        busy(content, wanted("2027-03-01", "2027-04-01"))
