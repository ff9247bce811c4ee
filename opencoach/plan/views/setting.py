"""Setting a goal, the way somebody likes: in one sentence, by wish and obstacle, or step by step."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said
from opencoach.plan import actions
from opencoach.plan.forms import GoalForm
from opencoach.plan.forms.goals import STEPS, TITLES
from opencoach.plan.views.doing import PLANNING, path, plan_of_path
from opencoach.plan.views.goals import form_of
from opencoach.plan.views.needs import Place, place_of


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def goal_new(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """First the way; then its questions, one step after the other, everything carried along."""
    place = place_of(request, engagement, to_write=True)
    way = request.GET.get("way", "")
    if way not in STEPS:
        return _ways(request, place)
    if request.method != "POST":
        begun = {"needs": request.GET.getlist("need"), "shared": True}
        return _show(request, place, _form(request, place, way, initial=begun), (way, 0))
    return _went_on(request, place, way)


def _went_on(request: PracticeRequest, place: Place, way: str) -> HttpResponse:
    """The next step, the one before, or the end; a step that needs another look is shown again."""
    form = _form(request, place, way, data=request.POST)
    good = form.is_valid()
    last = len(STEPS[way]) - 1
    step = _number(request.POST.get("step", ""), last)
    if request.POST.get("to") == "back":
        return _show(request, place, _form(request, place, way, initial=_typed(form)), (way, max(0, step - 1)))
    wrong = [number for number, names in enumerate(STEPS[way]) if set(names) & set(form.errors) and number <= step]
    if wrong or (step == last and not good):
        return _show(request, place, form, (way, min(wrong, default=step)), status=422)
    if step < last:
        return _show(request, place, _form(request, place, way, initial=_typed(form)), (way, step + 1))
    return _set(request, place, form, way)


def _form(request: PracticeRequest, place: Place, way: str, data: Any = None, initial: Any = None) -> GoalForm:
    form = form_of(request.membership, None, place, data, initial)
    form.keep_only(way)
    return form


def _set(request: PracticeRequest, place: Place, form: GoalForm, way: str) -> HttpResponse:
    reader = request.membership
    shared = form.cleaned_data.get("shared", True)
    goal = actions.set_goal(place.engagement, place.client, form.wanted(way), actor=reader.person, shared=shared)
    said(
        request,
        _("The goal stands in the plan. Now say what reaching it looks like."),
        path(reader, "goal_removal", goal.public_id),
    )
    return redirect(path(reader, "goal_levels", goal.public_id))


def _ways(request: PracticeRequest, place: Place) -> HttpResponse:
    need = request.GET.get("need", "")
    here = plan_of_path(request.membership, place.engagement, place.client, "goal_new")
    context = {
        "here": f"{here}{'&' if '?' in here else '?'}",
        "need": need,
        "back": plan_of_path(request.membership, place.engagement, place.client),
        "templates_url": plan_of_path(request.membership, place.engagement, place.client, "patterns_for_plan"),
    }
    return render(request, "plan/ways.html", context, status=422 if request.method == "POST" else 200)


def _show(
    request: PracticeRequest, place: Place, form: GoalForm, at: tuple[str, int], *, status: int = 200
) -> HttpResponse:
    way, step = at
    names = [name for name in STEPS[way][step] if name in form.fields]
    context = {
        "form": form,
        "asked": [form[name] for name in names],
        "carried": [form[name] for name in form.fields if name not in names],
        "title": TITLES[way][step],
        "step": step,
        "number": step + 1,
        "steps": len(STEPS[way]),
        "last": step + 1 == len(STEPS[way]),
        "back": plan_of_path(request.membership, place.engagement, place.client),
    }
    return render(request, "plan/setting.html", context, status=status)


def _typed(form: GoalForm) -> dict[str, Any]:
    """What was typed so far, as it was typed."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def _number(text: str, most: int) -> int:
    return min(int(text), most) if text.isdecimal() and len(text) < 3 else 0
