"""What was agreed in a session, and what could be taken along, as its coach sees it afterwards."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from opencoach.people.models import Membership
from opencoach.plan import days
from opencoach.plan.models import Action
from opencoach.plan.queries.todos import SeenAction, present, seen
from opencoach.sessions.models import CoachingSession, SessionAction

MOST = 30  # that could be taken along


@dataclass(frozen=True, slots=True)
class Agreed:
    """`here`: agreed in this session; `open`: the rest of the plan that is to be done and in sight now."""

    here: list[SeenAction]
    open: list[SeenAction]


def agreed_in(reader: Membership, session: CoachingSession) -> Agreed:
    """Two queries."""
    parts = set(SessionAction.objects.filter(session=session).values_list("action", flat=True))
    today = timezone.localdate()
    waiting = Q(status=Action.Status.OPEN) & (Q(snoozed_until=None) | Q(snoozed_until__lte=today))
    rows = present(reader, Action.objects.filter(Q(pk__in=parts) | waiting, engagement=session.engagement))
    found = [seen(row, days.today_of(row), done=row.status == Action.Status.DONE) for row in rows.order_by("pk")]
    here = [one for one in found if one.action.pk in parts]
    return Agreed(here, [one for one in found if one.action.pk not in parts][:MOST])


def client_of(session: CoachingSession) -> Membership | None:
    """In whose plan something new stands; None for a group's own."""
    clients = session.engagement.current_clients
    return clients[0] if session.engagement.group_id is None and clients else None
