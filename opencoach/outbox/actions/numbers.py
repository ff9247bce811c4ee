"""A member's phone number: asked for, confirmed by a code, agreed to in words, and given up again."""

import datetime as dt
import secrets

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from opencoach.lib import limits
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Ask, Delivery, Number, Suppression, TextConsent
from opencoach.outbox.suppressing import STOPPED
from opencoach.people.actions.event import record_event
from opencoach.people.actions.membership import change_profile
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused

CODE = "text_code"  # the kind of delivery
HOLDS = dt.timedelta(minutes=10)
TRIES = 5
DAY = 24 * 3600
A_DAY, A_NUMBER, AN_HOUR = 6, 4, 60  # codes for one member and to one number in a day, and of a practice in an hour
Road = TextConsent.Road


def number_of(member: Membership) -> Number | None:
    """The present number of a member, confirmed or not."""
    return Number.objects.filter(member=member, removed_at=None).first()


def consent_of(number: Number | None) -> TextConsent | None:
    """What they agree to at this number now."""
    return number.consents.filter(withdrawn_at=None).first() if number is not None and number.confirmed_at else None


def stopped(number: str) -> QuerySet[Suppression]:
    """That this number wants nothing more: whoever holds the phone has said so, and only they take it back."""
    return Suppression.objects.filter(channel="sms", address=number, scope=STOPPED, lifted_at=None)


@transaction.atomic
def ask_code(member: Membership, text: str) -> Number:
    """A code goes to that number (E.164), which becomes the member's once it comes back. Raises Refused where too many
    were asked for."""
    if stopped(text).exists():
        raise Refused(_("This number has texted STOP. Text START from it, and then ask for a code again."))
    if not (
        limits.allowed("text-code-of", str(member.pk), A_DAY, DAY)
        and limits.allowed("text-code-to", text, A_NUMBER, DAY)
        and limits.allowed("text-codes", str(member.practice_id), AN_HOUR, 3600)
    ):
        raise Refused(_("Too many codes were asked for. Try again tomorrow."))
    Membership.objects.select_for_update(of=("self",)).get(pk=member.pk)
    found = number_of(member)
    if found is not None and found.number != text:
        remove(member)
        found = None
    if found is None:
        found = Number.objects.create(member=member, number=text)
    code = f"{secrets.randbelow(1_000_000):06}"
    found.code, found.code_until, found.tries = _digest(found, code), timezone.now() + HOLDS, 0
    found.save(update_fields=["code", "code_until", "tries"])
    post(
        CODE, channel="sms", address=text, person=member.person, practice=member.practice,
        dedupe_key=f"text-code:{found.public_id}:{secrets.token_hex(8)}", secret={"code": code},
        expires_at=found.code_until,
    )  # fmt: skip
    return found


def confirm(member: Membership, code: str, wording: str) -> None:
    """The code came back: the number is theirs, and they agree to get texts there. Raises Refused for a wrong code, and
    for one that is over."""
    wrong = _take_try(member, code)
    if wrong:
        raise Refused(wrong)
    with transaction.atomic():
        found = Number.objects.select_for_update().get(member=member, removed_at=None)
        found.code, found.code_until, found.confirmed_at = "", None, timezone.now()
        found.save(update_fields=["code", "code_until", "confirmed_at"])
        change_profile(member, {"phone": found.number}, actor=member.person)
        record_event("texts.number_confirmed", practice=member.practice, actor=member.person, thing=found.public_id)
        agree(found, Road.PAGE, wording)


@transaction.atomic
def _take_try(member: Membership, code: str) -> str:
    """What is wrong with a code, "" for nothing; a wrong one is counted, and that stays."""
    found = Number.objects.select_for_update().filter(member=member, removed_at=None).first()
    if found is None or not found.code or found.code_until is None:
        return _("No code is out. Ask for a new one.")
    if found.code_until <= timezone.now():
        return _("The code is older than ten minutes. Ask for a new one.")
    if constant_time_compare(found.code, _digest(found, "".join(code.split()))):
        return ""
    found.tries += 1
    if found.tries >= TRIES:
        found.code, found.code_until = "", None
    found.save(update_fields=["tries", "code", "code_until"])
    if not found.code:
        return _("That was not the code, five times. Ask for a new one.")
    return _("That is not the code of the text. Look again; %(left)d tries are left.") % {"left": TRIES - found.tries}


@transaction.atomic
def agree(number: Number, road: str, wording: str) -> None:
    """They agree to get texts. Twice is once."""
    if number.confirmed_at is None or consent_of(number) is not None:
        return
    TextConsent.objects.create(number=number, road=road, wording=wording)
    member = number.member
    record_event("texts.agreed", practice=member.practice, actor=member.person, thing=number.public_id, road=str(road))


@transaction.atomic
def withdraw(number: Number, road: str) -> bool:
    """They want no more texts: what waits does not go, and no question is open any more. False where they had not
    agreed."""
    now = timezone.now()
    ended = TextConsent.objects.filter(number=number, withdrawn_at=None).update(withdrawn_at=now, withdrawn_road=road)
    if not ended:
        return False
    member = number.member
    waiting = Delivery.objects.filter(
        channel="sms", practice=member.practice, person=member.person, state=Delivery.State.WAITING, urgent=False
    )
    waiting.update(state=Delivery.State.SKIPPED, reason=_("They want no texts any more."), finished_at=now)
    Ask.objects.filter(person=member.person, practice=member.practice, answered_at=None).update(answered_at=now)
    record_event("texts.ended", practice=member.practice, actor=member.person, thing=number.public_id, road=str(road))
    return True


@transaction.atomic
def remove(member: Membership) -> None:
    """The number is theirs no more here. Its history is kept."""
    found = number_of(member)
    if found is None:
        return
    withdraw(found, Road.GONE)
    found.removed_at, found.code = timezone.now(), ""
    found.save(update_fields=["removed_at", "code"])
    record_event("texts.number_removed", practice=member.practice, actor=member.person, thing=found.public_id)


def _digest(number: Number, code: str) -> str:
    return salted_hmac("opencoach.text_code", f"{number.public_id}:{code}", algorithm="sha256").hexdigest()
