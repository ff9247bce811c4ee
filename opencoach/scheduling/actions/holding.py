"""Somebody without an account wants a time: it is held for them until they have typed the code of a mail."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from opencoach.lib import secretbox
from opencoach.onboarding.adapter import new_code
from opencoach.outbox.actions.post import post
from opencoach.people.models import Person
from opencoach.people.refusal import Refused
from opencoach.scheduling.actions.booking import require_free
from opencoach.scheduling.models import Hold
from opencoach.scheduling.queries.choices import Offer
from opencoach.sessions.actions import taking
from opencoach.sessions.times import epoch

MINUTES = 15  # for so long a time is held, and the code works
TRIES = 5
CODES = 3  # how many codes are sent for one hold
MOST_AT_ONCE = 30  # holds of one coach: whoever wants to block a whole calendar gets no further
KEPT = dt.timedelta(days=1)  # so long a hold is remembered once it is over


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody typed: who they are, and the answers to the type's questions."""

    name: str
    email: str
    answers: Sequence[tuple[str, str]] = ()
    agenda: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """On whose clock, and in which language, they read."""

    zone: str
    hour12: bool = False
    language: str = "en"


@transaction.atomic
def hold(offer: Offer, start: dt.datetime, said: Said, reader: Reader, *, instead: Hold | None = None) -> Hold:
    """Take the time for a quarter of an hour, and send a code to the address. `instead`: a hold that they give up.

    Nothing tells whether the address is known. Raises Refused, in plain words; Taken where somebody was faster.
    """
    now = timezone.now()
    if instead is not None:
        give_up(instead)
    taking.take_turns(offer.coach.person_id)
    if Hold.objects.filter(coach=offer.coach, session=None, expires_at__gt=now).count() >= MOST_AT_ONCE:
        raise Refused(_("Very many people are booking just now. Try again in a quarter of an hour."))
    require_free(offer, start)
    kind, until = offer.kind, now + dt.timedelta(minutes=MINUTES)
    begins = epoch(start)
    taken = taking.hold_time(
        offer.coach.person_id, begins - kind.before * 60, begins + (kind.minutes + kind.after) * 60, until=until
    )
    made = Hold(
        coach=offer.coach, session_type=kind, held=taken.pk, starts_at=start, zone=reader.zone,
        hour12=reader.hour12, language=reader.language, expires_at=until,
    )  # fmt: skip
    made.said = _seal(made, said)
    _send(made, said.email)
    made.save(force_insert=True)
    return made


@transaction.atomic
def send_again(held: Hold) -> None:
    """A new code; the one before works no more. Raises Refused where the time is over, or there were enough."""
    held = locked(held)
    if held.session_id is not None or held.is_over:
        raise Refused(_("The quarter of an hour is over. Choose a time again."))
    if held.codes >= CODES:
        raise Refused(_("That were enough codes. Look into the spam folder, or begin again with another address."))
    held.codes, held.tries = held.codes + 1, 0
    _send(held, said_in(held).email)
    held.save(update_fields=["codes", "tries", "code"])


def is_right(held: Hold, code: str) -> bool:
    """Whether that is the code of the last mail. Each question counts, also of two at once; after five none is right,
    and the time is free again."""
    counted = Hold.objects.filter(pk=held.pk, tries__lt=TRIES).update(tries=F("tries") + 1)
    if counted and constant_time_compare(_digest(code, held), held.code):
        return True
    held.refresh_from_db(fields=["tries"])
    if held.tries >= TRIES:
        give_up(held)
    return False


def tries_left(held: Hold) -> int:
    return TRIES - held.tries


@transaction.atomic
def give_up(held: Hold) -> None:
    """The time is free again, at once; of a hold that has become a session nothing changes."""
    held = locked(held)
    if held.session_id is None and held.held is not None:
        taking.let_go(held.held)
        held.held = None
        held.save(update_fields=["held"])


def free_over() -> bool:
    """What the worker does each minute: times that nobody confirmed are free again, and what was typed is erased."""
    now = timezone.now()
    taking.free_held(now)
    Hold.objects.filter(created_at__lt=now - KEPT).delete()
    return False


def locked(held: Hold) -> Hold:
    """The hold as it stands; nobody else changes it until the commit."""
    rows = Hold.objects.select_for_update(of=("self",))
    return rows.select_related("coach__practice", "coach__person", "session_type").get(pk=held.pk)


def said_in(held: Hold) -> Said:
    """What they typed; nothing once it is erased."""
    if not held.said:
        return Said("", "")
    words = json.loads(secretbox.unseal("scheduling.hold", held.public_id.bytes, bytes(held.said)))
    return Said(words["name"], words["email"], [(one[0], one[1]) for one in words["answers"]], words["agenda"])


def _seal(held: Hold, said: Said) -> bytes:
    words = {"name": said.name, "email": said.email, "answers": list(said.answers), "agenda": said.agenda}
    return secretbox.seal("scheduling.hold", held.public_id.bytes, json.dumps(words))


def _send(held: Hold, email: str) -> None:
    """A fresh code into the outbox; the row keeps its digest alone. Not saved."""
    code = new_code()
    held.code = _digest(code, held)
    post(
        "booking_code",
        address=Person.objects.normalise(email),
        practice=held.coach.practice,
        payload={"hold": str(held.public_id), "coach": str(held.coach.public_id)},
        secret={"code": code},
        dedupe_key=f"booking_code:{held.public_id}:{held.codes}",
        expires_at=held.expires_at,
    )


def _digest(code: str, held: Hold) -> str:
    return salted_hmac(f"opencoach.booking.{held.public_id}", code, algorithm="sha256").hexdigest()
