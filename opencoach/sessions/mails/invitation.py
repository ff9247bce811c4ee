"""A session as an invitation for a calendar program: iTIP (RFC 5546) in iCalendar (RFC 5545), carried as RFC 6047 says.

The organizer is the address that our mails come from, so that program and mail agree on who asks, and so that a coach
can be invited like everybody else. Only its reader is an attendee: members of a group don't learn each other's
addresses. Whoever has booked has accepted by that.
"""

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.outbox.ports import Calendar
from opencoach.outbox.transports.email.address import split
from opencoach.sessions import entry
from opencoach.sessions.mails.readers import Letter
from opencoach.sessions.models import CoachingSession


def invitation(letter: Letter, *, sender: str, accepted: bool, method: str = "") -> Calendar:
    """REQUEST for what is going to happen, CANCEL for what isn't; PUBLISH, if asked for, for a file that one takes
    oneself (it has no attendee). `sender` is the name that the mail comes from."""
    method = method or ("REQUEST" if letter.session.is_ahead else "CANCEL")
    made = icalendar.Calendar()
    made.add("PRODID", "-//OpenCoach//OpenCoach//EN")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method)
    event = event_for(letter, alarms=letter.session.is_ahead)
    organizer = icalendar.vCalAddress(f"mailto:{split(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = icalendar.vText(sender)
    event.add("ORGANIZER", organizer)
    if method != "PUBLISH":
        event.add("ATTENDEE", _attendee(letter, accepted=accepted))
    made.add_component(event)
    return Calendar(method, made.to_ical().decode())


def event_for(letter: Letter, *, alarms: bool) -> icalendar.Event:
    """The entry as its reader sees it: with whom, when and where, never what it is about."""
    summary = _("Coaching session with %(name)s") % {"name": letter.name}
    return entry.event(letter.session, summary=summary, url=address(letter.session), alarms=alarms)


def address(session: CoachingSession) -> str:
    """The page of the session, for those who sign in."""
    return settings.PUBLIC_URL + reverse("sessions:session", args=[session.practice.slug, session.public_id])


def _attendee(letter: Letter, *, accepted: bool) -> icalendar.vCalAddress:
    made = icalendar.vCalAddress(f"mailto:{letter.reader.person.email}")
    made.params["CN"] = icalendar.vText(letter.reader.display_name)
    made.params["CUTYPE"] = icalendar.vText("INDIVIDUAL")
    made.params["ROLE"] = icalendar.vText("REQ-PARTICIPANT")
    made.params["PARTSTAT"] = icalendar.vText("ACCEPTED" if accepted else "NEEDS-ACTION")
    made.params["RSVP"] = icalendar.vText("FALSE")  # nobody waits for an answer: it is booked
    return made
