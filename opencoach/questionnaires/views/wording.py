"""A draft's texts in another language, and the whole of it as JSON for what the forms have no fields for."""

import json
import uuid
from typing import Any
from urllib.parse import urlencode

from django.conf.locale import LANG_INFO
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.questionnaires import access
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.definition import Invalid, read
from opencoach.questionnaires.definition.limits import LONGEST_TEXT
from opencoach.questionnaires.rendering.posted import several_lines
from opencoach.questionnaires.views.changing import told
from opencoach.questionnaires.wording import spoken_in, translated, wordings

LANGUAGES = {code: str(one["name_local"]) for code, one in LANG_INFO.items() if "name_local" in one}


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*Membership.COACHES)
def wording(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """Each text beside its translation into `?language=`; what is not translated is shown in the questionnaire's own
    language."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    draft = library.draft_of(found)
    own, there = draft.definition.get("language", "en"), spoken_in(draft.definition)
    wanted = request.GET.get("language", "")
    others = sorted(there - {own})
    language = wanted if wanted in LANGUAGES and wanted != own else (others[0] if others else "")
    context: dict[str, Any] = {
        "found": found, "own": LANGUAGES.get(own, own), "own_code": own, "tongue": language,
        "name": LANGUAGES.get(language, language), "revision": draft.revision,
        "there": [(code, LANGUAGES.get(code, code)) for code in others],
        "choices": [(code, name) for code, name in sorted(LANGUAGES.items(), key=lambda one: one[1].casefold())
                    if code != own],
    }  # fmt: skip
    rows = wordings(draft.definition, language) if language else []
    typed = {one.path: several_lines(request.POST.get(f"text-{one.path}", one.other)).strip() for one in rows}
    if request.method == "POST" and language:
        try:
            library.change(draft, translated(language, typed), revision=_revision(request))
        except (Refused, Invalid) as error:
            refused(request, told(error))
        else:
            said(request, _("Saved."))
            return redirect(f"{_at(request, questionnaire, 'wording')}?{urlencode({'language': language})}")
    context["rows"] = [(one, typed[one.path]) for one in rows]
    context["done"], context["longest"] = sum(1 for one in rows if one.other), LONGEST_TEXT
    return render(request, "questionnaires/wording.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*Membership.COACHES)
def source(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """The draft as JSON. What is wrong is said with its place, and what was typed still stands there."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    draft = library.draft_of(found)
    text = json.dumps(draft.definition, ensure_ascii=False, indent=1)
    problems: list[str] = []
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            data = read(text).model_dump(mode="json", by_alias=True, exclude_defaults=True)
            library.change(draft, lambda _before: data, revision=_revision(request))
        except Invalid as error:
            problems = [str(one) for one in error.problems]
        except Refused as error:
            problems = [str(error)]
        else:
            said(request, _("Saved."))
            return redirect(_at(request, questionnaire, "questionnaire"))
    context = {"found": found, "text": text, "problems": problems, "revision": draft.revision}
    return render(request, "questionnaires/source.html", context, status=422 if problems else 200)


def _revision(request: PracticeRequest) -> int | None:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _at(request: PracticeRequest, questionnaire: uuid.UUID, name: str) -> str:
    return reverse(f"questionnaires:{name}", args=[request.membership.practice.slug, questionnaire])
