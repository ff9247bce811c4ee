"""The one door for texts that come in: stored before anybody reads them, and once however often they come."""

import hashlib
import json

import phonenumbers

from opencoach.lib import secretbox
from opencoach.lib.ids import public_id
from opencoach.outbox import jobs
from opencoach.outbox.models import Inbound
from opencoach.outbox.transports.sms.base import Incoming

JOB = "texts in"
BOX = "outbox.inbound.text"
LONGEST = 10_000  # characters; a phone sends 1,530 at most


def ingest(text: Incoming) -> bool:
    """Store a text; False where it is there already."""
    key = hashlib.sha256(f"sms\n{text.id}\n{text.sender}".encode("utf-8", "replace")).hexdigest()
    if Inbound.objects.filter(key=key).exists():
        return False
    new = public_id()
    words = text.text.replace("\x00", "").encode("utf-8", "replace").decode()[:LONGEST]
    row = Inbound(
        public_id=new, channel="sms", key=key, sender=e164(text.sender)[:320], recipient=text.recipient[:320],
        raw=secretbox.seal(BOX, new.bytes, json.dumps({"text": words})),
    )  # fmt: skip
    Inbound.objects.bulk_create([row], ignore_conflicts=True)
    jobs.soon(JOB)
    return True


def words_of(row: Inbound) -> str:
    """What it says; nothing once it has been dealt with."""
    if not row.raw:
        return ""
    return str(json.loads(secretbox.unseal(BOX, row.public_id.bytes, bytes(row.raw)))["text"])


def e164(sender: str) -> str:
    """A sender as numbers are kept here; what is no number (a short code, a name) as it came."""
    digits = sender.strip()
    if digits.startswith("00"):
        digits = digits[2:]
    candidate = digits if digits.startswith("+") else f"+{digits}"
    try:
        number = phonenumbers.parse(candidate)
    except phonenumbers.NumberParseException:
        return digits.replace("\x00", "")
    if not phonenumbers.is_possible_number(number):
        return digits.replace("\x00", "")
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
