"""What is shared: who sees what of a client, in plain words."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opencoach.people import access
from opencoach.people.models import Engagement, Membership, Sponsorship
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import with_parts
from opencoach.people.queries.specialisations import name_of

Role = Membership.Role


@require_safe
@in_practice(Role.CLIENT)
def sharing(request: PracticeRequest) -> HttpResponse:
    engagements = list(with_parts(access.engagements_for(request.membership)))
    office = list(
        Membership.objects.filter(
            practice=request.membership.practice_id, role__in=[Role.OWNER, Role.ASSISTANT], ended_at=None
        ).order_by("display_name")
    )
    sponsors = list(
        Sponsorship.objects.filter(engagement__in=engagements, until=None).select_related("membership").order_by("pk")
    )
    shown = [_shared(request.membership, one, office, sponsors) for one in engagements]
    return render(request, "people/sharing.html", {"engagements": shown})


def _shared(
    reader: Membership, engagement: Engagement, office: list[Membership], sponsors: list[Sponsorship]
) -> dict[str, Any]:
    coaches = engagement.current_coaches
    title = _("%(specialisation)s coaching") % {"specialisation": name_of(engagement.specialisation)}
    return {
        "title": engagement.group.name if engagement.group is not None else title,
        "coaches": coaches,
        "others": [client for client in engagement.current_clients if client.pk != reader.pk],
        "sponsors": [one.membership.display_name for one in sponsors if one.engagement_id == engagement.pk],
        "office": [one.display_name for one in office if one not in coaches],
    }
