"""One client's page: who, where they are now, how things stand, what was agreed."""

import datetime as dt
import uuid
import zoneinfo
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opencoach.dashboard.queries.lately import Happened, happened_lately
from opencoach.dashboard.queries.mine import clock_there
from opencoach.onboarding.models import Acceptance, Invitation
from opencoach.people import access, attention
from opencoach.people.attention import Brief
from opencoach.people.models import Engagement, Membership, Pause
from opencoach.people.queries.engagements import get_with_people
from opencoach.people.queries.specialisations import name_of
from opencoach.questionnaires.models import ASKED, Response
from opencoach.questionnaires.queries.answered import Answered, intake_of
from opencoach.questionnaires.queries.asked import Asked, asked_in


@dataclass(frozen=True, slots=True)
class ClientPage:
    """`reads` says whether the reader may have the content; without it the rest is empty where it would tell of it."""

    engagement: Engagement
    reads: bool
    specialisation: str
    now_there: dt.datetime | None
    place: str
    pauses: list[Pause]
    acceptances: list[Acceptance]
    invitation: Invitation | None
    sponsors: list[Membership]
    lately: list[Happened]
    asked: list[Asked]
    intake: Answered | None
    brief: Brief | None  # what the conversation says for itself

    @property
    def extent(self) -> str:
        """How much was agreed, in words."""
        amount, kind = self.engagement.allotment_amount, self.engagement.allotment_kind
        if kind == Engagement.Allotment.SESSIONS:
            return ngettext("%(amount)d session", "%(amount)d sessions", amount) % {"amount": amount}
        if kind == Engagement.Allotment.MINUTES:
            hours = amount // 60
            return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
        return _("Open, without a fixed number")

    @property
    def pause_now(self) -> Pause | None:
        """The pause that runs, or the next one."""
        return self.pauses[0] if self.pauses else None


def client_page(reader: Membership, public_id: uuid.UUID) -> ClientPage:
    """Everything that the page shows to this reader; what there is none of is not asked for. Raises Http404."""
    listed = access.engagements_listed_for(reader).select_related("conversation")
    pauses = Pause.objects.filter(engagement=OuterRef("pk"), withdrawn_at=None)
    asked = Response.objects.filter(ASKED, engagement=OuterRef("pk"))
    found, sponsors = get_with_people(listed.annotate(has_pauses=Exists(pauses), has_asked=Exists(asked)), public_id)
    engagement: Any = found
    reads = access.coaches(reader, engagement)
    client = engagement.current_clients[0] if len(engagement.current_clients) == 1 else None
    return ClientPage(
        engagement=engagement,
        reads=reads,
        specialisation=name_of(engagement.specialisation) if reads else "",
        now_there=clock_there(client, reader) if client else None,
        place=place_of(client.zone) if client else "",
        pauses=_pauses(engagement) if reads and engagement.has_pauses else [],
        acceptances=_acceptances(engagement) if reads else [],
        invitation=_invitation(engagement),
        sponsors=sponsors if reads else [],
        lately=happened_lately(reader, [engagement], limit=8) if reads else [],
        asked=asked_in(reader, engagement) if reads and engagement.has_asked else [],
        intake=intake_of(reader, engagement) if reads and engagement.has_asked else None,
        brief=attention.briefs_of(reader, [engagement]).get(engagement.pk) if reads else None,
    )


def place_of(zone: str) -> str:
    """The town that a zone is named after: "Asia/Ho_Chi_Minh" → "Ho Chi Minh"; nothing for a zone without a place."""
    area, slash, place = zone.rpartition("/")
    return place.replace("_", " ") if slash and area != "Etc" else ""


def _pauses(engagement: Engagement) -> list[Pause]:
    zone = engagement.current_clients[0].zone if engagement.current_clients else engagement.practice.zone
    today = timezone.now().astimezone(zoneinfo.ZoneInfo(zone)).date()
    coming = Q(ends_on=None) | Q(ends_on__gte=today)
    return list(Pause.objects.filter(coming, engagement=engagement, withdrawn_at=None).order_by("starts_on"))


def _acceptances(engagement: Engagement) -> list[Acceptance]:
    found = Acceptance.objects.filter(engagement=engagement).select_related("agreement")
    return list(found.order_by("-accepted_at"))


def _invitation(engagement: Engagement) -> Invitation | None:
    """The newest that still waits, also an expired one; one that was withdrawn, where the engagement is reopened."""
    if engagement.status not in {Engagement.Status.INVITED, Engagement.Status.PROSPECT}:
        return None
    waiting = Invitation.objects.filter(engagement=engagement, accepted_at=None)
    if engagement.status == Engagement.Status.PROSPECT:
        waiting = waiting.filter(withdrawn_at=None)
    return waiting.order_by(F("withdrawn_at").asc(nulls_first=True), "-created_at", "-pk").first()
