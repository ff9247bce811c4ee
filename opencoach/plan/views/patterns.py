"""Plans to begin with: the specialisation's and a coach's own."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.lib.finding import first_or_404
from opencoach.people import navigation
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said
from opencoach.people.specialisations import get as specialisation
from opencoach.plan import access, actions, patterns, private
from opencoach.plan.forms.patterns import PatternForm, initial_of
from opencoach.plan.models import Goal, Need, PlanTemplate
from opencoach.plan.patterns import Pattern
from opencoach.plan.queries.goal import strategies_of
from opencoach.plan.queries.plan import needs_of
from opencoach.plan.views.doing import PLANNING, form_page, goal_path, path, plan_of_path, sent
from opencoach.plan.views.goals import goal_to_write
from opencoach.plan.views.needs import Place, place_of


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def patterns_for_plan(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """What one may begin with; a POST of its `key` begins."""
    place = place_of(request, engagement, to_write=True)
    reader = request.membership
    offered = _offered(reader, place)
    if request.method == "POST":
        pattern = offered.get(request.POST.get("key", ""))
        if pattern is None:
            raise Http404
        goal = actions.begin_with(
            place.engagement, place.client, pattern, actor=reader.person, needs=_answered(reader, place, pattern),
            doing=bool(request.POST.get("doing")),
        )  # fmt: skip
        undo = f"{path(reader, 'goal_removal', goal.public_id)}?whole=1"
        said(request, _("It stands in the plan. Make its words your own."), undo)
        return redirect(goal_path(reader, goal))
    context = {
        "offered": offered.items(),
        "title": _("A plan to begin with"),
        "lead": _("Take one, then change every word of it until it is yours."),
        "back": plan_of_path(reader, place.engagement, place.client, "goal_new"),
    }
    return render(request, "plan/patterns_for_plan.html", context)


def _offered(reader: Membership, place: Place) -> dict[str, Pattern]:
    """By key: the coach's own first, then those of the specialisation."""
    own = access.templates_for(reader).filter(archived_at=None).order_by("name", "pk") if reader.is_coach else ()
    found = {str(row.public_id): pattern for row in own if (pattern := patterns.read(row.content)) is not None}
    plans = specialisation(place.engagement.specialisation).plans
    return {**found, **{key: patterns.of_specialisation(plan) for key, plan in plans.items()}}


def _answered(reader: Membership, place: Place, pattern: Pattern) -> list[Need]:
    """The needs of the plan that a pattern answers."""
    present = needs_of(reader, place.engagement, place.client)
    return [need for need in present if private.words(need).get("key", "") in pattern.needs]


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def pattern_from_goal(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """A template after a client's goal: its shape, and of its words only those that came from the library."""
    reader = request.membership
    goal = goal_to_write(reader, thing)
    initial, hints = _shape(goal)
    form = PatternForm(sent(request), initial, hints)
    if form.is_bound and form.is_valid():
        made = actions.keep_pattern(
            reader, form.pattern, name=form.cleaned_data["name"], specialisation=goal.engagement.specialisation
        )
        said(request, _("The template is kept. You find it in Settings."), _verb(request, "archiving", made))
        return redirect(goal_path(reader, goal))
    return form_page(
        request, form, title=_("A template after this goal"), back=goal_path(reader, goal),
        submit=_("Keep the template"),
        lead=_("Your client’s words stay with your client. Say it in words that fit others, too."),
    )  # fmt: skip


def _shape(goal: Goal) -> tuple[dict[str, Any], dict[str, str]]:
    """(what may be taken over, what only stands beside the field to be read)."""
    words = private.words(goal)
    texts = {
        "title": words.get("title", ""), "why": words.get("why", ""), **private.words(goal, "levels"),
    }  # fmt: skip
    library = patterns.library_texts(specialisation(goal.engagement.specialisation))
    ways = [one.text for one in strategies_of(goal)]
    free = {name: text for name, text in texts.items() if text in library}
    hints = {name: text for name, text in texts.items() if text and text not in library}
    free["strategies"] = "\n".join(way for way in ways if way in library)
    if own := [way for way in ways if way not in library]:
        hints["strategies"] = "; ".join(own)
    return free, hints


@require_safe
@in_practice(*navigation.COACHES)
def patterns_settings(request: PracticeRequest) -> HttpResponse:
    """The coach's own templates, and the archived ones."""
    rows = list(access.templates_for(request.membership).order_by("name", "pk"))
    context = {
        "offered": [row for row in rows if row.archived_at is None],
        "archived": [row for row in rows if row.archived_at is not None],
    }
    return render(request, "plan/patterns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def pattern_new(request: PracticeRequest) -> HttpResponse:
    """A template in the coach's own words."""
    form = PatternForm(sent(request))
    if form.is_bound and form.is_valid():
        made = actions.keep_pattern(request.membership, form.pattern, name=form.cleaned_data["name"])
        said(request, _("The template is kept."), _verb(request, "archiving", made))
        return redirect(_home(request))
    return form_page(request, form, title=_("A new plan template"), back=_home(request), submit=_("Keep the template"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*navigation.COACHES)
def pattern(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """What a template says."""
    row = _template(request, thing)
    kept = patterns.read(row.content) or Pattern(title=row.name)
    form = PatternForm(sent(request), {"name": row.name, **initial_of(kept)})
    if form.is_bound and form.is_valid():
        changed = form.pattern.model_copy(update={"needs": kept.needs, "habit": kept.habit})
        now = actions.change_pattern(row, changed, name=form.cleaned_data["name"])
        undo = _verb(request, "rereading", row) if (now.name, now.content) != (row.name, row.content) else ""
        said(request, _("Changed. Plans that began with it stay as they are."), undo)
        return redirect(_home(request))
    return form_page(request, form, title=row.name, back=_home(request), submit=_("Save the template"))


@require_POST
@in_practice(*navigation.COACHES)
def pattern_archiving(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    row = _template(request, thing)
    actions.archive_pattern(row)
    said(request, _("It is not offered any more."), _verb(request, "restoring", row))
    return redirect(_home(request))


@require_POST
@in_practice(*navigation.COACHES)
def pattern_restoring(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    actions.offer_pattern(_template(request, thing))
    said(request, _("It is offered again."))
    return redirect(_home(request))


@require_POST
@in_practice(*navigation.COACHES)
def pattern_rereading(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    row = actions.unchange_pattern(_template(request, thing))
    said(request, _("It reads again as it did."), _verb(request, "rereading", row))
    return redirect(_home(request))


def _verb(request: PracticeRequest, verb: str, row: PlanTemplate) -> str:
    return reverse(f"plan_templates:pattern_{verb}", args=[request.membership.practice.slug, row.public_id])


def _template(request: PracticeRequest, public_id: uuid.UUID) -> PlanTemplate:
    rows = access.templates_for(request.membership).select_related("practice", "owner__person")
    return first_or_404(rows, public_id)


def _home(request: PracticeRequest) -> str:
    return reverse("plan_templates:patterns", args=[request.membership.practice.slug])
