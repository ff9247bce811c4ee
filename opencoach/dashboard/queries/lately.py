"""What happened lately, in a few words each, from the events. Only what says something to a coach is told."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.people import access
from opencoach.people.models import Engagement, EngagementClient, Event, Membership
from opencoach.people.queries.clients import Line

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
    "session.proposed": gettext_lazy("Another time proposed"),
    "session.cancelled": gettext_lazy("Session cancelled"),
    "session.held": gettext_lazy("Session held"),
    "session.missed": gettext_lazy("Session missed"),
    "session.rated": gettext_lazy("Session rated"),
    "invitation.sent": gettext_lazy("Invited"),
    "invitation.resent": gettext_lazy("Invitation sent again"),
    "invitation.withdrawn": gettext_lazy("Invitation withdrawn"),
    "invitation.accepted": gettext_lazy("Invitation accepted"),
    "agreement.accepted": gettext_lazy("Agreement accepted"),
    "questionnaire.asked": gettext_lazy("Questionnaire asked"),
    "questionnaire.answered": gettext_lazy("Questionnaire answered"),
    "material.sent": gettext_lazy("Materials sent"),
    "material.done": gettext_lazy("Done with a material"),
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
    return [_happened(membership, row) for row in _events(membership, engagements).values_list(*COLUMNS)[:limit]]


def with_names(membership: Membership, limit: int = 6) -> list[tuple[Happened, Line]]:
    """The latest events of the reader's engagements, each with its engagement's name, in one query."""
    mine = _events(membership, access.engagements_for(membership)).annotate(
        key=Subquery(_FIRST.values("membership__public_id")[:1]),
        client=Subquery(_FIRST.values("membership__display_name")[:1]),
    )
    columns = ("engagement__public_id", "engagement__group__name", "engagement__title", "key", "client")
    return [
        (
            _happened(membership, row[:5]),
            Line(group or client or title, bool(group), public_id, "" if group or key is None else str(key)),
        )
        for *row, public_id, group, title, key, client in mine.values_list(*COLUMNS, *columns)[:limit]
    ]


_FIRST = EngagementClient.objects.filter(engagement=OuterRef("engagement"), until=None).order_by("since", "pk")
COLUMNS = ("verb", "actor_id", "who", "at", "engagement_id")


def _events(membership: Membership, engagements: QuerySet[Engagement] | list[Engagement]) -> QuerySet[Any]:
    """What says something to a coach, newest first, with the name of `who` did it."""
    actors = Membership.objects.filter(practice=membership.practice_id, person=OuterRef("actor"))
    events = Event.objects.filter(engagement__in=engagements, verb__in=WORDS)
    return events.annotate(who=Subquery(actors.values("display_name")[:1])).order_by("-at", "-pk")


def _happened(membership: Membership, row: Sequence[Any]) -> Happened:
    verb, actor, who, at, engagement = row
    return Happened(str(WORDS[verb]), _("you") if actor == membership.person_id else who or "", at, engagement)
