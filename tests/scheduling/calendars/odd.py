"""Calendars that nobody should send: of every kind that hurt a program once, and anything between. By number."""

import random
from collections.abc import Callable

from tests.scheduling.calendars.making import calendar, event

START = "DTSTART;TZID=Europe/Berlin:20270301T090000\nDURATION:PT1H"
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WINDOWS = ("W. Europe Standard Time", "Pacific Standard Time", "India Standard Time", "Customized Time Zone", "")
PARTS = (
    "BYDAY=MO,TU", "BYDAY=5MO,-5SU", "BYMONTHDAY=31", "BYMONTH=2", "BYHOUR=0,1,2,3", "BYMINUTE=0,1,2", "BYSETPOS=-1",
    "BYYEARDAY=366", "BYWEEKNO=53", "COUNT=999999999", "COUNT=0", "INTERVAL=0", "INTERVAL=99999999", "WKST=SU",
    "UNTIL=99991231T235959Z", "UNTIL=00010101", "BYEASTER=0", "RSCALE=HEBREW", "SKIP=FORWARD", "FREQ=DAILY", "=", "X",
)  # fmt: skip
DATES = ("00010101", "99991231T235959Z", "00000000T000000", "20270229", "20270301T240000", "20270301T0900", "-1", "")


def rules(dice: random.Random) -> bytes:
    found = []
    for number in range(dice.randrange(1, 30)):
        parts = [f"FREQ={dice.choice(FREQUENCIES)}", *dice.sample(PARTS, dice.randrange(4))]
        found.append(event(f"{START}\nRRULE:{';'.join(parts)}", uid=str(number)))
    return calendar(*found)


def without_end(dice: random.Random) -> bytes:
    """Rules that begin long ago, end never, and fit nothing, or everything."""
    since = dice.choice(("19000101T090000", "00010101T090000", "20270101T000000"))
    rule = dice.choice(("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=HOURLY", "FREQ=DAILY", "FREQ=YEARLY;BYYEARDAY=366"))
    times = dice.choice((1, 60, 400))
    return calendar(*(event(f"DTSTART:{since}\nDURATION:PT30M\nRRULE:{rule}", uid=str(one)) for one in range(times)))


def large(dice: random.Random) -> bytes:
    """Five megabytes, of one kind."""
    kind = dice.randrange(6)
    if kind == 0:
        return calendar(event(f"{START}\nDESCRIPTION:{'word ' * 1_000_000}"))
    if kind == 1:
        return calendar(*(event(START.replace("2027", "2019"), uid=str(one)) for one in range(30_000)))
    if kind == 2:
        return calendar(*(event(START, uid=str(one)) for one in range(30_000)))
    if kind == 3:
        return calendar(event(f"{START}\nRRULE:FREQ=DAILY\n" + "\n".join(
            f"EXDATE:{20270101 + one % 28}T{one % 24:02}0000Z" for one in range(200_000)
        )))  # fmt: skip
    if kind == 4:
        return b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 300_000
    return calendar(event(f"{START}\nDESCRIPTION:a" + "\n b" * 1_200_000))


def zones(dice: random.Random) -> bytes:
    named = dice.choice(WINDOWS)
    rule = dice.choice(("FREQ=SECONDLY", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=DAILY", "FREQ=YEARLY;UNTIL=1"))
    part = ["BEGIN:STANDARD", "DTSTART:19700101T000000", f"TZOFFSETFROM:{dice.choice(('+0100', '+9999', 'x', ''))}"]
    part += [f"TZOFFSETTO:{dice.choice(('+0200', '-0000', '+240000'))}", f"RRULE:{rule}", "END:STANDARD"]
    block = "\r\n".join(["BEGIN:VTIMEZONE", f"TZID:{named}", *part * dice.choice((1, 2, 500)), "END:VTIMEZONE"])
    return calendar(
        block, *(event(f"DTSTART;TZID={named}:20270301T{hour:02}0000\nDURATION:PT1H") for hour in range(20))
    )


def exceptions(dice: random.Random) -> bytes:
    """Exceptions to all from one on, to themselves, to what never was; a thousand to one series."""
    found = [event(f"{START}\nRRULE:FREQ=DAILY")]
    for _number in range(dice.choice((1, 10, 1000))):
        reach = dice.choice((";RANGE=THISANDFUTURE", ";RANGE=THISANDPRIOR", "", ";VALUE=DATE"))
        day = 20270301 + dice.randrange(40)
        found.append(
            event(f"RECURRENCE-ID{reach}:{day}T080000Z\n{START}\nTRANSP:{dice.choice(('OPAQUE', 'TRANSPARENT'))}")
        )
    return calendar(*found)


def times(dice: random.Random) -> bytes:
    lines = []
    for name in ("DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID", "DURATION"):
        if dice.random() < 0.6:
            lines.append(f"{name}{dice.choice(('', ';VALUE=DATE', ';TZID=Nowhere', ';TZID='))}:{dice.choice(DATES)}")
    return calendar(event("\n".join(lines) or "X:Y"), event(START, uid="two"))


def all_day(dice: random.Random) -> bytes:
    lines = (
        f"DTSTART;VALUE=DATE:202703{dice.randrange(1, 32):02}\nTRANSP:{dice.choice(('OPAQUE', 'TRANSPARENT', 'odd'))}"
    )
    return calendar(event(f"{lines}\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"), event(START, uid="two"))


def broken(dice: random.Random) -> bytes:
    """Something sensible, with lines cut, doubled, folded wrongly, and bytes that are none of a text."""
    content = bytearray(dice.choice(SENSIBLE)(dice)[:50_000])
    for _number in range(dice.randrange(1, 40)):
        place = dice.randrange(len(content))
        kind = dice.randrange(4)
        if kind == 0:
            del content[place : place + dice.randrange(40)]
        elif kind == 1:
            content[place:place] = dice.choice((b"\r\n ", b"\n", b"\r", b"\n\t\n", b'"', b"\x00\xff\xfe"))
        elif kind == 2:
            content[place:place] = content[place : place + dice.randrange(300)]
        else:
            content[place : place + 1] = bytes([dice.randrange(256)])
    return bytes(content)


SENSIBLE: tuple[Callable[[random.Random], bytes], ...] = (rules, zones, exceptions, times, all_day)
KINDS: tuple[Callable[[random.Random], bytes], ...] = (
    rules, without_end, large, zones, exceptions, times, all_day, broken, broken, broken,
)  # fmt: skip


def odd(number: int) -> bytes:
    return KINDS[number % len(KINDS)](random.Random(number))
