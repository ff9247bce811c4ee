"""Library → Import: a file of another program, looked at first, and made only then."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import Invalid, read, written
from opencoach.questionnaires.definition.limits import MOST_BYTES
from opencoach.questionnaires.importing import Imported, imported
from opencoach.questionnaires.models import Questionnaire
from opencoach.questionnaires.queries.preview import preview


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*Membership.COACHES)
def import_questionnaire(request: PracticeRequest) -> HttpResponse:
    """Shows what a file or a text would become, and what of it is left out; `do=make` makes it, as a draft.

    What is wrong is said with its place, and nothing is made.
    """
    text = request.POST.get("text", "")
    context: dict[str, Any] = {"text": text[:200_000], "problems": [], "purposes": Questionnaire.MADE}
    if request.method != "POST":
        return render(request, "questionnaires/import.html", context)
    try:
        if request.POST.get("do") == "make":
            made = library.make(read(text), _purpose(request), by=request.membership)
            said(request, _("It is here, as a draft."))
            return redirect("questionnaires:questionnaire", request.membership.practice.slug, made.public_id)
        context |= _looked_at(imported(_sent(request, text)))
    except Invalid as error:
        context["problems"] = [str(one) for one in error.problems]
        return render(request, "questionnaires/import.html", context, status=422)
    return render(request, "questionnaires/import_preview.html", context)


def _sent(request: PracticeRequest, text: str) -> bytes:
    file = request.FILES.get("file")
    return file.read(MOST_BYTES + 1) if file is not None else text.encode("utf-8", "replace")


def _purpose(request: PracticeRequest) -> str:
    purpose = request.POST.get("purpose", "")
    return purpose if purpose in dict(Questionnaire.MADE) else Questionnaire.Purpose.WORKSHEET


def _looked_at(found: Imported) -> dict[str, Any]:
    definition = found.definition
    return {
        "format": found.format,
        "dropped": found.dropped,
        "checks": check(definition),
        "questions": sum(1 for _one in definition.questions),
        "title": library.title_of(definition),
        "pages": preview(definition),
        "data": json.dumps(written(definition), ensure_ascii=False, separators=(",", ":")),
    }
