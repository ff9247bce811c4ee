"""Goals: their page, their words, their levels, and what stands above what."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said
from opencoach.plan import access, actions, levels, private
from opencoach.plan.forms import GoalForm, LevelsForm
from opencoach.plan.forms.goals import initial_of
from opencoach.plan.models import Goal
from opencoach.plan.queries.goal import goal_page
from opencoach.plan.queries.history import history_of
from opencoach.plan.queries.plan import goals_of, needs_of
from opencoach.plan.views.doing import (
    PLANNING,
    form_page,
    goal_path,
    path,
    plan_of_path,
    plan_path,
    sent,
    taken_back,
    verb,
)


def goal_to_write(reader: Membership, public_id: uuid.UUID) -> Goal:
    return access.require_write(reader, access.get_goal(reader, public_id))


@require_safe
@in_practice(*PLANNING)
def goal(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """One goal with all that hangs on it."""
    reader = request.membership
    page = goal_page(reader, thing)
    row = page.seen.goal
    context = {
        "page": page,
        "seen": page.seen,
        "goal": row,
        "writes": access.may_write(reader, row) and row.removed_at is None,
        "own": access.is_own(reader, row),
        "back": plan_path(reader, row),
        "today": timezone.localdate(),
        "action_url": action_path(reader, row),
    }
    return render(request, "plan/goal.html", context)


def action_path(reader: Membership, row: Goal) -> str:
    """Where an action for that goal is set."""
    found = plan_of_path(reader, row.engagement, row.client, "action_new")
    return f"{found}{'&' if '?' in found else '?'}goal={row.public_id}"


@require_safe
@in_practice(*PLANNING)
def goal_history(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """What happened to a goal, with every earlier text."""
    row = access.get_goal(request.membership, thing)
    context = {
        "thing": row,
        "rereading": "plan:goal_rereading",
        "title": private.words(row).get("title", ""),
        "history": history_of(row),
        "writes": access.may_write(request.membership, row),
        "back": goal_path(request.membership, row),
    }
    return render(request, "plan/history.html", context)


def form_of(reader: Membership, row: Goal | None, place: Any, data: Any = None, initial: Any = None) -> GoalForm:
    """The form about a goal of that plan (`place` has its engagement and client), with what it may hang on."""
    needs = [
        (need, str(private.words(need).get("text", ""))) for need in needs_of(reader, place.engagement, place.client)
    ]
    whole = [
        (one, str(private.words(one).get("title", "")))
        for one in goals_of(reader, place.engagement, place.client)
        if one.parent_id is None and (row is None or one.pk != row.pk)
    ]
    own = reader.is_client and place.client is not None and place.client.pk == reader.pk and row is None
    return GoalForm(needs, whole, own=own, data=data, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def goal_change(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """The words of a goal, and what else is said of it."""
    reader = request.membership
    row = goal_to_write(reader, thing)
    initial = initial_of(row, private.words(row))
    form = form_of(reader, row, row, sent(request), initial)
    for name in ("wish", "outcome", "obstacle", "plan", "specific", "measurable", "attainable", "relevant"):
        if not initial.get(name) and not form.data.get(name):
            del form.fields[name]
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"]
        wanted = form.wanted(row.way)
        if form.save(lambda: actions.change_goal(row, wanted, revision=revision, actor=reader.person)):
            said(request, _("Changed."), taken_back(reader, "goal_rereading", row, form.saved))
            return redirect(goal_path(reader, row))
    return form_page(
        request, form, title=_("Change the goal"), back=goal_path(reader, row), submit=_("Save the goal"),
        conflict=bool(form.is_bound),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def goal_levels(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """What each of the five levels looks like."""
    reader = request.membership
    row = goal_to_write(reader, thing)
    kept = private.words(row, "levels")
    form = LevelsForm(sent(request), initial={**kept, "revision": row.revision})
    if form.is_bound and form.is_valid():
        revision = form.cleaned_data["revision"]
        if form.save(lambda: actions.write_levels(row, form.texts, revision=revision, actor=reader.person)):
            said(request, _("The five levels are written. They are fixed once somebody rates by them."))
            return redirect(goal_path(reader, row))
    return form_page(
        request, form, title=_("What would each level look like?"), back=goal_path(reader, row),
        submit=_("Save the levels"), template="plan/levels.html", goal=row, words=private.words(row),
        fixed=row.levels_fixed_at, rungs=list(zip(reversed(levels.KEYS), reversed(levels.as_list(kept)), strict=True)),
    )  # fmt: skip


@verb(goal_to_write, plan_path)
def goal_moving(request: PracticeRequest, row: Goal) -> str:
    """One place up or down among those that stand under the same need."""
    rows: list[Any] = goals_of(request.membership, row.engagement, row.client)
    here = next((one for one in rows if one.pk == row.pk), None)
    if here is not None:
        near = [one for one in rows if (one.first_need, one.parent_id) == (here.first_need, here.parent_id)]
        wanted = iter(actions.moved(near, here, request.POST.get("direction", "")))
        every = [next(wanted) if one in near else str(one.public_id) for one in rows]
        actions.put_in_order(rows, every, actor=request.membership.person, verb="goals.ordered")
    return ""


@verb(goal_to_write, plan_path)
def goal_removal(request: PracticeRequest, row: Goal) -> tuple[str, str]:
    """With `?whole=1` what hangs on it goes, too: what a template brought."""
    whole = "?whole=1" if request.GET.get("whole") else ""
    (actions.take_whole_back if whole else actions.remove_goal)(row, actor=request.membership.person)
    undo = path(request.membership, "goal_restoration", row.public_id)
    return _("The goal is out of the plan."), f"{undo}{whole}"


@verb(goal_to_write, goal_path)
def goal_restoration(request: PracticeRequest, row: Goal) -> str:
    step = actions.put_whole_back if request.GET.get("whole") else actions.restore_goal
    step(row, actor=request.membership.person)
    return _("It stands in the plan again.")


@verb(goal_to_write, goal_path)
def goal_rereading(request: PracticeRequest, row: Goal, revision: int) -> str:
    actions.reread(row, revision, actor=request.membership.person, verb="goal.changed")
    return _("It reads again as it did.")
