"""Another time for a session, chosen by whoever has the mail about it: the same free times as on the booking page."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.scheduling.actions import booking as actions
from opencoach.scheduling.queries import calendar
from opencoach.scheduling.queries.choices import Offer
from opencoach.scheduling.queries.shown import shown
from opencoach.sessions.links import Linked
from opencoach.sessions.views.linked import context_of, opened


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def linked_moving(request: HttpRequest, linked: Linked) -> HttpResponse:
    """The free times; then the one that was chosen, moved to by POST."""
    session = linked.session
    if session.session_type is None:
        raise Http404
    offer = Offer(session.session_type, session.coach)
    context: dict[str, Any] = context_of(linked) | {"why": ""}
    start = calendar.read_time(request.POST.get("at", "") or request.GET.get("at", ""))
    if request.method == "POST" and start is not None:
        try:
            moved = actions.move(session, offer, start, by=linked.member)
        except Refused as error:
            context["why"] = str(error)
        else:
            asks = moved.status == moved.Status.REQUESTED
            said(request, _("You have asked for this time.") if asks else _("The session is moved."))
            return redirect("sessions:linked", linked.token)
    if start is not None and not context["why"]:
        context |= {"start": start, "end": start + dt.timedelta(minutes=session.minutes)}
        return render(request, "scheduling/linked_move.html", context)
    context |= _times(request, linked, offer)
    return render(request, "scheduling/linked_when.html", context, status=422 if context["why"] else 200)


def _times(request: HttpRequest, linked: Linked, offer: Offer) -> dict[str, Any]:
    """The month and the times of the chosen day, on the clock of whom the mail went to."""
    member = linked.member
    month = shown(offer, member.zone, request.GET, by_staff=not member.is_client, ignoring=linked.session)
    return {"month": month, "prefix": "?"}
