"""A session as an invitation for a calendar program: iTIP (RFC 5546) in iCalendar (RFC 5545), carried as RFC 6047 says.

The organizer is the address that our mails come from, so that program and mail agree on who asks, and so that a coach
can be invited like everybody else; where mail comes in, it is an address at which the program's answer comes in, too
(`sessions/mail_in.py`). Only its reader is an attendee: members of a group don't learn each other's addresses. Whoever
has booked has accepted by that.
"""

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox.mail_in import addresses
from opencoach.outbox.ports import Calendar
from opencoach.outbox.transports.email.address import split
from opencoach.people.models import Membership
from opencoach.sessions import entry
from opencoach.sessions.mails.readers import Letter
from opencoach.sessions.models import CoachingSession

PLACE = "session"  # the kind of the addresses at which answers come in
HALF = 6  # bytes of each of the two ids in one


def invitation(letter: Letter, *, sender: str, accepted: bool, method: str = "") -> Calendar:
    """REQUEST for what is going to happen, CANCEL for what isn't; PUBLISH, if asked for, for a file that one takes
    oneself (it has no attendee). `sender` is the name that the mail comes from."""
    method = method or ("REQUEST" if letter.session.is_ahead else "CANCEL")
    event = event_for(letter, alarms=letter.session.is_ahead)
    event.add("ORGANIZER", _organizer(letter, sender))
    if method != "PUBLISH":
        event.add("ATTENDEE", _attendee(letter, accepted=accepted))
    return _calendar(method, event)


def no_to_counter(letter: Letter, *, sender: str) -> Calendar:
    """DECLINECOUNTER: the time that the reader proposed isn't taken (RFC 5546, 3.2.8)."""
    event = icalendar.Event()
    event.add("UID", entry.uid(letter.session))
    event.add("SEQUENCE", letter.session.sequence)
    event.add("DTSTAMP", timezone.now())
    event.add("ORGANIZER", _organizer(letter, sender))
    event.add("ATTENDEE", _attendee(letter, accepted=True))
    return _calendar("DECLINECOUNTER", event)


def _calendar(method: str, event: icalendar.Event) -> Calendar:
    made = icalendar.Calendar()
    made.add("PRODID", "-//OpenCoach//OpenCoach//EN")
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method)
    made.add_component(event)
    return Calendar(method, made.to_ical().decode())


def answers_to(session: CoachingSession, reader: Membership) -> str:
    """Where a calendar program's answer comes in: our sender's own address if that is such a place, else one that
    names session and reader, always the same; "" where no mail comes in."""
    own = split(settings.DEFAULT_FROM_EMAIL)[1]
    if addresses.is_ours(own) and not addresses.has_token(own):
        return own
    return addresses.address(PLACE, session.pk.to_bytes(HALF, "big") + reader.person_id.to_bytes(HALF, "big"))


def _organizer(letter: Letter, sender: str) -> icalendar.vCalAddress:
    where = answers_to(letter.session, letter.reader) or split(settings.DEFAULT_FROM_EMAIL)[1]
    made = icalendar.vCalAddress(f"mailto:{where}")
    made.params["CN"] = icalendar.vText(sender)
    return made


def event_for(letter: Letter, *, alarms: bool) -> icalendar.Event:
    """The entry as its reader sees it: with whom, when and where, never what it is about."""
    summary = _("Coaching session with %(name)s") % {"name": letter.name}
    return entry.event(letter.session, summary=summary, url=address(letter.session), alarms=alarms)


def address(session: CoachingSession) -> str:
    """The page of the session, for those who sign in."""
    return settings.PUBLIC_URL + reverse("sessions:session", args=[session.practice.slug, session.public_id])


def room_address(session: CoachingSession) -> str:
    """Where it happens, for those who sign in; "" for a session that happens elsewhere."""
    if not session.has_room:
        return ""
    return settings.PUBLIC_URL + reverse("rooms:room", args=[session.practice.slug, session.public_id])


def _attendee(letter: Letter, *, accepted: bool) -> icalendar.vCalAddress:
    made = icalendar.vCalAddress(f"mailto:{letter.reader.person.email}")
    made.params["CN"] = icalendar.vText(letter.reader.display_name)
    made.params["CUTYPE"] = icalendar.vText("INDIVIDUAL")
    made.params["ROLE"] = icalendar.vText("REQ-PARTICIPANT")
    made.params["PARTSTAT"] = icalendar.vText("ACCEPTED" if accepted else "NEEDS-ACTION")
    # nobody waits for an answer, since it is booked; but one that comes in is heard
    made.params["RSVP"] = icalendar.vText("TRUE" if addresses.are_on() else "FALSE")
    return made
