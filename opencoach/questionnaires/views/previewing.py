"""The draft beside its editor: as a client will see it on a phone, with what stands in the open form, saved or not."""

import copy
import uuid
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods

from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.questionnaires import access
from opencoach.questionnaires.actions import library
from opencoach.questionnaires.checks import check
from opencoach.questionnaires.definition import Definition, Invalid, Item, Problem, read, said
from opencoach.questionnaires.forms.editing import ItemForm
from opencoach.questionnaires.forms.parts import PartForm
from opencoach.questionnaires.views.changing import told, work_of
from opencoach.questionnaires.views.trying import drawn


@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@in_practice(*Membership.COACHES)
def preview(request: PracticeRequest, questionnaire: uuid.UUID) -> HttpResponse:
    """A page for a frame. By POST with what is answered in it, and with the editor's form of the question `?open=` (or
    of one of its parts): drawn as if that were saved. Nothing is kept."""
    found = access.get_questionnaire_to_change(request.membership, questionnaire)
    data = library.draft_of(found).definition
    definition = read(data)
    unsaved = ""
    if request.method == "POST" and request.POST.keys() & {"label", "part"}:
        definition, unsaved = _as_if_saved(request, data, definition)
    language = definition.language
    broken = _broken(definition)
    context: dict[str, Any] = {
        "found": found, "title": said(definition.title, language, language), "tongue": language, "broken": broken,
        "unsaved": unsaved,
    }  # fmt: skip
    if not broken:
        context |= drawn(definition, language, request.POST if request.method == "POST" else None)
    return render(request, "questionnaires/preview.html", context)


def _as_if_saved(request: HttpRequest, data: dict[str, Any], definition: Definition) -> tuple[Definition, str]:
    """The draft with the open form in it; the draft as it is, and why, where the form can't be saved."""
    item = next((one for one in definition.items if one.id == request.GET.get("open")), None)
    if item is None:
        return definition, ""
    try:
        form = _form(definition, item, request.POST)
    except KeyError:
        return definition, ""
    if not form.is_valid():
        return definition, " ".join(str(why) for whys in form.errors.values() for why in whys)
    try:
        changed = read(work_of(form)(copy.deepcopy(data)))
    except (Refused, Invalid, ValidationError) as error:
        return definition, told(error)
    if broken := _broken(changed):
        return definition, str(broken[0])
    return changed, ""


def _form(definition: Definition, item: Item, sent: QueryDict) -> ItemForm | PartForm:
    """The form that stands open in the editor. Raises KeyError for a part that isn't there."""
    part = sent.get("part", "")
    return PartForm(definition, item, part, sent) if part else ItemForm(definition, item, sent)


def _broken(definition: Definition) -> list[Problem]:
    return [one for one in check(definition) if one.level == "error"]
