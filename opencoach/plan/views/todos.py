"""Actions: the page of what is to be done, and what becomes of each."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import access, days, private
from opencoach.plan.actions import doing
from opencoach.plan.forms.doing import ActionForm, DropForm, initial_of
from opencoach.plan.models import Action, Habit
from opencoach.plan.queries.habits import seen_habits
from opencoach.plan.queries.todos import actions_of, of_plan, seen
from opencoach.plan.views.doing import taken_back
from opencoach.plan.views.place import PLANNING, Spot, back, spot_of, spot_of_row, ways_of


def first_of(request: PracticeRequest) -> int:
    """How many rows a page leaves out, from `?from=51`."""
    text = request.GET.get("from", "")
    return max(0, int(text) - 1) if text.isdecimal() and len(text) < 7 else 0


@require_safe
@in_practice(*PLANNING)
def actions(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """What is to be done, once and again."""
    spot = spot_of(request, engagement)
    today = today_of(spot)
    first = first_of(request)
    habits = of_plan(spot.reader, Habit, spot.engagement, spot.client).order_by("ended_on", "position", "pk")
    pauses = days.pauses_of([spot.engagement])
    week = today - today.weekday() * days.DAY  # no more of a habit stands here
    found = seen_habits(habits, today, pauses, week) if not first else []
    context = {
        "todo": actions_of(spot.reader, spot.engagement, spot.client, today, first),
        "habits": [one for one in found if one.habit.ended_on is None],
        "ended": [one for one in found if one.habit.ended_on is not None],
        "paused": days.paused_on(pauses.get(spot.engagement.pk, []), today),
        "tomorrow": today + days.DAY,
        "today": today,
        "later": first + 51,
    }
    return render(request, "plan/actions.html", context | spot.context("actions"))


def today_of(spot: Spot) -> dt.date:
    """The day that it is for whoever's plan it is."""
    return days.today_of(Action(engagement=spot.engagement, client=spot.client))


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def action_new(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Something new to do."""
    spot = spot_of(request, engagement, to_write=True)
    initial = {"timing": "open", "side": "client", "hangs_on": request.GET.get("goal", "")}
    form = ActionForm(ways_of(spot), request.POST if request.method == "POST" else None, initial)
    if form.is_bound and form.is_valid():
        try:
            made = doing.set_action(spot.engagement, spot.client, form.todo, actor=spot.reader.person)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said(request, _("It stands in the plan."), path_of(spot.reader, "action_removal", made))
            return redirect(spot.path("actions"))
    context = {"form": form, "title": _("Something to do"), "submit": _("Add it"), "back": spot.path("actions")}
    return render(request, "plan/doing_form.html", context, status=422 if form.is_bound else 200)


def path_of(reader: Any, name: str, row: Any) -> str:
    return reverse(f"plan:{name}", args=[reader.practice.slug, row.public_id])


def load(request: PracticeRequest, thing: uuid.UUID, *, removed: bool = False) -> Action:
    """An action that the reader may read; one that was removed only where that is what it is about."""
    rows = Action.objects.select_related("strategy")
    return access.get_hanging(request.membership, rows, thing, removed=removed)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def action(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """One action: its words, what became of it, and what can be done with it."""
    found = load(request, thing)
    spot = spot_of_row(request, found)
    if request.method == "POST" and not spot.writes:
        raise Http404
    form = ActionForm(
        ways_of(spot), request.POST if request.method == "POST" else None, initial_of(found, private.words(found))
    )
    if form.is_bound and form.is_valid():
        revision, by, home = form.cleaned_data["revision"] or 0, spot.reader.person, spot.path("actions")
        if form.save(lambda: doing.change_action(found, form.todo, revision=revision, actor=by)):
            said(request, _("Saved."), taken_back(spot.reader, "action_rereading", found, form.saved, home))
            return redirect(home)
    today = days.today_of(found)
    ticked = found.ticks.filter(day=today).exists()
    context = {
        "form": form,
        "one": seen(found, today, done=ticked or found.status == Action.Status.DONE),
        "steps": [(step, private.words(step).get("reason", "")) for step in found.steps.order_by("-pk")[:50]],
        "ticks": list(found.ticks.order_by("-day")[:60]),
        "tomorrow": today + days.DAY,
        "next_week": today + dt.timedelta(days=7),
        "today": today,
    }
    page = render(request, "plan/action.html", context | spot.context("actions"))
    page.status_code = 422 if form.is_bound else 200
    return page


Step = Callable[[PracticeRequest, Action], None]


def _step(step: Step) -> Callable[..., HttpResponseBase]:
    """A POST about one action, back to where it was taken; a refusal is said there."""

    @require_POST
    @in_practice(*PLANNING)
    @wraps(step)
    def view(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
        found = access.require_write(request.membership, load(request, thing, removed=True))
        try:
            step(request, found)
        except Refused as error:
            refused(request, str(error))
        return back(request, spot_of_row(request, found).path("actions"))

    return view


def day_sent(request: PracticeRequest) -> dt.date | None:
    """A day that was sent, None for none. Raises Refused for what is no day."""
    return day_of(request.POST.get("day", ""))


def day_of(text: str) -> dt.date | None:
    """The same of a text."""
    if not text:
        return None
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Refused(_("This is no day. Choose one from the calendar."))
    return found


@_step
def action_tick(request: PracticeRequest, found: Action) -> None:
    doing.tick(found, day=day_sent(request), actor=request.membership.person)
    said(request, _("Done."), path_of(request.membership, "action_untick", found))


@_step
def action_untick(request: PracticeRequest, found: Action) -> None:
    doing.untick(found, day=day_sent(request), actor=request.membership.person)
    said(request, _("It is open again."))


@_step
def action_snoozing(request: PracticeRequest, found: Action) -> None:
    until = day_sent(request)
    doing.snooze(found, until, actor=request.membership.person)
    undo = path_of(request.membership, "action_snoozing", found)
    said(request, _("Out of sight until then."), undo) if until else said(request, _("It is back in sight."))


@_step
def action_carrying(request: PracticeRequest, found: Action) -> None:
    day = day_sent(request) or days.today_of(found)
    doing.carry_on(found, day, actor=request.membership.person)
    said(request, _("It goes on."), path_of(request.membership, "action_carrying_back", found))


@_step
def action_carrying_back(request: PracticeRequest, found: Action) -> None:
    doing.carry_back(found, actor=request.membership.person)
    said(request, _("It has its day again."))


@_step
def action_taking_up(request: PracticeRequest, found: Action) -> None:
    doing.take_up(found, actor=request.membership.person)
    said(request, _("It is to be done again."))


@_step
def action_removal(request: PracticeRequest, found: Action) -> None:
    doing.remove_action(found, actor=request.membership.person)
    said(request, _("It is out of the plan."), path_of(request.membership, "action_restoration", found))


@_step
def action_restoration(request: PracticeRequest, found: Action) -> None:
    doing.restore_action(found, actor=request.membership.person)
    said(request, _("It stands in the plan again."))


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def action_dropping(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """Not any more, and why."""
    found = access.require_write(request.membership, load(request, thing))
    spot = spot_of_row(request, found)
    form = DropForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            doing.drop(found, form.cleaned_data["reason"], actor=spot.reader.person)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said(request, _("It is dropped."), path_of(spot.reader, "action_taking_up", found))
            return redirect(spot.path("actions"))
    context = {
        "form": form, "title": _("Drop it?"), "lead": private.words(found).get("title", ""), "submit": _("Drop it"),
        "back": spot.path("actions"),
    }  # fmt: skip
    return render(request, "plan/doing_form.html", context, status=422 if form.is_bound else 200)
