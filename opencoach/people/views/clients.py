"""Clients: everybody that a coach works with, in one list."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from opencoach.people import access, attention, navigation
from opencoach.people.models import Engagement, Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.queries.clients import SORTS, Listed, Wanted, clients_page
from opencoach.people.queries.specialisations import name_of


@require_safe
@in_practice(*navigation.STAFF)
def clients(request: PracticeRequest) -> HttpResponse:
    asked = request.GET
    wanted = Wanted.read(asked.get("q", ""), asked.get("status", ""), asked.get("sort", ""), asked.get("page", "1"))
    listed = clients_page(access.engagements_listed_for(request.membership), wanted)
    page = listed.page
    briefs = attention.briefs_of(request.membership, listed.rows)
    rows = [
        {
            "engagement": row,
            "brief": briefs.get(row.pk),
            "key": str(row.current_clients[0].public_id) if row.current_clients else "",
            "line": _line(request.membership, row),
        }
        for row in listed.rows
    ]
    context = {
        "rows": rows,
        "page": page,
        "total": listed.total,
        "wanted": wanted,
        "filters": _filters(wanted, listed),
        "sorts": zip(SORTS, (_("By name"), _("Newest first"), _("By status")), strict=True),
        "earlier": _query(wanted, page=page.previous_page_number()) if page.has_previous() else "",
        "later": _query(wanted, page=page.next_page_number()) if page.has_next() else "",
    }
    response = render(request, "people/clients.html", context)
    if request.headers.get("HX-Request"):
        response.headers["HX-Replace-Url"] = request.path + _query(wanted, page=wanted.page)
    return response


def _line(membership: Membership, engagement: Engagement) -> str:
    """What stands below a name: what it is about for those who coach it, who coaches it for the others."""
    if access.coaches(membership, engagement):
        words = [name_of(engagement.specialisation)]
    else:
        coaches = ", ".join(coach.display_name for coach in engagement.current_coaches)
        words = [_("with %(names)s") % {"names": coaches} if coaches else _("without a coach")]
    if engagement.group is not None:
        people = len(engagement.current_clients)
        words.append(ngettext("group of %(people)d", "group of %(people)d", people) % {"people": people})
    began = date_format(timezone.localtime(engagement.created_at), "j F Y")
    words.append(_("since %(day)s") % {"day": began})
    return " · ".join(words)


def _filters(wanted: Wanted, listed: Listed) -> list[tuple[str, str, int, bool]]:
    """The statuses to choose from: words, query, how many, whether it is the present one. Empty ones are left out."""
    names = [("", _("Current")), *Engagement.Status.choices, ("all", _("All"))]
    return [
        (str(name), _query(wanted, status=key), listed.counts.get(key, 0), key == wanted.status)
        for key, name in names
        if key in {"", "all", wanted.status} or listed.counts.get(key)
    ]


def _query(wanted: Wanted, *, status: str | None = None, page: int = 1) -> str:
    """The URL's query for this list with one thing changed."""
    asked = {
        "q": wanted.words,
        "status": wanted.status if status is None else status,
        "sort": "" if wanted.sort == "name" else wanted.sort,
        "page": page if page > 1 else "",
    }
    said = urlencode({key: value for key, value in asked.items() if value})
    return f"?{said}" if said else ""
