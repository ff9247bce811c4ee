"""The door to invitations and agreements, built on people's."""

import uuid

from django.db.models import QuerySet
from django.http import Http404

from opencoach.onboarding.models import Acceptance, Invitation
from opencoach.people import access
from opencoach.people.models import Membership


def get_invitation(membership: Membership, public_id: uuid.UUID) -> Invitation:
    """An invitation that the member may resend or withdraw: their own client's, or (owners) a colleague's."""
    row = (
        Invitation.objects.filter(practice=membership.practice_id, public_id=public_id)
        .select_related("practice", "engagement", "invited_by__person")
        .first()
    )
    if row is None:
        raise Http404
    if row.engagement is None:
        allowed = membership.is_owner
    else:
        allowed = access.engagements_for(membership).filter(pk=row.engagement.pk).exists()
    if not allowed:
        raise Http404
    return row


def invited_colleagues(membership: Membership) -> QuerySet[Invitation]:
    """The colleagues and sponsors whom an owner has asked in and who have not come yet, the latest first."""
    rows = Invitation.objects.filter(
        practice=membership.practice_id, engagement=None, accepted_at=None, withdrawn_at=None
    )
    return rows.order_by("-created_at") if membership.is_owner else rows.none()


def get_acceptance(membership: Membership, public_id: uuid.UUID) -> Acceptance:
    """An accepted agreement: for the client who accepted it and the engagement's coaches."""
    row = (
        Acceptance.objects.filter(engagement__in=access.engagements_for(membership), public_id=public_id)
        .select_related("agreement", "engagement")
        .first()
    )
    if row is None or (membership.is_client and row.person_id != membership.person_id):
        raise Http404
    return row
