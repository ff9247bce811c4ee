"""What happened lately, in a few words each, from the events. Only what says something to a coach is told."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.people import access
from opencoach.people.models import Engagement, Event, Membership
from opencoach.people.queries.clients import Line, lines_of

WORDS = {
    "engagement.began": gettext_lazy("Engagement begun"),
    "engagement.joined": gettext_lazy("Came in"),
    "engagement.activated": gettext_lazy("Engagement active"),
    "engagement.resumed": gettext_lazy("Pause over"),
    "engagement.ended": gettext_lazy("Engagement ended"),
    "engagement.reopened": gettext_lazy("Engagement reopened"),
    "engagement.handed_over": gettext_lazy("Coach changed"),
    "engagement.left": gettext_lazy("Left the group"),
    "pause.made": gettext_lazy("Pause set"),
    "pause.withdrawn": gettext_lazy("Pause taken back"),
    "sponsorship.began": gettext_lazy("Sponsor added"),
    "sponsorship.ended": gettext_lazy("Sponsor taken off"),
    "session.booked": gettext_lazy("Session booked"),
    "session.requested": gettext_lazy("Asks for a session"),
    "session.moved": gettext_lazy("Session moved"),
    "session.cancelled": gettext_lazy("Session cancelled"),
    "session.held": gettext_lazy("Session held"),
    "session.missed": gettext_lazy("Session missed"),
    "invitation.sent": gettext_lazy("Invited"),
    "invitation.resent": gettext_lazy("Invitation sent again"),
    "invitation.withdrawn": gettext_lazy("Invitation withdrawn"),
    "invitation.accepted": gettext_lazy("Invitation accepted"),
    "agreement.accepted": gettext_lazy("Agreement accepted"),
    "consent.given": gettext_lazy("Consent given"),
    "consent.withdrawn": gettext_lazy("Consent withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """`who` did it: "you" for the reader, empty where nobody did."""

    text: str
    who: str
    at: dt.datetime
    engagement_id: int | None


def happened_lately(
    membership: Membership, engagements: QuerySet[Engagement] | list[Engagement], limit: int = 6
) -> list[Happened]:
    """The latest events of these engagements, newest first, in one query."""
    actors = Membership.objects.filter(practice=membership.practice_id, person=OuterRef("actor"))
    events = (
        Event.objects.filter(engagement__in=engagements, verb__in=WORDS)
        .annotate(who=Subquery(actors.values("display_name")[:1]))
        .order_by("-at", "-pk")
        .values_list("verb", "actor_id", "who", "at", "engagement_id")[:limit]
    )
    return [
        Happened(str(WORDS[verb]), _("you") if actor == membership.person_id else who or "", at, engagement_id)
        for verb, actor, who, at, engagement_id in events
    ]


def engagement_names(membership: Membership, happened: list[Happened]) -> list[tuple[Happened, Line]]:
    """Each with its engagement's name, in two queries."""
    ids = {one.engagement_id for one in happened if one.engagement_id}
    if not ids:
        return []
    lines = lines_of(access.engagements_for(membership).filter(pk__in=ids))
    return [(one, lines[one.engagement_id]) for one in happened if one.engagement_id in lines]
