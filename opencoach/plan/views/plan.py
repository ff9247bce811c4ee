"""A plan: the coach's tab of a client's page, and the client's own place."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import get_with_people
from opencoach.plan.queries.plan import plan_of, whose
from opencoach.plan.views.doing import PLANNING, plan_of_path
from opencoach.plan.views.place import Spot

Role = Membership.Role


@require_safe
@in_practice(Role.CLIENT)
def mine(request: PracticeRequest) -> HttpResponse:
    """The client's plan with their present coach; an earlier one where there is none."""
    engagements = people.engagements_for(request.membership).order_by("-created_at", "-pk")
    rows = list(engagements.values_list("public_id", "status"))
    if not rows:
        return render(request, "plan/no_plan.html")
    present = [one for one, status in rows if status != Engagement.Status.ENDED]
    return _page(request, (present or [rows[0][0]])[0])


@require_safe
@in_practice(*PLANNING)
def plan(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    return _page(request, engagement)


def _page(request: PracticeRequest, public_id: uuid.UUID) -> HttpResponse:
    return render(request, "plan/plan.html", page_of(request.membership, public_id, request.GET.get("of", "")))


def page_of(reader: Membership, public_id: uuid.UUID, of: str = "") -> dict[str, Any]:
    """What the page of one plan shows to this reader."""
    engagement, sponsors = get_with_people(people.engagements_for(reader), public_id)
    client = whose(engagement, reader, of)
    if of and client is None:
        raise Http404
    found = plan_of(reader, engagement, client)
    several = engagement.group is not None
    writes = people.may_write(reader, engagement) and (several or client is not None)
    return {
        "engagement": engagement,
        "client": client,
        "plan": found,
        "tabs": [] if reader.is_client else navigation.tab_links(reader, engagement, "plan", content=True),
        "sponsors": sponsors if any(goal.for_sponsor for goal in found.goals) else [],
        "writes": writes,
        "pages": Spot(reader, engagement, client, writes).pages,
        "page_now": "plan",
        "whole": _members(reader, engagement, client) if several else [],
        "urls": {name: plan_of_path(reader, engagement, client, name) for name in LINKS} if writes else {},
    }


LINKS = ("needs", "goal_new", "checklist", "wheel")


def _members(reader: Membership, engagement: Engagement, client: Membership | None) -> list[tuple[str, str, bool]]:
    """The plans of a group that this reader may open: (name, path, whether it is this one)."""
    mine = [reader] if reader.is_client else engagement.current_clients
    plans: list[Membership | None] = [None, *mine]
    return [
        (
            str(one.display_name if one else engagement.name), plan_of_path(reader, engagement, one),
            (one.pk if one else None) == (client.pk if client else None),
        )
        for one in plans
    ]  # fmt: skip
