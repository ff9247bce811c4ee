"""One client, for the coach."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opencoach.dashboard.queries.client import client_page
from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.specialisations import help_for


@require_safe
@in_practice(*navigation.STAFF)
def overview(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    client = client_page(request.membership, engagement)
    tabs = navigation.tab_links(request.membership, client.engagement, "overview", content=client.reads)
    context = {
        "client": client,
        "engagement": client.engagement,
        "tabs": tabs,
        "write_url": next((tab.url for tab in tabs if tab.key == "conversation"), ""),
        "now": timezone.now(),
        "asked": client.asked,
        "intake": client.intake,
        "help": help_for(client.engagement.specialisation) if client.reads else None,
    }
    return render(request, "dashboard/overview.html", context)
