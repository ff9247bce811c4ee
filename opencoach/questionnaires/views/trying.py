"""Trying a draft out: its maker answers, sees what appears, what it comes to and how; nothing is kept."""

import uuid
from typing import Any

import orjson
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.questionnaires import access, numbers, outcomes
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import Definition, read, said
from opencoach.questionnaires.explain import explained
from opencoach.questionnaires.forms import FillForm
from opencoach.questionnaires.outcomes import Standing
from opencoach.questionnaires.rendering.sight import Sight
from opencoach.questionnaires.rendering.twin import whole
from opencoach.questionnaires.scoring.steps import band_of
from opencoach.questionnaires.spoken import sayer
from opencoach.questionnaires.wording import spoken_in


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*Membership.COACHES)
def trial(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """All pages at once, on a phone's width (`?wide=1`: on a desk's); by POST what the answers come to."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    draft = library.draft_of(found)
    definition = read(draft.definition)
    languages = sorted(spoken_in(draft.definition))
    asked = request.GET.get("language", "")
    language = asked if asked in languages else definition.language
    broken = [one for one in check(definition) if one.level == "error"]
    context: dict[str, Any] = {
        "found": found, "title": said(definition.title, language, definition.language), "tongue": language,
        "languages": languages, "wide": "wide" in request.GET, "broken": broken, "tried": request.method == "POST",
    }  # fmt: skip
    if not broken:
        context |= drawn(definition, language, request.POST if request.method == "POST" else None, judged=True)
    return render(request, "questionnaires/trial.html", context)


def drawn(definition: Definition, language: str, data: Any, *, judged: bool = False) -> dict[str, Any]:
    """What a template needs to show all pages, with the answers in `data` (None for none); `judged`: with what is wrong
    in them, and what they come to."""
    say = sayer(language, definition.language)
    items = list(definition.items)
    tried = data is not None
    typed = FillForm(items, Sight(language, definition.language), {}, data=data).answers if tried else {}
    answers = {key: value for key, value in typed.items() if value is not None}
    standing = outcomes.standing(definition, answers, say=say)
    sight = Sight(
        language, definition.language, shows=standing.shows, computed=standing.computed,
        marks=any(getattr(item, "required", False) for item in items),
    )  # fmt: skip
    problems = standing.problems if tried and judged else {}
    logic = whole(outcomes.program_of(definition), say)
    pages = [
        {
            "id": page.id,
            "hidden": not standing.shows_page(page.id),
            "title": say(page.title),
            "description": say(page.description),
            "blocks": FillForm(page.items, sight, answers, problems=problems).blocks(),
        }
        for page in definition.pages
    ]
    return {
        "pages": pages,
        "description": say(definition.description),
        "thanks": say(definition.thanks),
        "missing": len(problems),
        "results": _results(definition, standing, language) if tried and judged else [],
        "has_scores": bool(definition.scores),
        "lean": orjson.dumps(logic).decode() if logic else "",
    }


def _results(definition: Definition, standing: Standing, language: str) -> list[dict[str, Any]]:
    """Each score with its number, its band and how it came about; no number where too much is missing."""
    say, found = sayer(language, definition.language), []
    for score in definition.scores:
        one = standing.outcome.scores.get(score.id)
        value = one.value if one is not None else None
        band = band_of(value, score.bands) if value is not None else None
        found.append(
            {
                "label": say(score.label),
                "value": numbers.shown(value, score.decimals) if value is not None else "",
                "band": say(band.label) if band else "",
                "there": one.there if one else 0,
                "wanted": one.wanted if one else 0,
                "how": explained(score, definition, language),
            }
        )
    return found
