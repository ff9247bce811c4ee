"""Habits: a new one, the page of one with its calendar, and its days."""

import uuid
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.formats import sanitize_separators
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import access, days, private, spoken
from opencoach.plan.actions import habits
from opencoach.plan.forms.doing import HabitForm, initial_of_habit
from opencoach.plan.models import Habit, HabitTick
from opencoach.plan.queries.habits import calendar, seen_habits
from opencoach.plan.views.doing import taken_back
from opencoach.plan.views.place import PLANNING, back, spot_of, spot_of_row, ways_of
from opencoach.plan.views.todos import day_of, path_of

State = HabitTick.State


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def habit_new(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """A new habit."""
    spot = spot_of(request, engagement, to_write=True)
    initial = {"per": "day", "times": 1, "hangs_on": request.GET.get("goal", "")}
    form = HabitForm(ways_of(spot), request.POST if request.method == "POST" else None, initial)
    if form.is_bound and form.is_valid():
        try:
            made = habits.begin_habit(spot.engagement, spot.client, form.practised, actor=spot.reader.person)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said(request, _("The habit begins today."), path_of(spot.reader, "habit_removal", made))
            return redirect(spot.path("actions"))
    context = {"form": form, "title": _("A habit"), "submit": _("Begin it"), "back": spot.path("actions")}
    return render(request, "plan/doing_form.html", context, status=422 if form.is_bound else 200)


def load(request: PracticeRequest, thing: uuid.UUID, *, removed: bool = False) -> Habit:
    return access.get_hanging(request.membership, Habit.objects.select_related("strategy"), thing, removed=removed)


@require_safe
@in_practice(*PLANNING)
def habit(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """One habit: how firm it is, its last half year as a calendar and as a table."""
    found = load(request, thing)
    spot = spot_of_row(request, found)
    today = days.today_of(found)
    seen = seen_habits([found], today, days.pauses_of([found.engagement]))[0]
    weeks = calendar(seen)
    context = {
        "one": seen,
        "weeks": weeks,
        "table": [dot for week in reversed(weeks[-8:]) for dot in reversed(week.dots) if dot.said and dot.day <= today],
        "recent": [seen.dot(today - n * days.DAY) for n in range(14)],
        "today": today,
    }
    return render(request, "plan/habit.html", context | spot.context("actions"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def habit_change(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """Its words and its aim."""
    found = access.require_write(request.membership, load(request, thing))
    spot = spot_of_row(request, found)
    home = path_of(spot.reader, "habit", found)
    form = HabitForm(
        ways_of(spot), request.POST if request.method == "POST" else None, initial_of_habit(found, private.words(found))
    )
    if form.is_bound and form.is_valid():
        revision, by = form.cleaned_data["revision"] or 0, spot.reader.person
        if form.save(lambda: habits.change_habit(found, form.practised, revision=revision, actor=by)):
            said(request, _("Saved."), taken_back(spot.reader, "habit_rereading", found, form.saved, home))
            return redirect(home)
    context = {"form": form, "title": _("Change the habit"), "submit": _("Save it"), "back": home}
    return render(request, "plan/doing_form.html", context, status=422 if form.is_bound else 200)


def _step(step: Callable[[PracticeRequest, Habit], None]) -> Callable[..., HttpResponseBase]:
    """A POST about one habit, back to where it was taken; a refusal is said there."""

    @require_POST
    @in_practice(*PLANNING)
    @wraps(step)
    def view(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
        found = access.require_write(request.membership, load(request, thing, removed=True))
        try:
            step(request, found)
        except Refused as error:
            refused(request, str(error))
        return back(request, path_of(request.membership, "habit", found))

    return view


@_step
def habit_day(request: PracticeRequest, found: Habit) -> None:
    """What a day was: `state` "" takes it back. What undoes it says in its address how the day stood."""
    sent = request.POST if "state" in request.POST else request.GET
    day, state = day_of(sent.get("day", "")) or days.today_of(found), sent.get("state", "")
    if state not in {"", *State.values}:
        raise Refused(_("Choose one of what stands there."))
    before = found.ticks.filter(day=day).first()
    habits.mark_day(found, day, state, actor=request.membership.person, amount=_amount(sent.get("amount", "")))
    told = {State.DONE: _("Kept."), State.SKIPPED: _("Left out; it doesn’t count."), State.SICK: _("Get well.")}
    stood = {"day": day.isoformat(), "state": before.state if before else ""}
    if before and before.amount is not None:
        stood["amount"] = spoken.number(before.amount)
    undo = f"{path_of(request.membership, 'habit_day', found)}?{urlencode(stood)}"
    said(request, told.get(State(state), "") if state else _("It is open again."), undo if before or state else "")


def _amount(text: str) -> Decimal | None:
    if not text.strip():
        return None
    try:
        found = Decimal(str(sanitize_separators(text.strip())))
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or not 0 <= found < 10**6:
        raise Refused(_("“%(text)s” is no number.") % {"text": text[:40]})
    return round(found, 3)


@_step
def habit_ending(request: PracticeRequest, found: Habit) -> None:
    habits.end_habit(found, actor=request.membership.person)
    said(
        request, _("The habit is off the list; all of it stays."), path_of(request.membership, "habit_taking_up", found)
    )


@_step
def habit_taking_up(request: PracticeRequest, found: Habit) -> None:
    habits.take_up_habit(found, actor=request.membership.person)
    said(request, _("The habit goes on."))


@_step
def habit_removal(request: PracticeRequest, found: Habit) -> None:
    habits.remove_habit(found, actor=request.membership.person)
    said(request, _("It is out of the plan."), path_of(request.membership, "habit_restoration", found))


@_step
def habit_restoration(request: PracticeRequest, found: Habit) -> None:
    habits.restore_habit(found, actor=request.membership.person)
    said(request, _("It stands in the plan again."))
