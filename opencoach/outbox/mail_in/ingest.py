"""The one door for mail that comes in: stored raw, before anybody reads it, and once however often it comes."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from opencoach.lib import secretbox
from opencoach.lib.ids import public_id
from opencoach.outbox import jobs
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.mail_in.parsed import LARGEST, parse
from opencoach.outbox.models import Inbound

JOB = "mail in"
BOX = "outbox.inbound"


@dataclass(frozen=True, slots=True)
class Envelope:
    """How a mail came: who sends it by its server's word ("": a machine's report, None: nobody said), and to whom."""

    sender: str | None
    recipients: Sequence[str]


class TooLarge(ValueError):
    """More than 25 MB."""


def ingest(raw: bytes, envelope: Envelope) -> int:
    """Store a mail for each of our addresses that it came to; gives how many were new. Raises TooLarge.

    The same Message-ID to the same address is the same mail, by whatever road and however often it comes.
    """
    if len(raw) > LARGEST:
        raise TooLarge
    seen = parse(raw[:200_000], envelope_sender=envelope.sender)
    name = seen.message_id or hashlib.sha256(raw).hexdigest()
    rows = [_row(raw, envelope, name, one) for one in dict.fromkeys(map(_tidy, envelope.recipients))]
    before = set(Inbound.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in before]
    Inbound.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        jobs.soon(JOB)
    return len(fresh)


def raw_of(row: Inbound) -> bytes:
    """The mail as it came; nothing once it has been dealt with."""
    if not row.raw:
        return b""
    return base64.b64decode(secretbox.unseal(BOX, row.public_id.bytes, bytes(row.raw)))


def _row(raw: bytes, envelope: Envelope, name: str, recipient: str) -> Inbound:
    new = public_id()
    return Inbound(
        public_id=new,
        channel="email",
        key=hashlib.sha256(f"{name}\n{recipient}".encode()).hexdigest(),
        sender=("" if envelope.sender is None else envelope.sender)[:320],
        is_report=envelope.sender == "",
        recipient=recipient[:320],
        raw=secretbox.seal(BOX, new.bytes, base64.b64encode(raw).decode()),
    )


def _tidy(recipient: str) -> str:
    return recipient.strip().strip("<>").lower()


def ours(recipients: Sequence[str]) -> list[str]:
    """Those of the addresses that are ours."""
    return [one for one in map(_tidy, recipients) if addresses.is_ours(one)]
