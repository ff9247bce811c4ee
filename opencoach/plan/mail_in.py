"""An e-mail that answers with a number is what it was asked for: how a check-in is answered, or the value of a measure;
anything else is said to the coach.

The address names the rhythm and the day (`address_for`), or the measure (`address_for_measure`); that the mail is the
client's must be proven, as everywhere.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from opencoach.lib import figures
from opencoach.outbox import ports
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Arrived, Held, Ignored, Outcome, Taken
from opencoach.outbox.trimming import trim
from opencoach.people.models import Engagement, Membership, Person
from opencoach.people.refusal import Refused
from opencoach.plan import acting, private
from opencoach.plan.actions import acting as verbs
from opencoach.plan.models import CheckInRhythm, Measure

KIND, MEASURE = "checkin", "measure"
HALF = 6  # bytes of the rhythm's id; three more for the day
LONGEST = 40  # characters of an answer that is a number
BARE = re.compile(r"[+\-−]?\s?\d+(?:[\s'’.,]\d{3})*(?:[.,]\d{1,4})?")
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
    ports.register_inbound(MEASURE, arrive_value)


def subject(rhythm: CheckInRhythm, day: dt.date) -> bytes:
    return rhythm.pk.to_bytes(HALF, "big") + day.toordinal().to_bytes(3, "big")


def address_for(rhythm: CheckInRhythm, day: dt.date) -> str:
    """Where the answer to that check-in comes in; "" where no mail does."""
    return addresses.address(KIND, subject(rhythm, day))


def measure_subject(measure: Measure) -> bytes:
    return measure.pk.to_bytes(HALF, "big")


def address_for_measure(measure: Measure) -> str:
    """Where a value of that measure comes in; "" where no mail does."""
    return addresses.address(MEASURE, measure_subject(measure))


def arrive(arrived: Arrived) -> Outcome:
    """The handler of `outbox.ports.inbound`."""
    place = _place(arrived.place)
    if place is None:
        return Ignored("takes no part")
    person = place.member.person

    def answer(text: str) -> bool:
        number = number_in(text)
        if number is not None:
            verbs.answer_with_number(place.rhythm, place.day, number, actor=person)
        return number is not None

    return _answered(arrived, place.rhythm.engagement, person, answer)


def arrive_value(arrived: Arrived) -> Outcome:
    """The handler for the number of a measure."""
    pk = int.from_bytes(arrived.place, "big") if len(arrived.place) == HALF else 0
    measure = Measure.objects.select_related("client", "goal").filter(pk=pk, removed_at=None).first()
    member = acting.taking_part(measure, measure.client.public_id) if measure and measure.client else None
    if measure is None or member is None:
        return Ignored("takes no part")
    found, person = measure, member.person

    def answer(text: str) -> bool:
        value = value_in(text, str(private.words(found).get("unit", "")))
        if value is not None:
            verbs.report(found, value, actor=person)
        return value is not None

    return _answered(arrived, found.engagement, person, answer)


def _answered(arrived: Arrived, engagement: Engagement, person: Person, answer: Callable[[str], bool]) -> Outcome:
    """`answer` takes what they wrote and says whether it was an answer; it raises Refused for one that can't be."""
    with override(engagement.practice.language):
        if not arrived.proven:
            return Held(engagement, _("Nothing proves that it comes from %s.") % (arrived.mail.sender or "?"), person)
        if arrived.mail.sender != person.email:
            return Held(engagement, _("It comes from %s.") % arrived.mail.sender, person)
        try:
            taken = answer(trim(arrived.mail.text, "", subject=arrived.mail.subject))
        except Refused:
            taken = False
        return Taken() if taken else ports.said_by_mail(engagement, person, arrived)


def number_in(text: str) -> int | None:
    """The number that is all of an answer: "7", "7/10", "7."; None for anything with words, or above ten. Pure."""
    found = NUMBER.fullmatch(text.strip())
    value = int(found["value"]) if found else None
    return value if value is not None and value <= 10 else None


def value_in(text: str, unit: str = "") -> Decimal | None:
    """The number that is all of an answer, with or without the measure's unit: "6.5", "6,5 hours", "1.200"; None for
    anything with words. Pure."""
    text = text.strip().rstrip(".!").casefold()
    if unit and text.endswith(unit.casefold()):
        text = text[: -len(unit)]
    if len(text) > LONGEST or not BARE.fullmatch(text.strip()):
        return None
    try:
        return figures.number(text, mark=figures.COMMA if "," in text and "." not in text else None)
    except figures.Unclear:
        return None


def answers(delivery: Delivery) -> tuple[str, bytes] | None:
    """Where an answer to a reminder belongs that lost its address: the one thing that it asks a number for."""
    from opencoach.plan import reminder_mails  # which writes these addresses into its mails

    letter = reminder_mails.letter_of(delivery)
    if letter is None:
        return None
    due, day = reminder_mails.due_of(delivery, letter)
    if due.rhythms:
        return (KIND, subject(due.rhythms[0], day)) if len(due.rhythms) == 1 else None
    numbers = reminder_mails.numbers_of(letter)
    return (MEASURE, measure_subject(numbers[0])) if len(numbers) == 1 else None


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
