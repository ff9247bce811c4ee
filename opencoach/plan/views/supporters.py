"""Whom a client asks to stand by one of their goals."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import access, private
from opencoach.plan.actions import supporters as verbs
from opencoach.plan.forms.supporters import InviteSupporterForm
from opencoach.plan.models import Goal, Supporter
from opencoach.plan.queries.supporters import supporters_of
from opencoach.plan.views.doing import goal_path, path, sent
from opencoach.plan.views.goals import goal_to_write

CLIENT = Membership.Role.CLIENT


def own_goal(reader: Membership, public_id: uuid.UUID) -> Goal:
    """A goal of the reader's own; only they decide who stands by it."""
    goal = goal_to_write(reader, public_id)
    if not access.is_own(reader, goal):
        raise Http404
    return goal


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(CLIENT)
def goal_supporters(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """Who stands by the goal, and somebody new by POST."""
    reader = request.membership
    goal = own_goal(reader, thing)
    form = InviteSupporterForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            verbs.invite_supporter(goal, **form.cleaned_data, actor=reader.person)
        except Refused as error:
            form.add_error("address", str(error))
        else:
            said(request, _("A mail goes to %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect(_home(reader, goal))
    found = supporters_of(goal)
    context = {
        "goal": goal,
        "title": private.words(goal).get("title", ""),
        "supporters": found,
        "agreed": [one for one in found if one.supporter.accepted_at and not one.supporter.left],
        "full": len([one for one in found if not one.supporter.left]) >= verbs.MOST,
        "form": form,
        "back": goal_path(reader, goal),
    }
    return render(request, "plan/supporters.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_practice(CLIENT)
def goal_pulse(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """Ask those who stand by the goal how they see it going."""
    goal = own_goal(request.membership, thing)
    try:
        count = verbs.ask_for_pulse(goal, actor=request.membership.person)
        said(request, ngettext("%d supporter is asked.", "%d supporters are asked.", count) % count)
    except Refused as error:
        refused(request, str(error))
    return redirect(_home(request.membership, goal))


@require_POST
@in_practice(CLIENT)
def supporter_ending(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    row = _own(request.membership, thing)
    try:
        verbs.end(row, actor=request.membership.person)
        undo = path(request.membership, "supporter_return", row.public_id)
        said(request, _("Their link opens nothing any more."), undo)
    except Refused as error:
        refused(request, str(error))
    return redirect(_home(request.membership, row.goal))


@require_POST
@in_practice(CLIENT)
def supporter_return(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    row = _own(request.membership, thing)
    try:
        verbs.take_back(row, actor=request.membership.person)
        said(request, _("They stand by the goal again, with the same link."))
    except Refused as error:
        refused(request, str(error))
    return redirect(_home(request.membership, row.goal))


def _own(reader: Membership, public_id: uuid.UUID) -> Supporter:
    row = access.get_of_goal(reader, Supporter.objects.all(), public_id)
    access.require_write(reader, row.goal)
    if not access.is_own(reader, row.goal):
        raise Http404
    return row


def _home(reader: Membership, goal: Goal) -> str:
    return reverse("plan:goal_supporters", args=[reader.practice.slug, goal.public_id])
