"""After a first talk: go on together, or part."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.onboarding.actions.invite import NewClient, invite_prospect
from opencoach.onboarding.models import Invitation
from opencoach.people.actions.engagement import end_engagement
from opencoach.people.models import Engagement, Membership
from opencoach.people.refusal import Refused
from opencoach.sessions import actions as sessions
from opencoach.sessions.models import CoachingSession

Status = Engagement.Status


def invite(engagement: Engagement, coach: Membership, *, wanted: NewClient | None = None) -> Invitation:
    """The prospect gets the invitation with the agreement. Raises Refused for somebody who is none (any more)."""
    client = _client(engagement)
    wanted = wanted or NewClient(client.display_name, client.person.email, engagement.specialisation, client.zone)
    return invite_prospect(coach, engagement, wanted)


@transaction.atomic
def let_go(engagement: Engagement, by: Membership) -> None:
    """Nothing comes of it: what is booked is cancelled, with its mail, and the work ends before it began."""
    if engagement.status != Status.PROSPECT:
        raise Refused(_("This is no first talk any more."))
    for session in ahead_of(engagement):
        sessions.cancel(session, actor=by.person)
    end_engagement(engagement, actor=by.person, reason=str(_("After the first talk.")))


def ahead_of(engagement: Engagement) -> list[CoachingSession]:
    """What would be cancelled."""
    rows = CoachingSession.objects.filter(
        engagement=engagement, status__in=CoachingSession.AHEAD, starts_at__gt=timezone.now()
    )
    return list(rows.select_related("engagement", "session_type").order_by("starts_at"))


def _client(engagement: Engagement) -> Membership:
    for client in engagement.current_clients:
        return client
    raise Refused(_("Nobody has come in yet."))
