"""What stands beside a session: its agenda, what was agreed, the plan; changed in place by both."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused
from opencoach.plan import access as plan
from opencoach.plan import actions as plan_actions
from opencoach.plan.actions import doing
from opencoach.plan.models import Action
from opencoach.questionnaires.queries.asked import asked_about
from opencoach.rooms import access, news
from opencoach.rooms.forms import AgreedForm
from opencoach.rooms.queries.page import beside, client_of
from opencoach.rooms.views.loading import MEETING, back, is_part, load_inside
from opencoach.sessions import private
from opencoach.sessions.actions import note_agenda, reviewing
from opencoach.sessions.models import ASKED, CoachingSession


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


@require_POST
@in_practice(*MEETING)
def agenda(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What it is to be about."""
    found = load_inside(request, session)
    try:
        note_agenda(found, request.POST.get("agenda", ""), actor=request.membership.person)
    except Refused as error:
        return _done(request, found, str(error))
    news.tell(found, "agenda")
    return _done(request, found)


@require_POST
@in_practice(*MEETING)
def action_new(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """Something is agreed."""
    found = load_inside(request, session)
    form = AgreedForm(request.POST)
    if not form.is_valid():
        why = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _done(request, found, why, form)
    wanted = form.cleaned_data
    timing = Action.Timing.BY if wanted["day"] else Action.Timing.OPEN
    todo = doing.Todo({"title": wanted["title"]}, timing, wanted["day"])
    try:
        reviewing.agree_new(found, client_of(found), todo, actor=request.membership.person)
    except Refused as error:
        return _done(request, found, str(error), form)
    news.tell(found, "plan")
    return _done(request, found)


@require_POST
@in_practice(*MEETING)
def action(request: PracticeRequest, session: uuid.UUID, thing: uuid.UUID) -> HttpResponse:
    """Tick an action, take that back, take it along from this session, or not."""
    found = load_inside(request, session)
    reader = request.membership
    row = plan.require_write(reader, plan.get_item(reader, Action.objects.select_related("goal"), thing))
    if row.engagement_id != found.engagement_id:
        raise Http404
    if row.goal is not None and not plan.goals_for(reader).filter(pk=row.goal.pk).exists():
        raise Http404
    verbs: dict[str, Callable[[], object]] = {
        "tick": lambda: doing.tick(row, actor=reader.person),
        "untick": lambda: doing.untick(row, actor=reader.person),
        "agree": lambda: reviewing.agree(found, row, actor=reader.person),
        "release": lambda: reviewing.release(found, row, actor=reader.person),
    }
    verb = verbs.get(request.POST.get("do", ""))
    if verb is None:
        return HttpResponse(_("What is to be done with it?"), status=422, content_type="text/plain")
    try:
        verb()
    except Refused as error:
        return _done(request, found, str(error))
    news.tell(found, "plan")
    return _done(request, found)


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
    try:
        plan_actions.rate(goal, int(level), "together", actor=reader.person)
    except Refused as error:
        return _done(request, found, str(error))
    reviewing.talk_about(found, goal, actor=reader.person)
    news.tell(found, "plan")
    return _done(request, found)
