"""After a session: one page for its coach."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.library.queries.picking import offered
from opencoach.library.queries.shares import sent_in
from opencoach.notes.forms import WritingForm
from opencoach.notes.models import Summary
from opencoach.notes.queries.templates import choices
from opencoach.notes.views.saving import save
from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.sessions import access
from opencoach.sessions.actions.following_up import note_of, share_summary, summary_of
from opencoach.sessions.actions.rating import is_ratable
from opencoach.sessions.forms import HoldForm
from opencoach.sessions.forms.agreed import AgreedForm
from opencoach.sessions.forms.rating import RatingForm
from opencoach.sessions.models import EARLY, CoachingSession
from opencoach.sessions.queries.agreed import agreed_in
from opencoach.sessions.queries.notes import note_about
from opencoach.sessions.queries.ratings import ratings_of
from opencoach.sessions.queries.sessions import as_seen
from opencoach.sessions.queries.summaries import summaries

Status = CoachingSession.Status
AFTER = (Status.BOOKED, Status.HELD, Status.MISSED)


def load(request: PracticeRequest, session: uuid.UUID) -> CoachingSession:
    found = access.get_session(request.membership, session)
    if found.status not in AFTER or timezone.now() < found.starts_at - EARLY:
        raise Http404
    return found


@require_safe
@in_practice(*navigation.COACHES)
def followup(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What became of it, the private note, what was agreed, what is sent."""
    return followup_page(request, load(request, session))


def summary_form(data: Any, summary: Summary | None) -> WritingForm:
    return WritingForm(data, row=summary, label=_("Your summary"), name="summary")


@dataclass(frozen=True, slots=True)
class Picked:
    """What was chosen of the library, what was looked for, the words with it, and what is wrong."""

    chosen: Sequence[str] = ()
    words: str = ""
    note: str = ""
    wrong: str = ""


def followup_page(
    request: PracticeRequest, session: CoachingSession, *, status: int = 0, picked: Picked | None = None, **forms: Any
) -> HttpResponse:
    """The page; `forms` are those that were sent and need another look."""
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
        **_agreed(reader, session, forms),
        **_materials(reader, session, picked),
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
    wrong = bool(forms) or (picked is not None and bool(picked.wrong))
    return render(request, "sessions/followup.html", context, status=status or (422 if wrong else 200))


def _agreed(reader: Membership, session: CoachingSession, forms: dict[str, Any]) -> dict[str, Any]:
    """What was agreed, each with the form that changes it."""
    found, changed = agreed_in(reader, session), forms.get("changed_form")
    rows = [
        (one, changed if changed and changed.action.pk == one.action.pk else AgreedForm(action=one.action))
        for one in found.here
    ]
    return {
        "agreed": rows, "open_actions": found.open, "agreed_form": forms.get("agreed_form") or AgreedForm(),
        "several": session.engagement.group_id is not None,
    }  # fmt: skip


def _materials(reader: Membership, session: CoachingSession, picked: Picked | None) -> dict[str, Any]:
    """What went to the client since the session began, and what could."""
    sent = [one for one in sent_in(reader, session.engagement) if one.sending.sent_at >= session.starts_at]
    rows = offered(reader, picked.words if picked else "", picked.chosen if picked else ())
    return {"sent": sent[:20], "picked": picked, "rows": rows[:12], "words": picked.words if picked else ""}


@require_POST
@in_practice(*navigation.COACHES)
def session_note(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The coach's private note of it is saved, from the page while they write, too."""
    reader = request.membership
    found = load(request, session)
    form = WritingForm(request.POST, row=note_about(reader, found))
    answer = save(
        request, form, lambda: note_of(found, by=reader),
        lambda: redirect("sessions:followup", reader.practice.slug, session),
    )  # fmt: skip
    return answer or followup_page(request, found, note_form=form)


@require_POST
@in_practice(*navigation.COACHES)
def session_summary(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The summary is saved, or (`do=share`) shared with the session's people as it stands."""
    reader = request.membership
    found = load(request, session)
    form = summary_form(request.POST, summaries([found]).get(found.pk))
    answer = save(request, form, lambda: summary_of(found, by=reader), lambda: _summed_up(request, found))
    return answer or followup_page(request, found, summary_form=form)


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
