"""Somebody accepts an invitation and comes in."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.conversations.actions.opening import open as open_conversation
from opencoach.onboarding.actions.agreement import accept
from opencoach.onboarding.models import Agreement, Invitation
from opencoach.people.actions.engagement import activate, join
from opencoach.people.actions.event import record_event
from opencoach.people.actions.membership import admit
from opencoach.people.models import Membership, Person
from opencoach.people.refusal import Refused
from opencoach.questionnaires.actions.responding import ask_attached


@transaction.atomic
def accept_invitation(
    invitation: Invitation, person: Person, *, name: str, agreement: Agreement | None, ip: str | None = None
) -> Membership:
    """The person comes into the practice; a client also accepts the agreement, and their engagement begins.

    The address must have been proven to be the person's before. Accepting twice is accepting once. Raises Refused
    if it was withdrawn, has run out, or was accepted by somebody else.
    """
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("practice", "engagement__practice", "invited_by__person")
        .get(pk=invitation.pk)
    )
    if row.accepted_at is not None and row.accepted_by_id == person.pk:
        return Membership.objects.select_related("practice", "person").get(practice=row.practice, person=person)
    _refuse_if_over(row)
    membership = admit(
        row.practice, person, row.role, actor=person, display_name=name, zone=row.zone or row.practice.zone
    )
    if row.engagement is not None:
        if agreement is None:
            raise Refused(_("Read and accept the agreement first."))
        join(row.engagement, membership, actor=person)
        accept(agreement, row.engagement, person, name=name, ip=ip)
        activate(row.engagement, actor=person)
        open_conversation(row.engagement)
        ask_attached(row.engagement, membership, row.invited_by)
    row.accepted_at, row.accepted_by = timezone.now(), person
    row.save(update_fields=["accepted_at", "accepted_by"])
    record_event(
        "invitation.accepted",
        practice=row.practice,
        engagement=row.engagement,
        actor=person,
        thing=row.public_id,
        role=str(row.role),
    )
    return membership


def _refuse_if_over(invitation: Invitation) -> None:
    reasons = {
        "accepted": _("This invitation has been used already."),
        "withdrawn": _("This invitation has been withdrawn."),
        "expired": _("This invitation has run out. Ask for a new one."),
    }
    if invitation.state in reasons:
        raise Refused(reasons[invitation.state])
