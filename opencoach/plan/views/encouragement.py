"""Encouragement: the wall, a coach's words, a thank-you back, and the tone in which the house speaks."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.lib.finding import first_or_404
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.plan import access
from opencoach.plan.actions import encouraging
from opencoach.plan.actions.noticing import tone_of
from opencoach.plan.forms.fields import paragraph
from opencoach.plan.models import Encouragement, Goal
from opencoach.plan.queries.encouragement import PER_PAGE, wall_of
from opencoach.plan.queries.todos import present
from opencoach.plan.views.checkins import is_theirs
from opencoach.plan.views.place import PLANNING, Spot, back, spot_of, spot_of_row, ways_of
from opencoach.plan.views.todos import first_of, path_of

Role = Membership.Role
Tone = Encouragement.Tone
TONES = [
    (Tone.WARM, gettext_lazy("Warm: the fact, and what it may mean")),
    (Tone.PLAIN, gettext_lazy("Plain: the fact alone")),
    (Tone.QUIET, gettext_lazy("Nothing: only people speak here")),
]


class WordForm(forms.Form):
    """A coach's words for something that happened."""

    text = paragraph(
        gettext_lazy("What did you see them do?"),
        gettext_lazy("What happened, and what came of it. Praise of the person wears off; what they did stays theirs."),
        required=True,
    )
    goal = forms.ChoiceField(label=gettext_lazy("For which goal"), required=False)

    def __init__(self, goals: list[tuple[Goal, str]], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.goals = {str(goal.public_id): goal for goal, _title in goals}
        chosen: Any = self.fields["goal"]
        chosen.choices = [("", _("None in particular")), *((str(goal.public_id), title) for goal, title in goals)]

    @property
    def goal_chosen(self) -> Goal | None:
        return self.goals.get(self.cleaned_data["goal"])


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*PLANNING)
def encouragement(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """What was said and noticed, the latest first; a coach adds to it."""
    spot = spot_of(request, engagement)
    reader = spot.reader
    if spot.client is None and spot.engagement.group_id is not None:
        raise Http404
    speaks = reader.is_coach and spot.writes and spot.client is not None
    if request.method == "POST" and not speaks:
        raise Http404
    form = _form(request, spot) if speaks else None
    if form is not None and form.is_bound and form.is_valid() and _encouraged(request, spot, form):
        return redirect(spot.path("encouragement"))
    first = first_of(request)
    wall, more = wall_of(reader, spot.engagement, spot.client, first)
    theirs = is_theirs(reader, spot.client)
    context = {
        "form": form, "wall": wall, "first": first, "later": first + PER_PAGE + 1 if more else None,
        "theirs": theirs, "tones": TONES if theirs else [], "tone": tone_of(spot.client),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "plan/encouragement.html", context | spot.context("encouragement"), status=status)


def _form(request: PracticeRequest, spot: Spot) -> WordForm:
    goals = [(goal, title) for goal, title, _strategies in ways_of(spot)]
    initial = {"goal": request.GET.get("goal", "")}
    return WordForm(goals, request.POST if request.method == "POST" else None, initial)


def _encouraged(request: PracticeRequest, spot: Spot, form: WordForm) -> bool:
    try:
        word = encouraging.encourage(
            spot.engagement, spot.client, form.cleaned_data["text"], actor=spot.reader.person, goal=form.goal_chosen
        )
    except Refused as error:
        form.add_error(None, str(error))
        return False
    said(request, _("It stands on their Today and on the wall."), path_of(spot.reader, "word_removal", word))
    return True


def load(request: PracticeRequest, thing: uuid.UUID, *, removed: bool = False) -> Encouragement:
    """One that the reader may read; a removed one only where that is what it is about."""
    rows = Encouragement.objects.all()
    if removed:
        found = access.get_item(request.membership, rows.select_related("goal"), thing)
        hidden = found.goal_id and not access.goals_for(request.membership).filter(pk=found.goal_id).exists()
        if hidden:
            raise Http404
        return found
    seen = present(request.membership, rows).select_related(*access.ITEM, "goal")
    word: Encouragement = first_or_404(seen, thing)
    return word


@require_POST
@in_practice(Role.CLIENT)
def word_thanks(request: PracticeRequest, thing: uuid.UUID) -> HttpResponseBase:
    """The client lets them know that it arrived."""
    word = load(request, thing)
    if not is_theirs(request.membership, word.client) or word.origin == Encouragement.Origin.HOUSE:
        raise Http404
    encouraging.thank(word, actor=request.membership.person)
    said(request, _("They see that it arrived."))
    return back(request, spot_of_row(request, word).path("encouragement"))


def _may_take_down(reader: Membership, word: Encouragement) -> None:
    """Whose wall it is, and whoever wrote it; Http404 for others."""
    access.require_write(reader, word)
    if not is_theirs(reader, word.client) and word.created_by_id != reader.person_id:
        raise Http404


@require_POST
@in_practice(*PLANNING)
def word_removal(request: PracticeRequest, thing: uuid.UUID) -> HttpResponseBase:
    """It stands on the wall no longer."""
    word = load(request, thing)
    _may_take_down(request.membership, word)
    encouraging.take_down(word, actor=request.membership.person)
    said(request, _("It is off the wall."), path_of(request.membership, "word_restoration", word))
    return redirect(spot_of_row(request, word).path("encouragement"))


@require_POST
@in_practice(*PLANNING)
def word_restoration(request: PracticeRequest, thing: uuid.UUID) -> HttpResponseBase:
    """It stands there again."""
    word = load(request, thing, removed=True)
    _may_take_down(request.membership, word)
    encouraging.put_back(word, actor=request.membership.person)
    said(request, _("It stands there again."))
    return redirect(spot_of_row(request, word).path("encouragement"))


@require_POST
@in_practice(Role.CLIENT)
def tone(request: PracticeRequest) -> HttpResponseBase:
    """In what tone the house speaks to this client from now on."""
    wanted = request.POST.get("tone", "")
    if wanted in Tone.values:
        encouraging.choose_tone(request.membership, wanted)
        said(request, _("From now on that is how it is said."))
    else:
        refused(request, _("Choose one of the three."))
    return back(request, reverse("dashboard:today", args=[request.membership.practice.slug]))
