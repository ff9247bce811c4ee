"""Answers to an invitation as the calendar programs that people use send them: their headers, parts and encodings."""

import base64
import datetime as dt
import quopri
from dataclasses import dataclass, replace
from email.utils import format_datetime

UTC = dt.UTC
LF = "\n"


@dataclass(frozen=True)
class Answer:
    """What is answered, to which invitation. `start`: when the session is, or is to be in a COUNTER."""

    uid: str
    to: str
    start: dt.datetime
    answer: str = "ACCEPTED"
    method: str = "REPLY"
    sequence: int = 0
    sender: str = "ana@example.org"
    attendee: str = ""
    comment: str = ""
    stamp: dt.datetime = dt.datetime(2027, 3, 1, 10, 5, tzinfo=UTC)

    @property
    def who(self) -> str:
        return self.attendee or self.sender

    @property
    def end(self) -> dt.datetime:
        return self.start + dt.timedelta(hours=1)

    def but(self, **fields: object) -> "Answer":
        return replace(self, **fields)  # type: ignore[arg-type]


def utc(moment: dt.datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def local(moment: dt.datetime) -> str:
    """On the clock in Singapore, where Ana is."""
    return (moment.astimezone(UTC) + dt.timedelta(hours=8)).strftime("%Y%m%dT%H%M%S")


def mail(lines: list[str], *parts: str) -> bytes:
    return (LF.join(lines) + LF + LF + "".join(parts)).replace("\n", "\r\n").encode()


def in_base64(text: str) -> str:
    return base64.encodebytes(text.replace("\n", "\r\n").encode()).decode()


def google(one: Answer) -> bytes:
    """Google Calendar, whatever the answer was given in: says that a machine sent it."""
    comment = f';X-RESPONSE-COMMENT="{one.comment}"' if one.comment else ""
    ics = f"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{one.method}
BEGIN:VEVENT
DTSTART:{utc(one.start)}
DTEND:{utc(one.end)}
DTSTAMP:{utc(one.stamp)}
ORGANIZER;CN=Miriam Okafor via Okafor Coaching:mailto:{one.to}
UID:{one.uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={one.answer};CN={one.who}
 ;X-NUM-GUESTS=0{comment}:mailto:{one.who}
CREATED:20270201T101200Z
DESCRIPTION:
LAST-MODIFIED:{utc(one.stamp)}
LOCATION:
SEQUENCE:{one.sequence}
STATUS:CONFIRMED
SUMMARY:Coaching session with Miriam Okafor
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
    head = [
        f"Reply-To: Ana <{one.sender}>",
        "Sender: Google Calendar <calendar-notification@google.com>",
        "Auto-Submitted: auto-generated",
        f"Message-ID: <calendar-{one.answer.lower()}-{one.sequence}-{utc(one.stamp)}@google.com>",
        f"Date: {format_datetime(one.stamp)}",
        "Subject: Accepted: Coaching session with Miriam Okafor @ Mon Mar 8, 2027 6pm - 7pm (+08)",
        f"From: Ana <{one.sender}>",
        f"To: {one.to}",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="000000000000aa01"',
    ]
    return mail(
        head,
        '--000000000000aa01\nContent-Type: multipart/alternative; boundary="000000000000aa02"\n\n',
        '--000000000000aa02\nContent-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes\n',
        "Content-Transfer-Encoding: base64\n\n",
        in_base64("Ana has accepted this invitation.\n\nCoaching session with Miriam Okafor\n"),
        '\n--000000000000aa02\nContent-Type: text/html; charset="UTF-8"\n',
        "Content-Transfer-Encoding: quoted-printable\n\n",
        "<html><body><p>Ana has accepted this invitation.</p></body></html>\n",
        f'--000000000000aa02\nContent-Type: text/calendar; charset="UTF-8"; method={one.method}\n',
        f"Content-Transfer-Encoding: 7bit\n\n{ics}\n--000000000000aa02--\n",
        '--000000000000aa01\nContent-Type: application/ics; name="invite.ics"\n',
        'Content-Disposition: attachment; filename="invite.ics"\nContent-Transfer-Encoding: base64\n\n',
        f"{in_base64(ics)}\n--000000000000aa01--\n",
    )


def outlook(one: Answer) -> bytes:
    """Outlook on an Exchange server: its own zones, everything in one alternative."""
    said = one.comment.replace(",", "\\,") + "\\n"
    ics = f"""BEGIN:VCALENDAR
METHOD:{one.method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Singapore Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T000000
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ORGANIZER;CN=Miriam Okafor via Okafor Coaching:mailto:{one.to}
ATTENDEE;PARTSTAT={one.answer};CN=Ana Kovačević:MAILTO:{one.who.upper()}
COMMENT;LANGUAGE=en-US:{said}
UID:{one.uid.upper()}
SUMMARY;LANGUAGE=en-US:Declined: Coaching session with Miriam Okafor
DTSTART;TZID=Singapore Standard Time:{local(one.start)}
DTEND;TZID=Singapore Standard Time:{local(one.end)}
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:{utc(one.stamp)}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{one.sequence}
LOCATION;LANGUAGE=en-US:
X-MICROSOFT-CDO-APPT-SEQUENCE:{one.sequence}
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY
X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
X-MICROSOFT-CDO-IMPORTANCE:1
X-MICROSOFT-CDO-INSTTYPE:0
X-MICROSOFT-DISALLOW-COUNTER:FALSE
END:VEVENT
END:VCALENDAR
"""
    head = [
        f'From: "Ana Kovacevic" <{one.sender}>',
        f'To: "Miriam Okafor via Okafor Coaching" <{one.to}>',
        "Subject: Declined: Coaching session with Miriam Okafor",
        "Thread-Topic: Coaching session with Miriam Okafor",
        "Thread-Index: AQHbIyQ2U4cXk0mJ4Uq1xg==",
        f"Date: {format_datetime(one.stamp)}",
        f"Message-ID: <DB9PR02MB{utc(one.stamp)}{one.sequence}@DB9PR02MB1.eurprd02.prod.outlook.com>",
        "Accept-Language: en-US",
        "Content-Language: en-US",
        "X-MS-Has-Attach:",
        "X-MS-Exchange-Organization-SCL: -1",
        'Content-Type: multipart/alternative; boundary="_002_DB9PR02MB1_"',
        "MIME-Version: 1.0",
    ]
    body = quopri.encodestring((one.comment + "\n").encode("iso-8859-1", "replace")).decode()
    return mail(
        head,
        '--_002_DB9PR02MB1_\nContent-Type: text/plain; charset="iso-8859-1"\n',
        f"Content-Transfer-Encoding: quoted-printable\n\n{body}\n",
        '--_002_DB9PR02MB1_\nContent-Type: text/html; charset="iso-8859-1"\n',
        f"Content-Transfer-Encoding: quoted-printable\n\n<html><body><div>{body}</div></body></html>\n",
        f'--_002_DB9PR02MB1_\nContent-Type: text/calendar; charset="utf-8"; method={one.method}\n',
        f"Content-Transfer-Encoding: base64\n\n{in_base64(ics)}\n--_002_DB9PR02MB1_--\n",
    )


def apple(one: Answer) -> bytes:
    """Calendar on a Mac, through Mail: the entry is an attachment."""
    ics = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Apple Inc.//macOS 15.1//EN
CALSCALE:GREGORIAN
METHOD:{one.method}
BEGIN:VEVENT
CREATED:20270201T101200Z
UID:{one.uid}
DTEND;TZID=Asia/Singapore:{local(one.end)}
ATTENDEE;CN="Ana Kovačević";CUTYPE=INDIVIDUAL;EMAIL="{one.who}";PARTSTAT={one.answer}
 ;ROLE=REQ-PARTICIPANT:mailto:{one.who}
SUMMARY:Coaching session with Miriam Okafor
LAST-MODIFIED:{utc(one.stamp)}
DTSTAMP:{utc(one.stamp)}
ORGANIZER;CN="Miriam Okafor via Okafor Coaching":mailto:{one.to}
DTSTART;TZID=Asia/Singapore:{local(one.start)}
SEQUENCE:{one.sequence}
BEGIN:VALARM
X-WR-ALARMUID:5C4A0F2E-1C7B-4C46-8D2B-6A5F6D3A9C11
UID:5C4A0F2E-1C7B-4C46-8D2B-6A5F6D3A9C11
TRIGGER:-PT15M
ACTION:DISPLAY
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
END:VCALENDAR
"""
    head = [
        f"From: =?utf-8?B?QW5hIEtvdmHEjWV2acSH?= <{one.sender}>",
        "Content-Type: multipart/mixed;",
        ' boundary="Apple-Mail=_4F0C2A11-7A52-4B35-9D3E-0C1B4B2E77AA"',
        "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3826.200.121\\))",
        "Subject: =?utf-8?Q?Ana_Kova=C4=8Devi=C4=87_accepted_the_invitation?=",
        f"Message-Id: <{one.answer}-{one.sequence}-{utc(one.stamp)}@example.org>",
        f"Date: {format_datetime(one.stamp)}",
        f"To: {one.to}",
    ]
    edge = "--Apple-Mail=_4F0C2A11-7A52-4B35-9D3E-0C1B4B2E77AA"
    return mail(
        head,
        f"{edge}\nContent-Transfer-Encoding: 7bit\nContent-Type: text/plain;\n\tcharset=us-ascii\n\n",
        "Ana has accepted the invitation to this event: Coaching session with Miriam Okafor\n\n",
        f"{edge}\nContent-Disposition: attachment;\n\tfilename=iCal-20270301-100500.ics\n",
        f'Content-Type: text/calendar;\n\tmethod={one.method};\n\tname="iCal-20270301-100500.ics";\n\tcharset=utf-8\n',
        f"Content-Transfer-Encoding: quoted-printable\n\n{quopri.encodestring(ics.encode()).decode()}\n{edge}--\n",
    )


def thunderbird(one: Answer) -> bytes:
    """Thunderbird: the method in quotes, lines folded, the same again as a file."""
    comment = f"COMMENT:{one.comment}\n" if one.comment else ""
    ics = f"""BEGIN:VCALENDAR
PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN
VERSION:2.0
METHOD:{one.method}
BEGIN:VEVENT
CREATED:20270201T101200Z
LAST-MODIFIED:{utc(one.stamp)}
DTSTAMP:{utc(one.stamp)}
UID:{one.uid[:20]}
 {one.uid[20:]}
SUMMARY:Coaching session with Miriam Okafor
STATUS:CONFIRMED
ORGANIZER;CN=Miriam Okafor via Okafor Coaching:mailto:{one.to[:20]}
 {one.to[20:]}
ATTENDEE;CN=Ana Kovačević;PARTSTAT={one.answer};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;R
 SVP=TRUE:mailto:{one.who}
DTSTART:{utc(one.start)}
DTEND:{utc(one.end)}
SEQUENCE:{one.sequence}
TRANSP:OPAQUE
{comment}X-MOZ-RECEIVED-SEQUENCE:{one.sequence}
X-MOZ-RECEIVED-DTSTAMP:20270201T101200Z
END:VEVENT
END:VCALENDAR
"""
    head = [
        f"Message-ID: <b1c2-{one.answer}-{one.sequence}-{utc(one.stamp)}@example.org>",
        f"Date: {format_datetime(one.stamp)}",
        "MIME-Version: 1.0",
        "User-Agent: Mozilla Thunderbird",
        f"From: =?UTF-8?B?QW5hIEtvdmHEjWV2acSH?= <{one.sender}>",
        f"To: {one.to}",
        "Subject: Event Invitation Reply: Coaching session with Miriam Okafor",
        'Content-Type: multipart/mixed; boundary="------------0sUq0y1xw6Qd8vV0o8m0Vd0P"',
    ]
    outer, inner = "--------------0sUq0y1xw6Qd8vV0o8m0Vd0P", "--------------b7Fq0y1xw6Qd8vV0o8m0Vd0P"
    return mail(
        head,
        f'{outer}\nContent-Type: multipart/alternative; boundary="{inner[2:]}"\n\n',
        f"{inner}\nContent-Type: text/plain; charset=UTF-8; format=flowed\nContent-Transfer-Encoding: base64\n\n",
        in_base64("Ana Kovačević <ana@example.org> has accepted your event invitation.\n"),
        f'\n{inner}\nContent-Type: text/calendar; charset=UTF-8; method="{one.method.lower()}"\n',
        f"Content-Transfer-Encoding: base64\n\n{in_base64(ics)}\n{inner}--\n",
        f'{outer}\nContent-Type: application/ics; name="invite.ics"\n',
        'Content-Disposition: attachment; filename="invite.ics"\nContent-Transfer-Encoding: base64\n\n',
        f"{in_base64(ics)}\n{outer}--\n",
    )


PROGRAMS = {"google": google, "outlook": outlook, "apple": apple, "thunderbird": thunderbird}
