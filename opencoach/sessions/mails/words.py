"""What the mails about a session say. In the language, zone and clock of the reader (`readers.as_read_by`)."""

import datetime as dt
import zoneinfo
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.lib import moments
from opencoach.sessions import policy
from opencoach.sessions.mails import merging
from opencoach.sessions.mails.readers import Letter
from opencoach.sessions.queries.allotment import allotment

HEADS = {
    merging.ASKED: gettext_lazy("Asked for"),
    merging.BOOKED: gettext_lazy("Booked"),
    merging.CONFIRMED: gettext_lazy("Confirmed"),
    merging.DECLINED: gettext_lazy("Declined"),
    merging.MOVED: gettext_lazy("Moved"),
    merging.CANCELLED: gettext_lazy("Cancelled"),
    merging.REINSTATED: gettext_lazy("Booked again"),
}
# By what happened: to the client who did it, to a client for whom it was done, to the coach for whom a client did it,
# and to the coach otherwise.
SAID = {
    merging.ASKED: (
        gettext_lazy("You have asked %(name)s for this time. It is kept free until there is an answer."),
        gettext_lazy("This time is asked for. It is kept free until %(name)s says yes or no."),
        gettext_lazy("%(name)s asks for this time. It is kept free until you answer."),
        gettext_lazy("A session with %(name)s is asked for. The time is kept free until you answer."),
    ),
    merging.BOOKED: (
        gettext_lazy("Your session with %(name)s is booked."),
        gettext_lazy("A session with %(name)s is booked for you."),
        gettext_lazy("%(name)s has booked a session with you."),
        gettext_lazy("A session with %(name)s is booked."),
    ),
    merging.CONFIRMED: (
        gettext_lazy("%(name)s has said yes: your session is booked."),
        gettext_lazy("%(name)s has said yes: your session is booked."),
        gettext_lazy("The session with %(name)s is booked."),
        gettext_lazy("The session with %(name)s is booked."),
    ),
    merging.DECLINED: (
        gettext_lazy("%(name)s can’t take this time. Nothing is taken from your sessions."),
        gettext_lazy("%(name)s can’t take this time. Nothing is taken from your sessions."),
        gettext_lazy("The session that %(name)s asked for is declined."),
        gettext_lazy("The session that %(name)s asked for is declined."),
    ),
    merging.MOVED: (
        gettext_lazy("You have moved your session with %(name)s."),
        gettext_lazy("Your session with %(name)s has been moved."),
        gettext_lazy("%(name)s has moved your session."),
        gettext_lazy("Your session with %(name)s has been moved."),
    ),
    merging.CANCELLED: (
        gettext_lazy("You have cancelled your session with %(name)s."),
        gettext_lazy("Your session with %(name)s has been cancelled."),
        gettext_lazy("%(name)s has cancelled your session."),
        gettext_lazy("Your session with %(name)s has been cancelled."),
    ),
    merging.REINSTATED: (
        gettext_lazy("Your session with %(name)s takes place after all."),
        gettext_lazy("Your session with %(name)s takes place after all."),
        gettext_lazy("Your session with %(name)s takes place after all."),
        gettext_lazy("Your session with %(name)s takes place after all."),
    ),
}


@dataclass(frozen=True, slots=True)
class Doing:
    """What happened (one of `merging.WHAT`), and whose doing it was: the reader's own, or that of a client."""

    what: str
    own: bool = False
    by_client: bool = False
    by_zone: bool = False  # nobody's: the rules of the clocks have changed


def short(letter: Letter) -> str:
    """When it begins: "Tuesday 2 March, 18:00"."""
    start = timezone.localtime(letter.session.starts_at)
    return f"{formats.date_format(start, 'l j F')}, {moments.clock(start)}"


def subject(letter: Letter, what: str) -> str:
    """ "Moved: Tuesday 2 March, 18:00, with Miriam Okafor"."""
    words = {"what": HEADS[what], "when": short(letter), "name": letter.name}
    return _("%(what)s: %(when)s, with %(name)s") % words


def said(letter: Letter, doing: Doing) -> str:
    """What happened, in a sentence."""
    names = {"name": letter.name}
    if doing.by_zone:
        rules = _("The rules of the clocks in %(town)s have changed. By the clock there, the session stays as it was.")
        return rules % {"town": town(letter.session.zone)}
    if doing.what == merging.MOVED and letter.session.status == letter.session.Status.REQUESTED:
        if letter.reader.is_client:
            return _("You have asked for another time. It is kept free until %(name)s says yes or no.") % names
        return _("%(name)s asks for another time. It is kept free until you answer.") % names
    mine, for_client, from_client, other = SAID[doing.what]
    if letter.reader.is_client:
        return str(mine if doing.own else for_client) % names
    return str(from_client if doing.by_client else other) % names


def whole(start: dt.datetime, end: dt.datetime, zone: str) -> str:
    """From when until when on the clock of a zone: "Tuesday 2 March 2027, 18:00–19:00, Singapore time"."""
    first, last = (moment.astimezone(zoneinfo.ZoneInfo(zone)) for moment in (start, end))
    words = {
        "day": formats.date_format(first, "l j F Y"),
        "from": moments.clock(first),
        "to": moments.clock(last),
        "town": town(zone),
    }
    return _("%(day)s, %(from)s–%(to)s, %(town)s time") % words


def when(letter: Letter) -> str:
    return whole(letter.session.starts_at, letter.session.ends_at, letter.reader.zone)


def there(letter: Letter) -> str:
    """The same on the other one's clock, where that shows something else."""
    other, session = letter.other, letter.session
    if other is None or moments.there(session.starts_at, other.zone, letter.reader.zone) is None:
        return ""
    return whole(session.starts_at, session.ends_at, other.zone)


def before(letter: Letter, start: dt.datetime | None) -> str:
    """When it was to be before it was moved."""
    if start is None:
        return ""
    return whole(start, start + dt.timedelta(minutes=letter.session.minutes), letter.reader.zone)


def town(zone: str) -> str:
    """The town that a zone is named after."""
    return zone.rpartition("/")[2].replace("_", " ")


def terms(letter: Letter) -> str:
    """Until when a client changes it without cost, and what it means later."""
    session = letter.session
    if not (letter.reader.is_client and session.status == session.Status.BOOKED):
        return ""
    until = policy.free_until(session)
    counted = allotment(session.engagement).left is not None
    if until <= timezone.now():
        return _("If you cancel it, it counts as one of your sessions.") if counted else ""
    local = timezone.localtime(until)
    moment = f"{formats.date_format(local, 'l j F Y')}, {moments.clock(local)}"
    if counted:
        return _("Move or cancel it without cost until %(moment)s. Later, it counts as one of your sessions.") % {
            "moment": moment
        }
    return _("Move or cancel it without cost until %(moment)s.") % {"moment": moment}


def outcome(letter: Letter, what: str) -> str:
    """What a cancellation meant for the sessions that were agreed, for the client."""
    if what != merging.CANCELLED or not letter.reader.is_client or allotment(letter.session.engagement).left is None:
        return ""
    if letter.session.counts:
        return _("It was later than agreed: it counts as one of your sessions.")
    return _("It goes back to your sessions.")


def reminding(letter: Letter) -> str:
    """ "Tuesday 2 March, 18:00: session with Miriam Okafor"."""
    return _("%(when)s: session with %(name)s") % {"when": short(letter), "name": letter.name}
