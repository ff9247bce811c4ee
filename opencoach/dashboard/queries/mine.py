"""What a client's Today shows of each engagement: the coach, how things stand, what is paused."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from opencoach.dashboard.greeting import first_name
from opencoach.lib.moments import there
from opencoach.onboarding.models import Acceptance
from opencoach.people import access, attention, navigation
from opencoach.people.attention import Unread
from opencoach.people.models import Engagement, Membership, Pause
from opencoach.people.queries.engagements import with_parts

ORDER = {Engagement.Status.ACTIVE: 0, Engagement.Status.PAUSED: 1, Engagement.Status.PROSPECT: 2}


@dataclass(frozen=True, slots=True)
class Mine:
    """One engagement of a client. `now_there` is the coach's wall clock, where it differs from the client's."""

    engagement: Engagement
    coach: Membership | None
    others: list[Membership]
    pause: Pause | None
    acceptance: Acceptance | None
    now_there: dt.datetime | None
    url: str  # where one writes; empty while there is no such place
    unread: Unread | None

    @property
    def first_name(self) -> str:
        """What one calls the coach."""
        return first_name(self.coach.display_name) if self.coach else ""


def mine(membership: Membership) -> list[Mine]:
    """The client's engagements, running ones first, in five queries."""
    engagements = list(with_parts(access.engagements_for(membership).select_related("conversation")))
    engagements.sort(key=lambda one: (ORDER.get(Engagement.Status(one.status), 3), -one.pk))
    today = timezone.localdate()
    running = Pause.objects.filter(engagement__in=engagements, withdrawn_at=None).order_by("-starts_on")
    pauses = {
        pause.engagement_id: pause for pause in running if pause.ends_on is None or pause.ends_on >= today
    }  # the earliest of those that are not over
    own = Acceptance.objects.filter(engagement__in=engagements, person=membership.person_id)
    acceptances = {one.engagement_id: one for one in own.select_related("agreement").order_by("accepted_at")}
    unread = {item.url: item for item in attention.unread_of(membership)}
    urls = {one.pk: _conversation_url(membership, one) for one in engagements}
    return [
        Mine(
            engagement=one,
            coach=one.current_coaches[0] if one.current_coaches else None,
            others=[client for client in one.current_clients if client.pk != membership.pk],
            pause=pauses.get(one.pk),
            acceptance=acceptances.get(one.pk),
            now_there=clock_there(one.current_coaches[0], membership) if one.current_coaches else None,
            url=urls[one.pk],
            unread=unread.get(urls[one.pk]),
        )
        for one in engagements
    ]


def _conversation_url(membership: Membership, engagement: Engagement) -> str:
    """Where the engagement's conversation is: the tab that conversations put on a client's page."""
    tab = navigation.tabs.get("conversation")
    return (tab.url(membership, engagement) if tab else None) or ""


def clock_there(other: Membership, reader: Membership, now: dt.datetime | None = None) -> dt.datetime | None:
    """The other's wall clock, if it shows another time than the reader's."""
    return there(now or timezone.now(), other.zone, reader.zone)
