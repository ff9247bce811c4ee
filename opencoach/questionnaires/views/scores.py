"""The scores of a questionnaire: listed with how each comes about, one of them open to be changed."""

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.questionnaires import access, editing
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import Definition, Invalid, Score, read
from opencoach.questionnaires.definition import said as words_of
from opencoach.questionnaires.explain import explained
from opencoach.questionnaires.forms.scores import ScoreForm, countable, is_simple
from opencoach.questionnaires.models import Questionnaire, Version
from opencoach.questionnaires.views.changing import told


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*Membership.COACHES)
def scores(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """All scores of the draft. `?open=` names the one whose form is open; `do=add` makes one, `do=remove:<id>` takes
    one out, a POST of the form changes it."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    draft = library.draft_of(found)
    definition = read(draft.definition)
    verb, _colon, key = request.POST.get("do", "").partition(":")
    if verb:
        return _done(request, found, draft, verb, key)
    score = next((one for one in definition.scores if one.id == request.GET.get("open", "")), None)
    form = None
    if score is not None and is_simple(score):
        form = ScoreForm(definition, score, request.POST if request.method == "POST" else None)
    if form is not None and form.is_bound and form.is_valid():
        try:
            library.change(draft, editing.put_score(form.values()))
        except (Refused, Invalid, ValidationError) as error:
            form.add_error(None, told(error))
        else:
            return redirect(_at(request, found))
    context = {"found": found, "form": form, "listed": _listed(definition), "open": score.id if score else "",
               "countable": bool(countable(definition))}  # fmt: skip
    return render(request, "questionnaires/scores.html", context, status=422 if form and form.errors else 200)


def _done(request: PracticeRequest, found: Questionnaire, draft: Version, verb: str, key: str) -> HttpResponse:
    definition = read(draft.definition)
    try:
        if verb == "add":
            able = countable(definition)
            if not able:
                raise Refused(_("There is nothing to count yet: ask for a number, or give answers one."))
            made = editing.free_id("score", editing.ids(draft.definition))
            library.change(draft, editing.add_score(made, able[0][0]))
            return redirect(f"{_at(request, found)}?open={made}")
        if verb != "remove" or key not in {one.id for one in definition.scores}:
            raise Http404
        library.change(draft, editing.remove_score(key))
        undo = reverse("questionnaires:undoing", args=[request.membership.practice.slug, found.public_id])
        said(request, _("It is taken out."), undo)
    except (Refused, Invalid) as error:
        refused(request, told(error))
    return redirect(_at(request, found))


def _listed(definition: Definition) -> list[dict[str, object]]:
    problems = check(definition)
    return [
        {"id": one.id, "label": words_of(one.label, definition.language, definition.language), "simple": is_simple(one),
         "how": explained(one, definition, definition.language), "bands": _bands(one, definition),
         "problems": [each.text for each in problems if each.item == one.id]}
        for one in definition.scores
    ]  # fmt: skip


def _bands(score: Score, definition: Definition) -> list[str]:
    return [words_of(band.label, definition.language, definition.language) for band in score.bands]


def _at(request: PracticeRequest, found: Questionnaire) -> str:
    return reverse("questionnaires:scores", args=[request.membership.practice.slug, found.public_id])
