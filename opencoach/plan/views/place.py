"""Whose plan a page is about, where its pages are, and where a step leads back to."""

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest
from opencoach.people.queries.engagements import get_with_people
from opencoach.plan import access, private
from opencoach.plan.models import Goal, Item, Strategy
from opencoach.plan.queries.plan import in_plan, whose

Role = Membership.Role
PLANNING = (Role.OWNER, Role.COACH, Role.CLIENT)
PAGES = ("actions", "measures")
OF_ONE = ("checkins", "encouragement")


@dataclass(frozen=True, slots=True)
class Spot:
    """One plan as its reader sees it."""

    reader: Membership
    engagement: Engagement
    client: Membership | None
    writes: bool

    def path(self, name: str) -> str:
        """A page of this plan."""
        found = reverse(f"plan:{name}", args=[self.reader.practice.slug, self.engagement.public_id])
        return f"{found}?of={self.client.public_id}" if self.client and self.engagement.group_id else found

    @property
    def pages(self) -> dict[str, str]:
        """Its parts by name; a plan of a whole group has none that are somebody's own."""
        of_one = () if self.client is None and self.engagement.group_id is not None else OF_ONE
        return {name: self.path(name) for name in ("plan", *PAGES, *of_one)}

    def context(self, current: str) -> dict[str, Any]:
        """What the frame of its pages needs."""
        tabs = [] if self.reader.is_client else navigation.tab_links(self.reader, self.engagement, "plan", content=True)
        return {
            "engagement": self.engagement,
            "client": self.client,
            "writes": self.writes,
            "plan_tabs": tabs,
            "pages": self.pages,
            "page_now": current,
            "here": self.path(current),
        }


def spot_of(request: PracticeRequest, engagement: uuid.UUID, *, to_write: bool = False) -> Spot:
    """The plan that a page is asked for; Http404 for whoever may not read (or write) it."""
    reader = request.membership
    found, _sponsors = get_with_people(people.engagements_for(reader), engagement)
    of = request.GET.get("of", "")
    client = whose(found, reader, of)
    if of and client is None:
        raise Http404
    writes = people.may_write(reader, found) and (found.group_id is not None or client is not None)
    if to_write and not writes:
        raise Http404
    return Spot(reader, found, client, writes)


def spot_of_row(request: PracticeRequest, row: Item) -> Spot:
    """The plan that a row stands in."""
    return Spot(request.membership, row.engagement, row.client, access.may_write(request.membership, row))


def back(request: PracticeRequest, otherwise: str) -> HttpResponse:
    """To the page that a step was taken on, if it is one of ours; else somewhere sensible."""
    asked = request.POST.get("next", "") or urlsplit(request.headers.get("Referer", "")).path
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None)
    return redirect(asked if safe else otherwise)


def ways_of(spot: Spot) -> list[tuple[Goal, str, list[tuple[Strategy, str]]]]:
    """The goals that something can hang on, with their strategies; two queries."""
    goals = access.goals_for(spot.reader).filter(
        engagement=spot.engagement, client=spot.client, removed_at=None, status__in=(*Goal.OPEN, Goal.Status.PAUSED)
    )
    rows = in_plan(goals.order_by("position", "pk"), spot.engagement)
    strategies = in_plan(Strategy.objects.filter(goal__in=rows, removed_at=None).order_by("position"), spot.engagement)
    return [
        (
            goal, str(private.words(goal).get("title", "")),
            [(one, str(private.words(one).get("text", ""))) for one in strategies if one.goal_id == goal.pk],
        )
        for goal in rows
    ]  # fmt: skip
