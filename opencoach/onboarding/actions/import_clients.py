"""Many clients at once, from a table: all of them or none."""

from collections.abc import Sequence

from django.db import transaction

from opencoach.onboarding.actions.invite import NewClient, invite_clients
from opencoach.onboarding.models import Invitation
from opencoach.people.actions.event import record_event
from opencoach.people.models import Membership


@transaction.atomic
def import_clients(coach: Membership, clients: Sequence[NewClient]) -> list[Invitation]:
    """Invite them all in one transaction. Raises Refused (and invites nobody) if one can't be invited."""
    invited = invite_clients(coach, clients)
    record_event("clients.imported", practice=coach.practice, actor=coach.person, count=len(invited))
    return invited
