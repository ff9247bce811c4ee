"""How a session was: each side says it in twenty seconds, signed in or from the mail after it."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.lib import limits
from opencoach.people import navigation
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.reading import as_read_by
from opencoach.people.refusal import Refused
from opencoach.people.said import said
from opencoach.sessions import access, links
from opencoach.sessions.actions import rating as verbs
from opencoach.sessions.forms.rating import RatingForm
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.queries.ratings import has_rated, own_rating
from opencoach.sessions.queries.sessions import as_seen

Role = Membership.Role
BOTH = (Role.OWNER, Role.COACH, Role.CLIENT)
POSTS, WINDOW = 60, 600  # from one address, in so many seconds


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*BOTH)
def rating(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What the reader says of it; said before, it can be changed."""
    reader = request.membership
    found = access.get_session(reader, session)
    if not verbs.is_ratable(found):
        raise Http404
    own = own_rating(reader, found)
    form = _form(request, reader, own)
    if form.is_bound and form.is_valid() and _rated(found, form, reader, again=True):
        said(request, _("Thank you. It is written down."))
        after = reader.is_coach and request.GET.get("then") == "followup"
        return redirect("sessions:followup" if after else "sessions:session", reader.practice.slug, session)
    return _page(request, "sessions/rating.html", found, reader, form, own=own)


@require_POST
@in_practice(*navigation.COACHES)
def rating_seen(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The coach has looked at what was said."""
    found = access.get_session(request.membership, session)
    verbs.see(found, by=request.membership)
    return redirect("sessions:session", request.membership.practice.slug, session)


@require_http_methods(["GET", "HEAD", "POST"])
def linked_rating(request: HttpRequest, token: str) -> HttpResponse:
    """The same from a mail, once, without signing in. What was said before is not shown."""
    if request.method == "POST" and not limits.allowed("rating", limits.place_of(request), POSTS, WINDOW):
        return _closed(request, "often", 429)
    try:
        found = links.find(token, purpose=links.RATING)
    except links.Closed as closed:
        why = str(closed.args[0])
        return _closed(request, why, 404 if why == "unknown" else 410)
    member, session = found.member, found.session
    with as_read_by(member):
        if not verbs.is_ratable(session):
            return _closed(request, "ended", 410)
        rated = has_rated(member, session)
        form = _form(request, member, None)
        if form.is_bound and not rated and form.is_valid() and _rated(session, form, member, again=False):
            return redirect("sessions:linked_rating", token)
        status = 409 if rated and request.method == "POST" else 0
        return _page(request, "sessions/linked_rating.html", session, member, form, rated=rated, status=status)


def _closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "sessions/linked_rating_closed.html", {"why": why}, status=status)


def _form(request: HttpRequest, member: Membership, own: Any) -> RatingForm:
    data = request.POST if request.method == "POST" else None
    marks, words = (own.marks, own.words) if own else ({}, "")
    return RatingForm(data, coach=member.is_coach, marks=marks, said=words)


def _rated(session: CoachingSession, form: RatingForm, member: Membership, *, again: bool) -> bool:
    """Whether it is written down now; else the form says why not."""
    try:
        verbs.rate(session, form.marks, form.said, by=member, again=again)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


def _page(
    request: HttpRequest, template: str, session: CoachingSession, member: Membership, form: RatingForm,
    *, status: int = 0, **more: Any,
) -> HttpResponse:  # fmt: skip
    context = {
        "session": session, "seen": as_seen(session, member), "form": form, "coach": member.is_coach,
        "practice": session.practice, "hue": session.practice.hue, **more,
    }  # fmt: skip
    return render(request, template, context, status=status or (422 if form.is_bound else 200))
