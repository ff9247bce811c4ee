"""What a client's Today shows of each engagement: the coach, how things stand, what is paused."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone

from opencoach.dashboard.greeting import first_name
from opencoach.lib.moments import there
from opencoach.onboarding.models import Acceptance, Agreement
from opencoach.people import access, attention, navigation
from opencoach.people.attention import Unread
from opencoach.people.models import Engagement, EngagementClient, EngagementCoach, Membership, Pause
from opencoach.questionnaires.models import OPEN, Response

ORDER = {Engagement.Status.ACTIVE: 0, Engagement.Status.PAUSED: 1, Engagement.Status.PROSPECT: 2}


@dataclass(frozen=True, slots=True)
class Mine:
    """One engagement of a client. `now_there` is the coach's wall clock, where it differs from the client's."""

    engagement: Engagement
    coach: Membership | None
    others: list[Membership]
    pause: Pause | None
    pauses: list[Pause]  # all that hold, those that are over too
    acceptance: Acceptance | None
    now_there: dt.datetime | None
    url: str  # where one writes; empty while there is no such place
    unread: Unread | None
    is_asked: bool  # whether something waits for their answer

    @property
    def first_name(self) -> str:
        """What one calls the coach."""
        return first_name(self.coach.display_name) if self.coach else ""


def mine(membership: Membership) -> list[Mine]:
    """The client's engagements, running ones first, in three queries and those of what is unread."""
    rows = access.engagements_for(membership).select_related("practice", "group", "conversation")
    asked = Exists(Response.objects.filter(OPEN, engagement=OuterRef("pk"), person=membership.person_id))
    engagements = list(rows.annotate(is_asked=asked, **_accepted(membership)))
    _meet(engagements)
    engagements.sort(key=lambda one: (ORDER.get(Engagement.Status(one.status), 3), -one.pk))
    today = timezone.localdate()
    every = list(Pause.objects.filter(engagement__in=engagements, withdrawn_at=None).order_by("-starts_on"))
    pauses = {
        pause.engagement_id: pause for pause in every if pause.ends_on is None or pause.ends_on >= today
    }  # the earliest of those that are not over
    unread = {item.url: item for item in attention.unread_of(membership)}
    urls = {one.pk: _conversation_url(membership, one) for one in engagements}
    return [
        Mine(
            engagement=one,
            coach=one.current_coaches[0] if one.current_coaches else None,
            others=[client for client in one.current_clients if client.pk != membership.pk],
            pause=pauses.get(one.pk),
            pauses=[pause for pause in every if pause.engagement_id == one.pk],
            acceptance=_acceptance(one),
            now_there=clock_there(one.current_coaches[0], membership) if one.current_coaches else None,
            url=urls[one.pk],
            unread=unread.get(urls[one.pk]),
            is_asked=getattr(one, "is_asked", False),
        )
        for one in engagements
    ]


def _accepted(membership: Membership) -> dict[str, Subquery]:
    """What the client accepted last in each engagement, as columns of it."""
    own = Acceptance.objects.filter(engagement=OuterRef("pk"), person=membership.person_id).order_by("-accepted_at")
    return {
        "accepted_id": Subquery(own.values("public_id")[:1]),
        "accepted_at": Subquery(own.values("accepted_at")[:1]),
        "accepted_version": Subquery(own.values("agreement__version")[:1]),
    }


def _acceptance(row: Any) -> Acceptance | None:
    if row.accepted_id is None:
        return None
    agreement = Agreement(version=row.accepted_version)
    return Acceptance(public_id=row.accepted_id, accepted_at=row.accepted_at, agreement=agreement)


def _meet(engagements: Sequence[Engagement]) -> None:
    """Let each engagement know its present clients and coaches, by name: one query for all of them."""
    columns = ("membership__pk", "membership__public_id", "membership__display_name", "membership__zone")
    parts: list[QuerySet[Any, Any]] = [
        part.objects.filter(engagement__in=engagements, until=None)
        .annotate(kind=Value(kind, CharField()))
        .values_list("kind", "engagement_id", "since", "pk", *columns)
        for kind, part in PARTS.items()
    ]
    found = sorted(parts[0].union(*parts[1:], all=True), key=lambda row: (row[2], row[3]))
    for one in engagements:
        for kind, part in PARTS.items():
            one.__dict__[kind] = [
                part(engagement=one, membership=Membership(pk=pk, public_id=public_id, display_name=name, zone=zone))
                for its, engagement, _since, _pk, pk, public_id, name, zone in found
                if its == kind and engagement == one.pk
            ]


PARTS: dict[str, Any] = {"present_clients": EngagementClient, "present_coaches": EngagementCoach}


def _conversation_url(membership: Membership, engagement: Engagement) -> str:
    """Where the engagement's conversation is: the tab that conversations put on a client's page."""
    tab = navigation.tabs.get("conversation")
    return (tab.url(membership, engagement) if tab else None) or ""


def clock_there(other: Membership, reader: Membership, now: dt.datetime | None = None) -> dt.datetime | None:
    """The other's wall clock, if it shows another time than the reader's."""
    return there(now or timezone.now(), other.zone, reader.zone)
