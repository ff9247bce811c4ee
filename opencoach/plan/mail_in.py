"""An e-mail that answers a check-in's mail with a number is that check-in's answer; anything else is said to the coach.

The address names the rhythm and the day (`address_for`); that the mail is the client's must be proven, as everywhere.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from opencoach.outbox import ports
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Arrived, Held, Ignored, Outcome, Taken
from opencoach.outbox.trimming import trim
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused
from opencoach.plan import acting
from opencoach.plan.actions import acting as verbs
from opencoach.plan.models import CheckInRhythm

KIND = "checkin"
HALF = 6  # bytes of the rhythm's id; three more for the day
NUMBER = re.compile(r"(?P<value>\d{1,2})(\s*/\s*10)?[.!]?")


@dataclass(frozen=True, slots=True)
class Place:
    """Which check-in an address names, and whose it is."""

    rhythm: CheckInRhythm
    day: dt.date
    member: Membership


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_inbound(KIND, arrive)


def subject(rhythm: CheckInRhythm, day: dt.date) -> bytes:
    return rhythm.pk.to_bytes(HALF, "big") + day.toordinal().to_bytes(3, "big")


def address_for(rhythm: CheckInRhythm, day: dt.date) -> str:
    """Where the answer to that check-in comes in; "" where no mail does."""
    return addresses.address(KIND, subject(rhythm, day))


def arrive(arrived: Arrived) -> Outcome:
    """The handler of `outbox.ports.inbound`."""
    place = _place(arrived.place)
    if place is None:
        return Ignored("takes no part")
    engagement, person = place.rhythm.engagement, place.member.person
    with override(engagement.practice.language):
        if not arrived.proven:
            return Held(engagement, _("Nothing proves that it comes from %s.") % (arrived.mail.sender or "?"), person)
        if arrived.mail.sender != person.email:
            return Held(engagement, _("It comes from %s.") % arrived.mail.sender, person)
        number = number_in(trim(arrived.mail.text, "", subject=arrived.mail.subject))
        if number is None:
            return ports.said_by_mail(engagement, person, arrived)
        try:
            verbs.answer_with_number(place.rhythm, place.day, number, actor=person)
        except Refused:
            return ports.said_by_mail(engagement, person, arrived)
    return Taken()


def number_in(text: str) -> int | None:
    """The number that is all of an answer: "7", "7/10", "7."; None for anything with words, or above ten. Pure."""
    found = NUMBER.fullmatch(text.strip())
    value = int(found["value"]) if found else None
    return value if value is not None and value <= 10 else None


def answers(delivery: Delivery) -> tuple[str, bytes] | None:
    """Where an answer to a reminder belongs that lost its address: the one check-in that it asks for."""
    from opencoach.plan import reminder_mails  # which writes these addresses into its mails

    letter = reminder_mails.letter_of(delivery)
    if letter is None:
        return None
    due, day = reminder_mails.due_of(delivery, letter)
    return (KIND, subject(due.rhythms[0], day)) if len(due.rhythms) == 1 else None


def _place(place: bytes) -> Place | None:
    """None for who takes no part any more, or a check-in that is asked no more."""
    if len(place) != HALF + 3:
        return None
    pk, ordinal = int.from_bytes(place[:HALF], "big"), int.from_bytes(place[HALF:], "big")
    rows = CheckInRhythm.objects.select_related("client", "goal").filter(pk=pk, removed_at=None)
    rhythm = rows.first()
    if rhythm is None or rhythm.client is None:
        return None
    member = acting.taking_part(rhythm, rhythm.client.public_id)
    return Place(rhythm, dt.date.fromordinal(ordinal), member) if member else None
