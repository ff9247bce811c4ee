"""The demo's mails: those that went out, one that came back, and those that are on their way."""

import datetime as dt
import os
from typing import TYPE_CHECKING

from opencoach.demo import mailbox
from opencoach.onboarding.actions.invite import NewClient, invite_client
from opencoach.onboarding.models import Acceptance, Invitation
from opencoach.outbox import ports
from opencoach.outbox.actions.post import new
from opencoach.outbox.models import Delivery
from opencoach.outbox.transports.email import mime
from opencoach.outbox.transports.email.letter import write
from opencoach.people.models import Engagement, EngagementCoach, Membership

if TYPE_CHECKING:
    from opencoach.demo.build import Demo

State = Delivery.State


def copy_of(acceptance: Acceptance) -> None:
    """The copy of an agreement that went out when it was accepted."""
    _past(
        "agreement_copy",
        acceptance.accepted_at,
        acceptance.engagement,
        acceptance.person.email,
        {"acceptance": str(acceptance.public_id)},
    )


def sent_invitation(invitation: Invitation) -> None:
    """The mail of a client's invitation that went out when it was made."""
    _past(
        "invitation",
        invitation.created_at,
        Engagement.objects.select_related("practice").get(invitations=invitation),
        invitation.email,
        {"invitation": str(invitation.public_id), "by": str(invitation.invited_by.public_id)},
    )


def invitations(demo: "Demo") -> None:
    """One that waits for its answer, one that ran out, and one whose address was mistyped."""
    miriam, devi = demo.people["M"], demo.people["D"]
    note = "It was good to talk on the phone. Take your time with the agreement, and ask me whatever you like."
    asked = invite_client(miriam, NewClient("Priscilla Vance", "priscilla@example.org", "life", "Europe/London", note))
    Engagement.objects.filter(invitations=asked).update(created_at=demo.ago(1, 16), status_at=demo.ago(1, 16))
    _ran_out(demo, devi, NewClient("Henrik Dahl", "henrik@example.org", "career"), 26)
    bounced = "The mail server of example.net says that there is no such mailbox."
    _ran_out(demo, miriam, NewClient("Noor Rahman", "noor.rahmann@example.net", "health"), 18, bounced)


def _ran_out(demo: "Demo", coach: Membership, client: NewClient, days: int, bounced: str = "") -> None:
    at = demo.ago(days, 14, 10)
    engagement = Engagement.objects.create(
        practice=demo.practice,
        title=client.name,
        specialisation=client.specialisation,
        status_at=at,
        status_by=coach.person,
        created_at=at,
    )
    EngagementCoach.objects.create(engagement=engagement, membership=coach, since=at)
    invitation = Invitation.objects.create(
        practice=demo.practice,
        engagement=engagement,
        email=client.email,
        name=client.name,
        nonce=f"demo{engagement.pk:028d}",
        invited_by=coach,
        created_at=at,
        sent_at=at,
        expires_at=at + dt.timedelta(days=14),
    )
    demo.note("engagement.began", at, coach, engagement, specialisation=client.specialisation)
    demo.note("invitation.sent", at, coach, engagement, role="client")
    sent_invitation(invitation)
    if bounced:
        Delivery.objects.filter(engagement=engagement).update(state=State.FAILED, reason=bounced)


def _past(kind: str, at: dt.datetime, engagement: Engagement, address: str, payload: dict[str, object]) -> None:
    row = new(
        kind,
        address=address,
        dedupe_key=f"demo:{kind}:{engagement.pk}:{address}",
        practice=engagement.practice,
        engagement=engagement,
        payload=payload,
        due_at=at,
    )
    row.state, row.attempts = State.SENT, 1
    row.created_at, row.finished_at = at, at + dt.timedelta(seconds=3)
    row.save(force_insert=True)


def deliver(demo: "Demo") -> None:
    """Put the copies of agreements that went out into the mailbox, each with its own time."""
    folder = mailbox.folder()
    folder.mkdir(parents=True, exist_ok=True)
    for row in Delivery.objects.filter(practice=demo.practice, kind="agreement_copy", state=State.SENT):
        letter = write(row, ports.kinds[row.kind].render(row))
        path = folder / f"{row.public_id}.eml"
        path.write_bytes(mime.build(letter))
        sent = (row.finished_at or demo.now).timestamp()
        os.utime(path, (sent, sent))
