"""Check-ins: their page, when they come, and answering one."""

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import access, asking, days, private, rhythm
from opencoach.plan.actions import checkins as actions
from opencoach.plan.forms.checkins import RhythmForm, initial_of
from opencoach.plan.models import CheckIn, CheckInRhythm
from opencoach.plan.queries.checkins import SeenRhythm, checkins_of, readable, seen_rhythm
from opencoach.plan.views.doing import taken_back
from opencoach.plan.views.place import PLANNING, Spot, back, spot_of, spot_of_row, ways_of
from opencoach.plan.views.todos import path_of

Role = Membership.Role
USUAL = {"weekday": 4, "interval": 1, "parts": list(asking.LEFT_OUT)}


def _own_spot(request: PracticeRequest, engagement: uuid.UUID, *, to_write: bool = False) -> Spot:
    """A plan of one client: nobody checks in for a whole group."""
    spot = spot_of(request, engagement, to_write=to_write)
    if spot.client is None and spot.engagement.group_id is not None:
        raise Http404
    return spot


@require_safe
@in_practice(*PLANNING)
def checkins(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """How it goes over time, and when it is asked."""
    spot = _own_spot(request, engagement)
    today = days.today_of(CheckIn(engagement=spot.engagement, client=spot.client))
    paused = days.paused_on(days.pauses_of([spot.engagement]).get(spot.engagement.pk, []), today)
    context = {
        "found": checkins_of(spot.reader, spot.engagement, spot.client, today),
        "answers": spot.writes and is_theirs(spot.reader, spot.client),
        "paused": paused,
        "today": today,
        "new_url": spot.path("rhythm_new"),
    }
    return render(request, "plan/checkins.html", context | spot.context("checkins"))


def is_theirs(reader: Membership, client: Membership | None) -> bool:
    """Only the client says how it goes."""
    return reader.is_client and client is not None and client.pk == reader.pk


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def rhythm_new(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """Check-ins begin: of one goal, or of all of it."""
    spot = _own_spot(request, engagement, to_write=True)
    goals = [(goal, title) for goal, title, _strategies in ways_of(spot)]
    initial = {**USUAL, "goal": request.GET.get("goal", "")}
    form = RhythmForm(goals, request.POST if request.method == "POST" else None, initial)
    if form.is_bound and form.is_valid():
        made = actions.set_rhythm(
            spot.engagement, spot.client, actor=spot.reader.person, goal=form.goal_chosen, asks=form.asks, **form.rhythm
        )
        said(request, _("From now on it is asked."), path_of(spot.reader, "rhythm_ending", made))
        return redirect(spot.path("checkins"))
    lead = _("A minute, on a fixed day. A line shows over time, and what sinks is seen.")
    return _form(request, spot, form, title=_("When shall it be asked?"), lead=lead)


def _form(request: PracticeRequest, spot: Spot, form: RhythmForm, **more: Any) -> HttpResponse:
    context = {"form": form, "submit": _("Keep it"), "back": spot.path("checkins"), **more}
    return render(request, "plan/doing_form.html", context, status=422 if form.is_bound else 200)


def load(request: PracticeRequest, thing: uuid.UUID | str, *, to_write: bool = True) -> SeenRhythm:
    """A rhythm that the reader may read (and change); not one of a goal that is kept from them."""
    found = access.get_hanging(request.membership, CheckInRhythm.objects.all(), thing)
    if to_write:
        access.require_write(request.membership, found)
    return seen_rhythm(found)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def rhythm_change(request: PracticeRequest, thing: uuid.UUID) -> HttpResponse:
    """Another day, other questions, or no more of them."""
    seen = load(request, thing)
    spot = spot_of_row(request, seen.rhythm)
    sent = request.POST if request.method == "POST" else None
    form = RhythmForm([], sent, initial_of(seen.rhythm, seen.asks))
    del form.fields["goal"]
    if form.is_bound and form.is_valid():
        revision, by = form.cleaned_data["revision"], spot.reader.person
        if form.save(
            lambda: actions.change_rhythm(seen.rhythm, actor=by, asks=form.asks, revision=revision, **form.rhythm)
        ):
            home, same = spot.path("checkins"), form.saved.pk == seen.rhythm.pk
            undo = taken_back(spot.reader, "rhythm_rereading", seen.rhythm, form.saved, home)
            undo = undo if same else f"{path_of(spot.reader, 'rhythm_again', seen.rhythm)}?for={form.saved.public_id}"
            said(request, _("Saved."), undo)
            return redirect(home)
    return _form(
        request, spot, form, title=_("Check-in"), lead=seen.goal or _("About all of it"),
        ending=None if seen.rhythm.ended_on else path_of(spot.reader, "rhythm_ending", seen.rhythm),
    )  # fmt: skip


@require_POST
@in_practice(*PLANNING)
def rhythm_ending(request: PracticeRequest, thing: uuid.UUID) -> HttpResponseBase:
    """No more of them are due."""
    seen = load(request, thing)
    spot = spot_of_row(request, seen.rhythm)
    actions.end_rhythm(seen.rhythm, actor=spot.reader.person)
    said(request, _("It is asked no more. What was answered stays."), path_of(spot.reader, "rhythm_again", seen.rhythm))
    return redirect(spot.path("checkins"))


@require_POST
@in_practice(*PLANNING)
def rhythm_again(request: PracticeRequest, thing: uuid.UUID) -> HttpResponseBase:
    """It goes on; with `?for=`, in place of the one that took its place."""
    seen = load(request, thing)
    spot = spot_of_row(request, seen.rhythm)
    newer = load(request, request.GET["for"]).rhythm if request.GET.get("for") else None
    try:
        if newer is not None:
            actions.put_rhythm_back(seen.rhythm, newer, actor=spot.reader.person)
        else:
            actions.take_up_rhythm(seen.rhythm, actor=spot.reader.person)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("It is asked again."))
    return redirect(spot.path("checkins"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(Role.CLIENT)
def checkin(request: PracticeRequest, thing: uuid.UUID, day: str) -> HttpResponse:
    """Saying how it goes; the same day again corrects it."""
    seen = load(request, thing)
    reader, found = request.membership, seen.rhythm
    if not is_theirs(reader, found.client):
        raise Http404
    spot, asked_on = spot_of_row(request, found), _day(day)
    if asked_on not in rhythm.open_days(found, days.today_of(found)):
        refused(request, _("This check-in is closed. Take the one of this week."))
        return redirect(spot.path("checkins"))
    before = CheckIn.objects.filter(rhythm=found, day=asked_on).first()
    asked = asking.questions(seen.asks, seen.goal)
    answers = asking.answers_of(before, private.words(before), seen.asks) if before else {}
    form = asking.form_of(asked, answers, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not form.problems:
        try:
            actions.check_in(found, asked_on, asking.said(asked, form), actor=reader.person)
        except Refused as error:
            refused(request, str(error))
        else:
            said(request, _("Kept. Your coach can read it."))
        return redirect(reverse("dashboard:today", args=[reader.practice.slug]))
    context = {
        "form": form, "seen": seen, "day": asked_on, "before": before, "back": spot.path("checkins"),
        "language": asked.language,
    }  # fmt: skip
    return render(request, "plan/checkin.html", context, status=422 if request.method == "POST" else 200)


def _day(text: str) -> dt.date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


@require_POST
@in_practice(Role.OWNER, Role.COACH)
def checkin_looking(request: PracticeRequest, thing: uuid.UUID) -> HttpResponseBase:
    """The coach has seen to it."""
    row = access.get_item(request.membership, readable(request.membership, CheckIn.objects.all()), thing)
    access.require_write(request.membership, row)
    actions.look_at(row, actor=request.membership.person)
    return back(request, spot_of_row(request, row).path("checkins"))
