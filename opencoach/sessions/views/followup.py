"""After a session: one page for its coach."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from opencoach.notes.forms import WritingForm
from opencoach.notes.queries.templates import choices
from opencoach.notes.views.saving import save
from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.sessions import access
from opencoach.sessions.actions.following_up import note_of
from opencoach.sessions.forms import HoldForm
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.queries.notes import note_about
from opencoach.sessions.queries.sessions import as_seen

Status = CoachingSession.Status
AFTER = (Status.BOOKED, Status.HELD, Status.MISSED)


def _load(request: PracticeRequest, session: uuid.UUID) -> CoachingSession:
    found = access.get_session(request.membership, session)
    if found.status not in AFTER or timezone.now() < found.starts_at:
        raise Http404
    return found


@require_safe
@in_practice(*navigation.COACHES)
def followup(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What became of it, the private note, what was agreed, what is sent."""
    return _page(request, _load(request, session))


def _page(request: PracticeRequest, session: CoachingSession, **forms: Any) -> HttpResponse:
    reader = request.membership
    note = note_about(reader, session)
    context = {
        "session": session,
        "seen": as_seen(session, reader),
        "writes": people.may_write(reader, session.engagement),
        "hold_form": HoldForm(session, None),
        "note": note,
        "note_form": forms.get("note_form") or WritingForm(row=note),
        "templates": choices(reader),
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
