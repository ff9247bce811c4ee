"""What is settled on the page after a session: the actions that were agreed, what is sent, how the summary read."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.lib.finding import first_or_404
from opencoach.library.actions.sending import send
from opencoach.library.queries.picking import versions_of
from opencoach.notes.actions.writing import bring_back
from opencoach.notes.models import Earlier, Summary
from opencoach.notes.views.history import versions_of as earlier_versions
from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan.actions import doing
from opencoach.plan.models import Action
from opencoach.sessions.actions import reviewing
from opencoach.sessions.forms.agreed import AgreedForm
from opencoach.sessions.models import CoachingSession
from opencoach.sessions.queries.agreed import client_of
from opencoach.sessions.queries.summaries import summaries
from opencoach.sessions.views.agreed import action_of, verbs_of
from opencoach.sessions.views.followup import Picked, followup_page, load


def _back(request: PracticeRequest, session: CoachingSession, anchor: str) -> HttpResponse:
    here = reverse("sessions:followup", args=[request.membership.practice.slug, session.public_id])
    return redirect(f"{here}#{anchor}")


@require_POST
@in_practice(*navigation.COACHES)
def followup_action_new(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """Something more was agreed."""
    found = load(request, session)
    form = AgreedForm(request.POST)
    if form.is_valid() and _done(form, lambda: _agree_new(request, found, form)):
        return _back(request, found, "agreed")
    return followup_page(request, found, agreed_form=form)


def _agree_new(request: PracticeRequest, session: CoachingSession, form: AgreedForm) -> None:
    reviewing.agree_new(session, client_of(session), form.todo, actor=request.membership.person)


def _done(form: AgreedForm, verb: Callable[[], object]) -> bool:
    try:
        verb()
    except Refused as error:
        form.add_error(None, str(error))
        return False
    return True


@require_POST
@in_practice(*navigation.COACHES)
def followup_action(request: PracticeRequest, session: uuid.UUID, thing: uuid.UUID) -> HttpResponse:
    """Tick an action or take that back, take it along from this session or not, or change it."""
    found = load(request, session)
    row = action_of(request.membership, found, thing)
    verbs = verbs_of(found, row, request.membership)
    do = request.POST.get("do", "")
    if do == "change":
        form = AgreedForm(request.POST, action=row)
        if form.is_valid() and _done(form, lambda: _change(row, form, request)):
            return _back(request, found, "agreed")
        return followup_page(request, found, changed_form=form)
    if do not in verbs:
        return HttpResponse(_("What is to be done with it?"), status=422, content_type="text/plain")
    try:
        verbs[do]()
    except Refused as error:
        refused(request, str(error))
    return _back(request, found, "agreed")


def _change(row: Action, form: AgreedForm, request: PracticeRequest) -> None:
    revision = form.cleaned_data["revision"]
    doing.change_action(
        row, form.todo, revision=row.revision if revision is None else revision, actor=request.membership.person
    )


@require_POST
@in_practice(*navigation.COACHES)
def followup_materials(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """Send what is chosen, or (`do=find`) look for more."""
    found, reader = load(request, session), request.membership
    chosen, note = request.POST.getlist("material"), request.POST.get("note", "").replace("\r\n", "\n")
    picked = Picked(chosen, request.POST.get("q", "").strip()[:200], note)
    if request.POST.get("do") == "find":
        return followup_page(request, found, status=200, picked=picked)
    try:
        if not people.may_write(reader, found.engagement):
            raise Refused(_("This engagement has ended."))
        send(versions_of(reader, chosen), found.engagement, by=reader, note=note)
    except Refused as error:
        return followup_page(request, found, picked=Picked(chosen, picked.words, note, str(error)))
    said(request, _("It is on its way."))
    return _back(request, found, "materials")


def _summary(request: PracticeRequest, session: uuid.UUID) -> tuple[CoachingSession, Summary]:
    found = load(request, session)
    summary = summaries([found]).get(found.pk)
    if summary is None:
        raise Http404
    return found, summary


@require_safe
@in_practice(*navigation.COACHES)
def summary_history(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """How the summary read before, the newest first."""
    found, summary = _summary(request, session)
    here = reverse("sessions:followup", args=[request.membership.practice.slug, session])
    context = {
        "rows": earlier_versions(summary), "writes": people.may_write(request.membership, found.engagement),
        "back": f"{here}#summary", "back_label": _("After the session"), "rereading": "sessions:summary_rereading",
        "key": found.public_id,
    }  # fmt: skip
    return render(request, "notes/history.html", context)


@require_POST
@in_practice(*navigation.COACHES)
def summary_rereading(request: PracticeRequest, session: uuid.UUID, earlier: uuid.UUID) -> HttpResponse:
    """It reads as it did then, for its coach; its people read what was shared until it is shared again."""
    found, summary = _summary(request, session)
    before = first_or_404(Earlier.objects.filter(thing=summary.public_id), earlier)
    try:
        bring_back(summary, before)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("It reads as it did then. How it read until now is kept, too."))
    return _back(request, found, "summary")
