"""The addresses at which answers come in. Each carries a signed token that says what is answered.

`OPENCOACH_MAIL_IN` is either one mailbox, "answers@coach.example", whose addresses are "answers+<token>@coach.example",
or a whole domain, "@answers.coach.example", where they are "<token>@answers.coach.example".
"""

from dataclasses import dataclass

from django.conf import settings

from opencoach.lib import tokens
from opencoach.outbox import ports
from opencoach.outbox.transports.email.address import split

LONGEST_LOCAL = 64  # RFC 5321, 4.5.3.1.1


@dataclass(frozen=True, slots=True)
class Place:
    """Whose address it is: the kind's name in `ports.inbound`, and what its token names (a few bytes)."""

    kind: str
    subject: bytes


def are_on() -> bool:
    """Whether answers can come in at all."""
    return bool(settings.MAIL_IN)


def address(kind: str, subject: bytes) -> str:
    """An address for answers about `subject`; "" where no mail comes in. At most 12 bytes fit into one.

    It holds until its kind's handler finds that whom it names may not write there any more.
    """
    if not are_on():
        return ""
    box, _, domain = settings.MAIL_IN.rpartition("@")
    token = tokens.make(_purpose(kind), subject)
    local = f"{box}+{token}" if box else token
    if len(local) > LONGEST_LOCAL:
        raise ValueError(f"{local} is longer than an address may be")
    return f"{local}@{domain}"


def place(recipient: str) -> Place | None:
    """What an address of ours names, whatever case it comes in; None for one that is not ours, or not signed by us."""
    token = _token(recipient)
    for kind in ports.inbound if token else ():
        try:
            return Place(kind, tokens.check(_purpose(kind), token))
        except tokens.BadToken:
            continue
    return None


def is_ours(recipient: str) -> bool:
    """Whether the address belongs to the mailbox or domain of answers, with a good token, a wrong one or none."""
    local, _, domain = recipient.strip().lower().rpartition("@")
    box, _, own = settings.MAIL_IN.lower().rpartition("@")
    return are_on() and domain == own and (not box or local == box or local.startswith(f"{box}+"))


def has_token(recipient: str) -> bool:
    """Whether it claims to carry a token: the plain mailbox doesn't, nor the address that our mails come from."""
    own = split(settings.DEFAULT_FROM_EMAIL)[1]
    return bool(_token(recipient)) and recipient.strip().lower() != own.lower()


def _token(recipient: str) -> str:
    if not is_ours(recipient):
        return ""
    local = recipient.strip().lower().rpartition("@")[0]
    return local if not settings.MAIL_IN.rpartition("@")[0] else local.partition("+")[2]


def _purpose(kind: str) -> str:
    return f"mail-in:{kind}"
