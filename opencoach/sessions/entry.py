"""A session as an entry of a calendar (RFC 5545)."""

import datetime as dt
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

from opencoach.sessions.models import CoachingSession

Status = CoachingSession.Status
ALARM = dt.timedelta(minutes=15)  # so long before a calendar program says it
STATUS = {Status.REQUESTED: "TENTATIVE", Status.CANCELLED: "CANCELLED", Status.DECLINED: "CANCELLED"}


def uid(session: CoachingSession) -> str:
    """The same for invitations and feeds."""
    return f"{session.public_id}@{urlsplit(settings.PUBLIC_URL).hostname}"


def event(session: CoachingSession, *, summary: str, url: str = "", alarms: bool = False) -> icalendar.Event:
    """The entry, times in UTC; DTSTAMP is that of its last step. `alarms`: with what rings before it begins."""
    made = icalendar.Event()
    made.add("UID", uid(session))
    made.add("SEQUENCE", session.sequence)
    made.add("STATUS", STATUS.get(Status(session.status), "CONFIRMED"))
    last = max(session.steps.all(), key=lambda step: step.pk, default=None)
    made.add("DTSTAMP", last.at if last else session.created_at)
    made.add("DTSTART", session.starts_at)
    made.add("DTEND", session.ends_at)
    made.add("SUMMARY", summary)
    if session.place:
        made.add("LOCATION", session.place)
    if url:
        made.add("URL", url)
    if alarms:
        made.add_component(_alarm(summary))
    return made


def _alarm(summary: str) -> icalendar.Alarm:
    made = icalendar.Alarm()
    made.add("ACTION", "DISPLAY")
    made.add("DESCRIPTION", summary)
    made.add("TRIGGER", -ALARM)
    return made
