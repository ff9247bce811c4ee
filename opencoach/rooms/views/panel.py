"""What stands beside a session: its agenda, what was agreed, the plan; changed in place by both."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.people.models import Person
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused
from opencoach.plan import access as plan
from opencoach.plan import actions as plan_actions
from opencoach.plan.models import Goal
from opencoach.questionnaires.queries.asked import asked_about
from opencoach.rooms import access, news
from opencoach.rooms.queries.page import beside
from opencoach.rooms.views.loading import MEETING, back, is_part, load_inside
from opencoach.sessions import private
from opencoach.sessions.actions import note_agenda, reviewing
from opencoach.sessions.forms.agreed import AgreedForm
from opencoach.sessions.models import ASKED, CoachingSession
from opencoach.sessions.queries.agreed import client_of
from opencoach.sessions.views.agreed import action_of, verbs_of


@require_safe
@in_practice(*MEETING)
def panel(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """The part of the page that changes, for a page that is open."""
    return _part(request, load_inside(request, session))


def _part(
    request: PracticeRequest, session: CoachingSession, form: AgreedForm | None = None, why: str = ""
) -> HttpResponse:
    reader = request.membership
    context: dict[str, Any] = {
        "session": session,
        "coach": access.is_coach(reader, session),
        "agenda": private.unseal(session, "agenda"),
        "asked": asked_about(reader, session.engagement, ASKED, session.public_id),
        "beside": beside(reader, session),
        "agreed_form": form,
        "why": why,
    }
    return render(request, "rooms/_panel.html", context, status=422 if why or form is not None else 200)


def _done(
    request: PracticeRequest, session: CoachingSession, why: str = "", form: AgreedForm | None = None
) -> HttpResponse:
    """The part anew for an open page, which keeps what was typed where it was refused; else the page."""
    if is_part(request):
        fresh = access.get_session(request.membership, session.public_id)
        return _part(request, fresh, form, why)
    if why:
        refused(request, why)
    return back(request, session)


def _do(
    request: PracticeRequest, session: CoachingSession, verb: Callable[[], object], form: AgreedForm | None = None,
    *, what: str = "plan",
) -> HttpResponse:  # fmt: skip
    """Do it, and tell both sides which panel has changed; or say why not."""
    try:
        verb()
    except Refused as error:
        return _done(request, session, str(error), form)
    news.tell(session, what)
    return _done(request, session)


@require_POST
@in_practice(*MEETING)
def agenda(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What it is to be about."""
    found = load_inside(request, session)
    text, by = request.POST.get("agenda", ""), request.membership.person
    return _do(request, found, lambda: note_agenda(found, text, actor=by), what="agenda")


@require_POST
@in_practice(*MEETING)
def action_new(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """Something is agreed."""
    found = load_inside(request, session)
    form = AgreedForm(request.POST)
    if not form.is_valid():
        why = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _done(request, found, why, form)
    return _do(request, found, lambda: _agree(request, found, form), form)


def _agree(request: PracticeRequest, session: CoachingSession, form: AgreedForm) -> None:
    reviewing.agree_new(session, client_of(session), form.todo, actor=request.membership.person)


@require_POST
@in_practice(*MEETING)
def action(request: PracticeRequest, session: uuid.UUID, thing: uuid.UUID) -> HttpResponse:
    """Tick an action, take that back, take it along from this session, or not."""
    found = load_inside(request, session)
    row = action_of(request.membership, found, thing)
    verb = verbs_of(found, row, request.membership).get(request.POST.get("do", ""))
    if verb is None:
        return HttpResponse(_("What is to be done with it?"), status=422, content_type="text/plain")
    return _do(request, found, verb)


@require_POST
@in_practice(*MEETING)
def rating(request: PracticeRequest, session: uuid.UUID, thing: uuid.UUID) -> HttpResponse:
    """Where a goal stands, said together."""
    found = load_inside(request, session)
    reader = request.membership
    goal = plan.require_write(reader, plan.get_goal(reader, thing))
    if goal.engagement_id != found.engagement_id:
        raise Http404
    level = request.POST.get("level", "")
    if level not in {"-2", "-1", "0", "1", "2"}:
        return _done(request, found, _("Choose one of the five levels."))
    return _do(request, found, lambda: _rate(found, goal, int(level), reader.person))


def _rate(session: CoachingSession, goal: Goal, level: int, by: Person) -> None:
    plan_actions.rate(goal, level, "together", actor=by)
    reviewing.talk_about(session, goal, actor=by)
