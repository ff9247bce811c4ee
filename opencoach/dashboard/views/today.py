"""Today: what now?"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opencoach.dashboard.greeting import greeting
from opencoach.dashboard.queries.firststeps import first_steps
from opencoach.dashboard.queries.lately import with_names
from opencoach.dashboard.queries.mine import mine
from opencoach.library.queries.shares import waiting as waiting_materials
from opencoach.people import access, attention
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.engagements import with_parts
from opencoach.plan.queries.front import front
from opencoach.plan.queries.today import Today, today_for
from opencoach.questionnaires.queries.asked import waiting_of
from opencoach.sessions.queries.front import next_session

Role = Membership.Role
MOST = 30  # of what waits; the weightiest come first, the rest when these are settled


@require_safe
@in_practice()
def today(request: PracticeRequest) -> HttpResponse:
    membership, now = request.membership, timezone.localtime()
    context = {"now": now, "greeting": greeting(now, membership.display_name)}
    if membership.is_client:
        return render(request, "dashboard/today_client.html", context | _client(membership))
    if membership.is_coach:
        return render(request, "dashboard/today_coach.html", context | _coach(membership))
    engagements = with_parts(access.engagements_listed_for(membership)).exclude(status="ended").order_by("-pk")
    context["engagements"] = list(engagements[:50])
    return render(request, "dashboard/today_office.html", context)


def _coach(membership: Membership) -> dict[str, Any]:
    lately = with_names(membership)
    own = front(membership).actions
    waiting = attention.waiting_for(membership)
    return {
        "next": next_session(membership),
        "steps": [] if lately else first_steps(membership),
        "waiting": waiting[:MOST],
        "more_waits": len(waiting) > MOST,
        "unread": attention.unread_of(membership)[:6],
        "lately": lately,
        "doing": Today(timezone.localdate(), actions=own) if own else None,
        "writes": True,
    }


def _client(membership: Membership) -> dict[str, Any]:
    engagements = mine(membership)
    return {
        "next": next_session(membership),
        "doing": today_for(
            membership, [one.engagement for one in engagements], {one.engagement.pk: one.pauses for one in engagements}
        ),
        "writes": True,
        "first": engagements[0] if engagements else None,
        "others": engagements[1:],
        "materials": waiting_materials(membership),
        "asked": waiting_of(membership)[:5] if any(one.is_asked for one in engagements) else [],
    }
