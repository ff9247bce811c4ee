"""What is said by text about sessions, and what C answers: that they come."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from opencoach.lib import moments
from opencoach.lib.segments import clipped
from opencoach.outbox import ports
from opencoach.outbox.models import Ask, Delivery
from opencoach.outbox.ports import Answering, Fit
from opencoach.outbox.shortening import shortened
from opencoach.outbox.text_in.asks import Asking
from opencoach.outbox.text_in.words import plain
from opencoach.people.models import Membership
from opencoach.people.reading import as_read_by
from opencoach.people.refusal import Refused
from opencoach.sessions import links
from opencoach.sessions.actions.answering import note_answer
from opencoach.sessions.mails.readers import Letter, letter_of
from opencoach.sessions.models import Attendance, CoachingSession
from opencoach.sessions.reminders import NUDGE, REMINDER

COMES = "sessions.comes"
LINK = "sessions.session"
BOOK = "sessions.book"
HOLDS = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)
YES = frozenset({"c", "confirm", "confirmed"})  # never YES or CANCEL: networks hear other things in them
SHORT_NAME = 40


def register() -> None:
    """Called once, when the app is ready."""
    ports.also_by_text(REMINDER, reminder, asks)
    ports.also_by_text(NUDGE, nudge)
    ports.register_answering(Answering(COMES, _label, _fits, _take))
    ports.register_link(LINK, _leads)
    ports.register_link(BOOK, _books)


def _letter(delivery: Delivery) -> Letter:
    letter = letter_of(delivery)
    if letter is None:
        raise LookupError("the session is gone")
    return letter


def reminder(delivery: Delivery) -> str:
    """When and with whom; C confirms, a link moves or cancels. Raises LookupError where the session is gone."""
    letter = _letter(delivery)
    with as_read_by(letter.reader):
        payload = {"session": str(letter.session.public_id), "member": str(letter.reader.public_id)}
        link = shortened(delivery, LINK, payload, letter.session.ends_at + HOLDS)
        words = _("%(practice)s: session with %(name)s %(when)s.") % {
            "practice": letter.session.practice.name[:SHORT_NAME], "name": letter.name[:SHORT_NAME],
            "when": when(letter.session),
        }  # fmt: skip
        if not letter.reader.is_client:
            return words
        return f"{words} " + _("C confirms. Move or cancel: %(link)s") % {"link": link}


def nudge(delivery: Delivery) -> str:
    """That nothing is booked, and where to. Raises LookupError where the last session is gone."""
    letter = _letter(delivery)
    with as_read_by(letter.reader):
        booking = shortened(delivery, BOOK, {"practice": letter.session.practice.slug}, timezone.now() + WEEK)
        words = _("%(practice)s: no session with %(name)s is booked. Choose a time: %(link)s")
        return words % {
            "practice": letter.session.practice.name[:SHORT_NAME], "name": letter.name[:SHORT_NAME], "link": booking,
        }  # fmt: skip


def asks(delivery: Delivery) -> Sequence[Asking]:
    """Whether they come, until it begins."""
    letter = letter_of(delivery)
    if letter is None or not letter.reader.is_client:
        return []
    payload = {
        "session": str(letter.session.public_id), "member": str(letter.reader.public_id),
        "sequence": letter.session.sequence,
    }  # fmt: skip
    return [Asking(COMES, "comes", letter.session.starts_at, payload)]


def when(session: CoachingSession) -> str:
    """ "Tue 24 Nov 16:00", on the reader's clock."""
    local = timezone.localtime(session.starts_at)
    return f"{formats.date_format(local, 'D j M')} {moments.clock(local)}"


def _asked(ask: Ask) -> tuple[CoachingSession, Membership] | None:
    """The session as it was asked about, and for whom; None once it is another."""
    session = CoachingSession.objects.select_related("practice", "engagement__practice", "coach__person").filter(
        public_id=uuid.UUID(str(ask.payload["session"])), status=CoachingSession.Status.BOOKED,
        sequence=ask.payload["sequence"], starts_at__gt=timezone.now(),
    ).first()  # fmt: skip
    parts = Membership.objects.select_related("person", "practice").filter(
        public_id=uuid.UUID(str(ask.payload["member"])), ended_at=None
    )
    member = (
        parts.filter(client_parts__engagement=session.engagement_id, client_parts__until=None).first()
        if session
        else None
    )
    return (session, member) if session is not None and member is not None else None


def _label(ask: Ask) -> str:
    found = _asked(ask)
    return _("Session %(when)s") % {"when": when(found[0])} if found else ""


def _fits(ask: Ask, text: str) -> Fit:
    return Fit.YES if plain(text) in YES and _asked(ask) is not None else Fit.NO


def _take(ask: Ask, text: str) -> str:
    found = _asked(ask)
    if found is None:
        raise Refused(_("The session has changed since. Look at the newest text."))
    note_answer(*found, Attendance.Answer.ACCEPTED, at=timezone.now())
    return clipped(
        _("Good: %(when)s, with %(name)s.") % {"when": when(found[0]), "name": found[0].coach.display_name}, 1
    )


def _leads(payload: Mapping[str, object]) -> str:
    """The page that the mail's link opens. Raises LookupError."""
    session = CoachingSession.objects.filter(public_id=uuid.UUID(str(payload["session"]))).first()
    member = Membership.objects.filter(public_id=uuid.UUID(str(payload["member"]))).first()
    if session is None or member is None:
        raise LookupError("gone")
    return reverse("sessions:linked", args=[links.token_of(session, member)])


def _books(payload: Mapping[str, object]) -> str:
    return reverse("scheduling:booking", args=[str(payload["practice"])])
