"""Library → Questionnaires: what a coach has made, and its life."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.lib.words import one_line
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.questionnaires import access, editing
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.definition import Invalid, read
from opencoach.questionnaires.models import Questionnaire
from opencoach.questionnaires.queries.library import listed, newest_definition

COACHES = Membership.COACHES


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def questionnaires(request: PracticeRequest) -> HttpResponse:
    """All that one may use; a POST begins a new one."""
    reader, slug = request.membership, request.membership.practice.slug
    if request.method == "POST":
        title = one_line(request.POST.get("title", ""))[:200] or _("Without a title")
        purpose = request.POST.get("purpose", "")
        if purpose not in dict(Questionnaire.MADE):
            purpose = Questionnaire.Purpose.WORKSHEET
        made = library.make(read(editing.fresh(title)), purpose, by=reader)
        return redirect("questionnaires:questionnaire", slug, made.public_id)
    offered, archived = listed(reader)
    context = {"offered": offered, "archived": archived, "purposes": Questionnaire.MADE}
    return render(request, "questionnaires/library.html", context)


@require_safe
@in_practice(*COACHES)
def export(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """The newest definition as a file, to be kept or given on."""
    found = access.get_questionnaire(request.membership, questionnaire)
    data = json.dumps(newest_definition(found), ensure_ascii=False, indent=1)
    name = slugify(found.title)[:60] or "questionnaire"
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(data, content_type="application/json", headers=headers)


@require_POST
@in_practice(*COACHES)
def publication(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """Freeze the draft: from now on it can be asked."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    return _done(
        request, found, lambda: library.publish(library.draft_of(found), by=request.membership),
        _("Published. It can be asked now; what you change goes into a new version."),
    )  # fmt: skip


@require_POST
@in_practice(*COACHES)
def archiving(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """Nobody is asked it any more; what was answered stays."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    library.archive(found, by=request.membership)
    said(request, _("“%(title)s” is put away. What was answered stays.") % {"title": found.title})
    return redirect("questionnaires:questionnaires", request.membership.practice.slug)


@require_POST
@in_practice(*COACHES)
def restoring(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """It can be asked again."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    library.restore(found, by=request.membership)
    said(request, _("“%(title)s” can be asked again.") % {"title": found.title})
    return redirect("questionnaires:questionnaires", request.membership.practice.slug)


@require_POST
@in_practice(*COACHES)
def copying(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """A copy of one's own."""
    found = access.get_questionnaire(request.membership, questionnaire)
    made = library.duplicate(found, by=request.membership)
    return redirect("questionnaires:questionnaire", request.membership.practice.slug, made.public_id)


def _done(request: PracticeRequest, found: Questionnaire, act: Callable[[], Any], words: str) -> HttpResponse:
    try:
        act()
    except (Refused, Invalid) as error:
        refused(request, str(error))
    else:
        said(request, words)
    return redirect("questionnaires:questionnaire", request.membership.practice.slug, found.public_id)
