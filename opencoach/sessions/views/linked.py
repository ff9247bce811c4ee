"""What the link of a mail opens: one session, to move or to cancel, without signing in. GET shows, POST does.

Whoever has the mail may be a client's assistant: the pages say when and with whom, what a cancellation means, and
nothing of what the session is about.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.outbox.words import sender_name
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.sessions import actions as verbs
from opencoach.sessions import links, policy, words
from opencoach.sessions.links import Linked
from opencoach.sessions.mails.invitation import invitation
from opencoach.sessions.mails.readers import Letter, as_read_by
from opencoach.sessions.queries.allotment import allotment
from opencoach.sessions.queries.sessions import as_seen

View = Callable[..., HttpResponse]


def opened(view: View) -> Callable[..., HttpResponseBase]:
    """Give the view what the link opens, in the zone and language of whom it was sent to; any other link gets the page
    that says what became of it."""

    @wraps(view)
    def page(request: HttpRequest, token: str, **more: Any) -> HttpResponse:
        try:
            linked = links.find(token)
        except links.Closed as closed:
            why = str(closed.args[0])
            status = 404 if why == "unknown" else 410
            return render(request, "sessions/linked_closed.html", {"why": why}, status=status)
        with as_read_by(linked.member):
            return view(request, linked, **more)

    return page


def context_of(linked: Linked) -> dict[str, Any]:
    """What every page of a link shows."""
    session, member = linked.session, linked.member
    return {
        "session": session,
        "seen": as_seen(session, member),
        "practice": session.practice,
        "hue": session.practice.hue,
        "token": linked.token,
        "zone": member.zone,
        "coming": session.is_ahead and session.starts_at > timezone.now(),
        "movable": policy.is_free(session, timezone.now(), by_staff=not member.is_client) and session.session_type,
        "free_until": policy.free_until(session) if member.is_client else None,
    }


@require_safe
@opened
def linked(request: HttpRequest, linked: Linked) -> HttpResponse:
    """When the session is, and what can be done with it."""
    session = linked.session
    cancelled = verbs.cancellation(session) if session.status == session.Status.CANCELLED else None
    undo = cancelled is not None and timezone.now() <= min(cancelled.at + policy.UNDO, session.starts_at)
    return render(request, "sessions/linked.html", context_of(linked) | {"undo": undo})


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def linked_cancellation(request: HttpRequest, linked: Linked) -> HttpResponse:
    """What a cancellation means; then it is done by POST."""
    session, member = linked.session, linked.member
    if request.method == "POST":
        try:
            verbs.cancel(session, actor=member.person)
        except Refused as error:
            refused(request, str(error))
        else:
            undo = reverse("sessions:linked_reinstatement", args=[linked.token])
            said(request, _("The session is cancelled. The mail about it goes out in ten minutes."), undo)
        return redirect("sessions:linked", linked.token)
    free = policy.is_free(session, timezone.now(), by_staff=not member.is_client)
    counted = allotment(session.engagement).left is not None
    cost = words.cost(free=free, by_staff=not member.is_client, counted=counted)
    return render(request, "sessions/linked_cancellation.html", context_of(linked) | {"cost": cost, "free": free})


@require_POST
@opened
def linked_reinstatement(request: HttpRequest, linked: Linked) -> HttpResponse:
    """The cancellation is taken back."""
    try:
        verbs.reinstate(linked.session, actor=linked.member.person)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("The session is booked again."))
    return redirect("sessions:linked", linked.token)


@require_safe
@opened
def linked_entry(request: HttpRequest, linked: Linked) -> HttpResponse:
    """The session as a file for a calendar program."""
    letter = Letter(linked.session, linked.member)
    made = invitation(letter, sender=sender_name(letter.name, linked.session.practice), accepted=True, method="PUBLISH")
    answer = HttpResponse(made.content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="session.ics"'
    return answer
