"""What is read of a calendar program's answer, and what a hostile one comes to."""

import datetime as dt
import time

import pytest
from icalendar.timezone import tzp

from opencoach.outbox.mail_in import itip
from opencoach.outbox.mail_in.parsed import parse

UTC = dt.UTC
PLAIN = """BEGIN:VCALENDAR
METHOD:{method}
BEGIN:VEVENT
UID:one@okafor.example
SEQUENCE:2
DTSTAMP:20270301T100500Z
DTSTART{start}
ATTENDEE;PARTSTAT=declined:MAILTO:Ana@Example.org
{more}END:VEVENT
END:VCALENDAR
"""


def ics(method: str = "REPLY", start: str = ":20270308T100000Z", more: str = "") -> str:
    return PLAIN.format(method=method, start=start, more=more)


def test_what_is_read() -> None:
    found = itip.read("REPLY", ics(more="COMMENT:Not on\\, Mondays\nCOMMENT:Sorry\n"))
    assert found == itip.Itip(
        method="REPLY",
        uid="one@okafor.example",
        sequence=2,
        attendees={"ana@example.org": "DECLINED"},
        stamp=dt.datetime(2027, 3, 1, 10, 5, tzinfo=UTC),
        start=dt.datetime(2027, 3, 8, 10, tzinfo=UTC),
        comment="Not on, Mondays\nSorry",
    )


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (":20270308T100000Z", dt.datetime(2027, 3, 8, 10, tzinfo=UTC)),
        (";TZID=Asia/Singapore:20270308T180000", dt.datetime(2027, 3, 8, 10, tzinfo=UTC)),
        (";TZID=W. Europe Standard Time:20270308T110000", dt.datetime(2027, 3, 8, 10, tzinfo=UTC)),
        (';TZID="Europe/Berlin":20270708T120000', dt.datetime(2027, 7, 8, 10, tzinfo=UTC)),
        (":20270308T100000", dt.datetime(2027, 3, 8, 10)),  # noqa: DTZ001 (on the clock of whoever answers)
        (";TZID=Nowhere/At All:20270308T100000", None),
        (";VALUE=DATE:20270308", None),
        (":rubbish", None),
    ],
)
def test_when_is_wanted(start: str, expected: dt.datetime | None) -> None:
    found = itip.read("COUNTER", ics("COUNTER", start))
    assert (found.start if found else None) == expected


@pytest.mark.parametrize(
    ("method", "text"),
    [
        ("REQUEST", ics("REQUEST")),
        ("REPLY", ics("COUNTER")),
        ("COUNTER", ics("CANCEL")),
        ("REPLY", ""),
        ("REPLY", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
        ("REPLY", ics() + ics()),
        ("REPLY", ics().replace("UID:one@okafor.example\n", "")),
        ("REPLY", ics(more="UID:two@okafor.example\n")),
        ("REPLY", ics(more="RECURRENCE-ID:20270308T100000Z\n")),
        ("REPLY", ics().replace("SEQUENCE:2", "SEQUENCE:two")),
        ("REPLY", ics(more="ATTENDEE:mailto:a@b.example\n" * 200)),
        ("REPLY", ics().replace("VEVENT", "VTODO")),
    ],
)
def test_what_is_no_answer(method: str, text: str) -> None:
    assert itip.read(method, text) is None


HOSTILE = {
    "a megabyte of nothing": "A" * 1_000_000,
    "a megabyte in one line": ics(more=f"COMMENT:{'x' * 1_000_000}\n"),
    "a megabyte of folds": ics(more="COMMENT:x" + "\n " * 400_000 + "\n"),
    "nested without end": "BEGIN:VEVENT\n" * 14_000,
    "nested and closed": "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 7_000 + "END:VEVENT\n" * 7_000 + "END:VCALENDAR\n",
    "entries by the thousand": "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nUID:a\nEND:VEVENT\n" * 5_000 + "END:VCALENDAR\n",
    "alarms by the thousand": ics(more="BEGIN:VALARM\nTRIGGER:-PT1M\nEND:VALARM\n" * 4_000),
    "parameters by the thousand": ics(more=f"ATTENDEE{';X-A=1' * 600}:mailto:a@b.example\n"),
    "quotes": ics(more="ATTENDEE;CN=" + '"' * 3_900 + ":mailto:a@b.example\n"),
    "a rule of seconds": ics(more="RRULE:FREQ=SECONDLY\n" * 4_000),
    "ends first": "END:VEVENT\n" * 10_000 + ics(),
    "no end": ics().partition("END:")[0],
    "the year 99999": ics(start=":999990308T100000Z"),
    "a number that is too large": ics().replace("SEQUENCE:2", "SEQUENCE:" + "9" * 3_900),
    "nothing readable": "\x00\x01\ud7ff" * 60_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_ones_take_no_time_and_raise_nothing(name: str) -> None:
    for method in ("REPLY", "COUNTER"):
        began = time.process_time()
        itip.read(method, HOSTILE[name])
        assert time.process_time() - began < 0.5


def test_a_zone_of_its_own_is_not_learnt() -> None:
    """The parser keeps zones that it has seen for everything that it reads later."""
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Evil/Zone\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+1300\n"
        "TZOFFSETTO:+1300\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    text = ics("COUNTER", ";TZID=Evil/Zone:20270308T100000").replace("BEGIN:VEVENT", f"{zone}BEGIN:VEVENT", 1)
    found = itip.read("COUNTER", text)
    assert found is not None
    assert (found.start, tzp.timezone("Evil/Zone")) == (None, None)


def test_the_method_is_that_of_the_part() -> None:
    """A file, a part without a method, and one in a mail that was forwarded, answer nothing."""

    def mail(kind: str) -> bytes:
        return f"From: ana@example.org\r\nContent-Type: {kind}\r\n\r\n{ics()}".encode()

    assert parse(mail("text/calendar; method=REPLY")).itip is not None
    assert parse(mail('text/calendar; charset=utf-8; METHOD="reply"')).itip is not None
    for kind in ("text/calendar", "application/ics; method=REPLY", "text/calendar; method=REQUEST", "text/plain"):
        assert parse(mail(kind)).itip is None
    inner = mail("text/calendar; method=REPLY").decode()
    forwarded = f"From: eve@example.org\r\nContent-Type: message/rfc822\r\n\r\n{inner}"
    assert parse(forwarded.encode()).itip is None
