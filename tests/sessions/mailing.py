"""Sessions' mails as tests read them: what waits, what goes out, and the calendar entries in it."""

import datetime as dt
import email
import email.policy
from email.message import EmailMessage

import icalendar
from django.utils import timezone

from opencoach.outbox import ports
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.models import Delivery
from opencoach.outbox.transports.email import mime
from opencoach.outbox.transports.email.letter import write
from opencoach.people.models import Membership
from opencoach.sessions.mails.news import KINDS

State = Delivery.State


def waiting(reader: Membership) -> list[str]:
    """The kinds of news that wait for somebody."""
    rows = Delivery.objects.filter(person=reader.person, kind__in=KINDS, state=State.WAITING)
    return [row.kind.removeprefix("session_") for row in rows.order_by("pk")]


def deliver(kind: str = "", **filters: object) -> list[EmailMessage]:
    """Let everything that waits go out, as the worker does: asked whether it is due, written, marked."""
    rows = Delivery.objects.filter(state=State.WAITING, **filters).select_related("person", "practice", "engagement")
    mails = []
    for row in rows.filter(kind__in=[kind] if kind else KINDS).order_by("due_at", "pk"):
        made = ports.kinds[row.kind]
        if reason := made.still_due(row):
            Delivery.objects.filter(pk=row.pk).update(state=State.SKIPPED, reason=reason)
            continue
        raw = mime.build(write(row, made.render(row)))
        message = email.message_from_bytes(raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        assert message.defects == []
        mails.append(message)
        Delivery.objects.filter(pk=row.pk).update(state=State.SENT, finished_at=timezone.now())
    return mails


def to(mails: list[EmailMessage], reader: Membership) -> EmailMessage:
    """The one mail for somebody."""
    [found] = [mail for mail in mails if mail["To"] == reader.person.email]
    return found


def text(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def calendar_of(mail: EmailMessage) -> icalendar.Calendar:
    """The calendar of a mail, held to RFC 5545, 5546 and 6047: alternative part and file are the same."""
    assert mail.get_content_type() == "multipart/mixed"
    ways, file = mail.iter_parts()
    assert ways.get_content_type() == "multipart/alternative"
    [part] = [one for one in ways.iter_parts() if one.get_content_type() == "text/calendar"]
    raw = part.get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert (file.get_content_type(), file.get_filename(), file.get_payload(decode=True)) == (
        "application/ics", "invitation.ics", raw,
    )  # fmt: skip
    assert part.get_content_charset() == "utf-8"
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    found = icalendar.Calendar.from_ical(raw)
    assert isinstance(found, icalendar.Calendar)
    assert (found["VERSION"], found["METHOD"], bool(found["PRODID"])) == ("2.0", part.get_param("method"), True)
    check_entry(found)
    return found


def check_entry(calendar: icalendar.Calendar) -> None:
    [event] = calendar.walk("VEVENT")
    for name in ("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "ORGANIZER", "ATTENDEE"):
        assert name in event, name
    assert all(event[name].dt.tzinfo is not None for name in ("DTSTART", "DTEND", "DTSTAMP"))
    assert b"DTSTART:2" in calendar.to_ical()  # in UTC, so no VTIMEZONE is needed
    assert event["DTSTART"].dt.utcoffset() == dt.timedelta()
    assert str(event["ORGANIZER"]).startswith("mailto:")
    assert str(event["ATTENDEE"]).startswith("mailto:")
    assert event["ATTENDEE"].params["RSVP"] == ("TRUE" if addresses.are_on() else "FALSE")
    alarms = event.walk("VALARM")
    assert len(alarms) == (0 if calendar["METHOD"] == "CANCEL" else 1)
    for alarm in alarms:
        assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", dt.timedelta(minutes=-15))


def entry_of(mail: EmailMessage) -> icalendar.Event:
    [event] = calendar_of(mail).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event
