"""Asking somebody in: a client with their engagement, or a colleague."""

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib import tokens
from opencoach.lib.words import one_line
from opencoach.onboarding.models import Invitation
from opencoach.outbox.actions.post import new as new_delivery
from opencoach.outbox.actions.post import post, post_all
from opencoach.people.actions.engagement import (
    begin_engagement,
    begin_engagements,
    describe_engagement,
    end_engagement,
    move_status,
)
from opencoach.people.actions.event import record_events
from opencoach.people.models import Engagement, Event, Membership, Person, Practice
from opencoach.people.refusal import Refused

Status = Engagement.Status
PURPOSE = "invitation"
DAYS = 14


@dataclass(frozen=True, slots=True)
class NewClient:
    """What a coach says of a client when inviting them. `allotment_amount` is sessions or minutes."""

    name: str
    email: str
    specialisation: str
    zone: str = ""
    note: str = ""
    allotment_kind: str = Engagement.Allotment.OPEN
    allotment_amount: int = 0


def already_asked(practice: Practice, emails: Iterable[str]) -> dict[str, str]:
    """Which of these addresses can't be invited to the practice again, and why: two queries for all of them.

    The keys are addresses in lower case. It tells nothing of other practices.
    """
    wanted = {Person.objects.normalise(email) for email in emails}
    pending = Invitation.objects.filter(
        practice=practice, email__in=wanted, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    )
    members = Membership.objects.filter(practice=practice, person__email__in=wanted, ended_at=None)
    asked = _("This address has an open invitation already. You can send it again from the client's page.")
    belongs = _("Somebody with this address belongs to your practice already.")
    return {
        **dict.fromkeys(pending.values_list("email", flat=True), asked),
        **dict.fromkeys(members.values_list("person__email", flat=True), belongs),
    }


@transaction.atomic
def invite_client(coach: Membership, client: NewClient) -> Invitation:
    """An engagement in the state "invited", its invitation, and the mail. Raises Refused if it was asked before."""
    _lock(coach.practice)
    _refuse_if_asked(coach.practice, client.email)
    engagement = begin_engagement(coach, specialisation=client.specialisation, title=client.name, actor=coach.person)
    if client.allotment_kind != Engagement.Allotment.OPEN:
        describe_engagement(
            engagement,
            actor=coach.person,
            specialisation=client.specialisation,
            allotment_kind=client.allotment_kind,
            allotment_amount=client.allotment_amount,
        )
    return _invite(coach, client, Membership.Role.CLIENT, engagement)


@transaction.atomic
def invite_prospect(coach: Membership, engagement: Engagement, client: NewClient) -> Invitation:
    """After a first talk: the invitation with the agreement goes to whoever had it, and the engagement is "invited".

    Nothing of the talk is taken from the allotment. Raises Refused unless it is a first talk; so for a second click.
    """
    moved = move_status(
        engagement, {Engagement.Status.PROSPECT}, Engagement.Status.INVITED, "engagement.invited", actor=coach.person
    )
    if not moved:
        raise Refused(_("This is no first talk any more."))
    describe_engagement(
        engagement,
        actor=coach.person,
        specialisation=client.specialisation,
        allotment_kind=client.allotment_kind,
        allotment_amount=client.allotment_amount,
    )
    return _invite(coach, client, Membership.Role.CLIENT, engagement)


@transaction.atomic
def invite_clients(coach: Membership, clients: Sequence[NewClient]) -> list[Invitation]:
    """Many at once, each with an open extent, or none of them; in a fixed number of inserts, not one by one.

    Raises Refused, naming whom, if one was asked before.
    """
    _lock(coach.practice)
    asked = already_asked(coach.practice, [client.email for client in clients])
    for client in clients:
        if reason := asked.get(Person.objects.normalise(client.email)):
            raise Refused(f"{client.name}: {reason}")
    wanted = [(client.name, client.specialisation) for client in clients]
    engagements = begin_engagements(coach, wanted, actor=coach.person)
    made = Invitation.objects.bulk_create(
        _new(coach, client, Membership.Role.CLIENT, engagement)
        for client, engagement in zip(clients, engagements, strict=True)
    )
    record_events(_event("invitation.sent", one, coach.person) for one in made)
    post_all([new_delivery("invitation", **_mail(one)) for one in made])
    return made


@transaction.atomic
def invite_colleague(owner: Membership, *, email: str, name: str, role: str, note: str = "") -> Invitation:
    """Ask a coach, an assistant or a sponsor in. Raises Refused if it was asked before."""
    _lock(owner.practice)
    _refuse_if_asked(owner.practice, email)
    return _invite(owner, NewClient(name=name, email=email, specialisation="", note=note), role, None)


@transaction.atomic
def resend(invitation: Invitation, *, actor: Person) -> Invitation:
    """A new link with a new term; the older ones stop working. One that was withdrawn goes out again when its
    engagement was reopened. Raises Refused for one that is over, and where the address has another one by now."""
    row = _open_row(invitation, even_withdrawn=True)
    if row.withdrawn_at is not None:
        _lock(row.practice)
        _refuse_if_asked(row.practice, row.email)
    row.nonce, row.expires_at = secrets.token_hex(16), timezone.now() + dt.timedelta(days=DAYS)
    row.withdrawn_at = row.withdrawn_by = None
    row.save(update_fields=["nonce", "expires_at", "withdrawn_at", "withdrawn_by"])
    record_events([_event("invitation.resent", row, actor)])
    post("invitation", **_mail(row))
    return row


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: Person) -> None:
    """The link stops working, and the engagement that nobody began ends; after a first talk it is that again. Raises
    Refused for an accepted one."""
    row = _open_row(invitation)
    row.withdrawn_at, row.withdrawn_by = timezone.now(), actor
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record_events([_event("invitation.withdrawn", row, actor)])
    if row.engagement is None:
        return
    if row.engagement.client_parts.exists():
        move_status(row.engagement, {Status.INVITED}, Status.PROSPECT, "engagement.uninvited", actor=actor)
    else:
        end_engagement(row.engagement, actor=actor, reason=str(_("The invitation was withdrawn.")))


def token_of(invitation: Invitation) -> str:
    """The secret of the link. Made when it is needed, never stored."""
    return tokens.make(PURPOSE, invitation.public_id, until=invitation.expires_at, nonce=invitation.nonce)


def _invite(by: Membership, whom: NewClient, role: str, engagement: Engagement | None) -> Invitation:
    invitation = _new(by, whom, role, engagement)
    invitation.save(force_insert=True)
    record_events([_event("invitation.sent", invitation, by.person)])
    post("invitation", **_mail(invitation))
    return invitation


def _new(by: Membership, whom: NewClient, role: str, engagement: Engagement | None) -> Invitation:
    now = timezone.now()
    return Invitation(
        practice=by.practice,
        engagement=engagement,
        role=role,
        email=Person.objects.normalise(whom.email),
        name=one_line(whom.name),
        zone=whom.zone,
        note=whom.note,
        nonce=secrets.token_hex(16),
        invited_by=by,
        sent_at=now,
        expires_at=now + dt.timedelta(days=DAYS),
    )


def _mail(invitation: Invitation) -> dict[str, Any]:
    """What the outbox needs to know of it."""
    return {
        "address": invitation.email,
        "practice": invitation.practice,
        "engagement": invitation.engagement,
        "payload": {"invitation": str(invitation.public_id), "by": str(invitation.invited_by.public_id)},
        "dedupe_key": f"invitation:{invitation.public_id}:{invitation.nonce[:8]}",
        "expires_at": invitation.expires_at,
    }


def _refuse_if_asked(practice: Practice, email: str) -> None:
    for reason in already_asked(practice, [email]).values():
        raise Refused(reason)


def _lock(practice: Practice) -> None:
    Practice.objects.select_for_update().get(pk=practice.pk)


def _open_row(invitation: Invitation, *, even_withdrawn: bool = False) -> Invitation:
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("practice", "engagement__practice", "invited_by__person")
        .get(pk=invitation.pk)
    )
    if row.accepted_at is not None:
        raise Refused(_("This invitation has been accepted already."))
    reopened = row.engagement is not None and row.engagement.status == Status.INVITED
    if row.withdrawn_at is not None and not (even_withdrawn and reopened):
        raise Refused(_("This invitation has been withdrawn."))
    return row


def _event(verb: str, invitation: Invitation, actor: Person) -> Event:
    return Event(
        practice=invitation.practice,
        engagement=invitation.engagement,
        actor=actor,
        verb=verb,
        thing=invitation.public_id,
        data={"role": str(invitation.role)},
    )
