"""After a session: one page for its coach."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.notes.forms import WritingForm
from opencoach.notes.models import Summary
from opencoach.notes.queries.templates import choices
from opencoach.notes.views.saving import save
from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.sessions import access
from opencoach.sessions.actions.following_up import note_of, share_summary, summary_of
from opencoach.sessions.actions.rating import is_ratable
from opencoach.sessions.forms import HoldForm
from opencoach.sessions.forms.rating import RatingForm
from opencoach.sessions.models import EARLY, CoachingSession
from opencoach.sessions.queries.notes import note_about
from opencoach.sessions.queries.ratings import ratings_of
from opencoach.sessions.queries.sessions import as_seen
from opencoach.sessions.queries.summaries import summaries

Status = CoachingSession.Status
AFTER = (Status.BOOKED, Status.HELD, Status.MISSED)


def _load(request: PracticeRequest, session: uuid.UUID) -> CoachingSession:
    found = access.get_session(request.membership, session)
    if found.status not in AFTER or timezone.now() < found.starts_at - EARLY:
        raise Http404
    return found


@require_safe
@in_practice(*navigation.COACHES)
def followup(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What became of it, the private note, what was agreed, what is sent."""
    return _page(request, _load(request, session))


def summary_form(data: Any, summary: Summary | None) -> WritingForm:
    return WritingForm(data, row=summary, label=_("Your summary"), name="summary")


def _page(request: PracticeRequest, session: CoachingSession, **forms: Any) -> HttpResponse:
    reader = request.membership
    note = note_about(reader, session)
    summary = summaries([session]).get(session.pk)
    ratings = ratings_of(reader, session)
    own = next((one for one in ratings if one.own), None)
    marks, words = (own.marks, own.words) if own else ({}, "")
    context = {
        "ratings": [one for one in ratings if not one.own],
        "rates": is_ratable(session),
        "has_rated": own is not None,
        "rating_form": RatingForm(coach=True, marks=marks, said=words),
        "session": session,
        "seen": as_seen(session, reader),
        "writes": people.may_write(reader, session.engagement),
        "hold_form": HoldForm(session, None),
        "note": note,
        "note_form": forms.get("note_form") or WritingForm(row=note),
        "templates": choices(reader),
        "summary": summary,
        "summary_form": forms.get("summary_form") or summary_form(None, summary),
    }
    return render(request, "sessions/followup.html", context, status=422 if forms else 200)


@require_POST
@in_practice(*navigation.COACHES)
def session_note(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The coach's private note of it is saved, from the page while they write, too."""
    reader = request.membership
    found = _load(request, session)
    form = WritingForm(request.POST, row=note_about(reader, found))
    answer = save(
        request, form, lambda: note_of(found, by=reader),
        lambda: redirect("sessions:followup", reader.practice.slug, session),
    )  # fmt: skip
    return answer or _page(request, found, note_form=form)


@require_POST
@in_practice(*navigation.COACHES)
def session_summary(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The summary is saved, or (`do=share`) shared with the session's people as it stands."""
    reader = request.membership
    found = _load(request, session)
    form = summary_form(request.POST, summaries([found]).get(found.pk))
    answer = save(request, form, lambda: summary_of(found, by=reader), lambda: _summed_up(request, found))
    return answer or _page(request, found, summary_form=form)


def _summed_up(request: PracticeRequest, session: CoachingSession) -> HttpResponse:
    if request.POST.get("do") == "share":
        try:
            share_summary(session, by=request.membership)
        except Refused as error:
            refused(request, str(error))
        else:
            said(request, _("Your client reads it now."))
    here = reverse("sessions:followup", args=[request.membership.practice.slug, session.public_id])
    return redirect(f"{here}#summary")
