"""Measures: all of them at a glance, and one with its chart and its table."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.lib.finding import first_or_404
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import access, chart, days, private
from opencoach.plan.actions import measures as verbs
from opencoach.plan.forms.measures import MeasureForm, ValueForm, initial_of_measure
from opencoach.plan.models import Goal, Measure, MeasureValue
from opencoach.plan.queries.marks import marks_between
from opencoach.plan.queries.measures import days_of, seen_lately, seen_measures, table_of
from opencoach.plan.queries.todos import of_plan
from opencoach.plan.views.doing import taken_back
from opencoach.plan.views.place import PLANNING, Spot, spot_of, spot_of_row, ways_of
from opencoach.plan.views.todos import path_of


@require_safe
@in_practice(*PLANNING)
def measures(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """All that is followed in a plan."""
    spot = spot_of(request, engagement)
    _on_their_clock(spot)
    rows = of_plan(spot.reader, Measure, spot.engagement, spot.client).order_by("position", "pk")
    seen = seen_lately(rows)
    context = {"charts": [(one, one.drawn()) for one in seen]}
    return render(request, "plan/measures.html", context | spot.context("measures"))


TOGETHER = 4  # measures on one drawing; more can't be told apart


@require_safe
@in_practice(*PLANNING)
def measures_together(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Several on one drawing (`m`, their ids; the first ones of the plan where none is chosen)."""
    spot = spot_of(request, engagement)
    _on_their_clock(spot)
    rows = list(of_plan(spot.reader, Measure, spot.engagement, spot.client).order_by("position", "pk"))
    asked = set(request.GET.getlist("m"))
    chosen = [row for row in rows if str(row.public_id) in asked][:TOGETHER] if asked else rows[:TOGETHER]
    seen = seen_measures(chosen)
    drawn = chart.draw([one.plain_series for one in seen])
    goals = [_goal(row) for row in chosen]
    context = {
        "seen": seen,
        "drawn": drawn,
        "marks": marks_between(spot.engagement, goals, drawn.time.start, drawn.time.end) if drawn else [],
        "table": days_of(seen),
        "offered": [(row, str(private.words(row).get("title", "")), row in chosen) for row in rows],
        "most": TOGETHER,
        "too_many": len(asked) > TOGETHER,
    }
    return render(request, "plan/measures_together.html", context | spot.context("measures"))


def _on_their_clock(spot: Spot) -> None:
    """Days of values are those of whoever's plan it is: noon there may be the day before where the coach is."""
    timezone.activate(days.zone_of(Measure(engagement=spot.engagement, client=spot.client)))


def _goal(row: Measure) -> Goal | None:
    """The goal that a measure hangs on, knowing its engagement."""
    if row.goal is not None:
        row.goal.engagement = row.engagement
    return row.goal


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def measure_new(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Something new to follow."""
    spot = spot_of(request, engagement, to_write=True)
    initial = {"kind": "outcome", "direction": "up", "hangs_on": request.GET.get("goal", "")}
    form = MeasureForm(ways_of(spot), request.POST if request.method == "POST" else None, initial)
    if form.is_bound and form.is_valid():
        words = form.words("title", "unit", "note")
        made = verbs.set_measure(spot.engagement, spot.client, words, form.values, actor=spot.reader.person)
        said(request, _("It stands in the plan. Write the first value down."))
        return redirect(path_of(spot.reader, "measure", made))
    context = {"form": form, "title": _("Something to follow"), "submit": _("Add it"), "back": spot.path("measures")}
    return render(request, "plan/doing_form.html", context, status=422 if form.is_bound else 200)


def load(request: PracticeRequest, thing: uuid.UUID, *, removed: bool = False) -> Measure:
    return access.get_hanging(request.membership, Measure.objects.all(), thing, removed=removed)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def measure(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """One measure: chart, table, and a value by POST."""
    found = load(request, thing)
    spot = spot_of_row(request, found)
    form = ValueForm(request.POST if request.method == "POST" else None, initial={"day": days.today_of(found)})
    if form.is_bound:
        access.require_write(request.membership, found)
        if form.is_valid():
            try:
                given = form.given(days.zone_of(found), timezone.now())
                made = verbs.add_values(found, [given], actor=spot.reader.person)
            except Refused as error:
                form.add_error("value", str(error))
            else:
                said(request, _("Written down."), path_of(spot.reader, "value_removal", made[0]))
                return redirect(path_of(spot.reader, "measure", found))
    _on_their_clock(spot)
    seen = seen_measures([found])[0]
    drawn = seen.drawn()
    marks = marks_between(found.engagement, [_goal(found)], drawn.time.start, drawn.time.end) if drawn else []
    context = {
        "one": seen,
        "drawn": drawn,
        "marks": marks,
        "table": table_of(found),
        "slip": _around(request.membership),
        "form": form,
    }
    page = render(request, "plan/measure.html", context | spot.context("measures"))
    page.status_code = 422 if form.is_bound else 200
    return page


def _around(reader: Membership) -> list[str]:
    """The path that takes a value back, before and after its id: hundreds of them stand on the page."""
    nobody = MeasureValue(public_id=uuid.UUID(int=0))
    return path_of(reader, "value_removal", nobody).split(str(nobody.public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def measure_change(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """Its words, target and span."""
    found = access.require_write(request.membership, load(request, thing))
    spot = spot_of_row(request, found)
    home = path_of(spot.reader, "measure", found)
    initial = initial_of_measure(found, private.words(found))
    form = MeasureForm(ways_of(spot), request.POST if request.method == "POST" else None, initial)
    if form.is_bound and form.is_valid():
        words, revision = form.words("title", "unit", "note"), form.cleaned_data["revision"] or 0
        by = spot.reader.person
        if form.save(lambda: verbs.change_measure(found, words, form.values, revision=revision, actor=by)):
            said(request, _("Saved."), taken_back(spot.reader, "measure_rereading", found, form.saved, home))
            return redirect(home)
    context = {"form": form, "title": _("Change the measure"), "submit": _("Save it"), "back": home}
    return render(request, "plan/doing_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_practice(*PLANNING)
def measure_removal(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    found = access.require_write(request.membership, load(request, thing, removed=True))
    try:
        verbs.remove_measure(found, actor=request.membership.person)
        said(request, _("It is out of the plan."), path_of(request.membership, "measure_restoration", found))
    except Refused as error:
        refused(request, str(error))
    return redirect(spot_of_row(request, found).path("measures"))


@require_POST
@in_practice(*PLANNING)
def measure_restoration(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    found = access.require_write(request.membership, load(request, thing, removed=True))
    try:
        verbs.restore_measure(found, actor=request.membership.person)
        said(request, _("It stands in the plan again."))
    except Refused as error:
        refused(request, str(error))
    return redirect(spot_of_row(request, found).path("measures"))


def _value(request: PracticeRequest, thing: uuid.UUID) -> MeasureValue:
    rows = MeasureValue.objects.select_related("measure__engagement__practice", "measure__client__person")
    found = first_or_404(rows, thing)
    found.measure = access.require_write(request.membership, load(request, found.measure.public_id))
    return found


@require_POST
@in_practice(*PLANNING)
def value_removal(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    found = _value(request, thing)
    try:
        verbs.remove_value(found, actor=request.membership.person)
        said(request, _("It doesn’t count any more."), path_of(request.membership, "value_restoration", found))
    except Refused as error:
        refused(request, str(error))
    return redirect(path_of(request.membership, "measure", found.measure))


@require_POST
@in_practice(*PLANNING)
def value_restoration(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    found = _value(request, thing)
    try:
        verbs.restore_value(found, actor=request.membership.person)
        said(request, _("It counts again."))
    except Refused as error:
        refused(request, str(error))
    return redirect(path_of(request.membership, "measure", found.measure))
