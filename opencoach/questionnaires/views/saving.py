"""What a script sends while somebody answers: answers as they change, and files as they are chosen. JSON."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.questionnaires import access
from opencoach.questionnaires.actions import responding
from opencoach.questionnaires.actions.uploads import take_in
from opencoach.questionnaires.forms import FillForm
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.queries.sheets import Sheet, filed
from opencoach.questionnaires.rendering.blocks import block
from opencoach.questionnaires.rendering.recordings import LARGEST
from opencoach.questionnaires.rendering.recordings import filed as drawn_file
from opencoach.questionnaires.rendering.sight import Drawn
from opencoach.questionnaires.views.answering import FILES, Way, may_fill, whole
from opencoach.questionnaires.views.filling import way_of

FORM = 100_000  # bytes that a form needs around its file


@require_POST
@in_practice()
def answers(request: PracticeRequest, response: uuid.UUID) -> HttpResponse:
    """What a script of the signed-in person's page saves."""
    found = access.get_response_to_fill(request.membership, response)
    return keep(request, found, way_of(request, found))


@require_POST
@in_practice()
def uploads(request: PracticeRequest, response: uuid.UUID) -> HttpResponse:
    """A file that a script of the signed-in person's page sends."""
    found = access.get_response_to_fill(request.membership, response)
    return take(request, found, way_of(request, found))


def keep(request: HttpRequest, found: Response, way: Way) -> HttpResponse:
    """Keep the answers to the questions that `changed` names, of the page `page`; `revision` is what the device had.

    Gives `{"revision", "hidden", "totals"}`, with `elsewhere` (answers of other pages) where the page's logic needs
    them; and 409 with `conflicts` where another device was faster: for each
    question the answer there in words, and the question drawn with it.
    """
    if not may_fill(found):
        return JsonResponse({"reason": _("This can't be changed any more.")}, status=410)
    shown = way.sheet(found)
    number, page = shown.sent(whole(request.POST.get("page", ""), 0))
    form = FillForm(page.items, shown.sight, shown.answers, data=request.POST)
    changed = [item for item in request.POST.get("changed", "").split()[:2000] if item in form.sent]
    try:
        saved = responding.save(found, form.sent, changed, base=whole(request.POST.get("revision", ""), 0), page=number)
    except Refused as reason:
        return JsonResponse({"reason": str(reason)}, status=410)
    found.refresh_from_db()
    now = way.sheet(found)
    told = {"revision": saved.revision, **now.standing.told(page)}
    if (lean := now.lean(page)) is not None:
        told["elsewhere"] = lean["answers"]
    if saved.conflicts:
        told["conflicts"] = {item: _conflict(now, item, there) for item, there in saved.conflicts.items()}
    return JsonResponse(told, status=409 if saved.conflicts else 200)


def _conflict(now: Sheet, item: str, there: object) -> dict[str, str]:
    question = now.definition.item(item)
    words = now.standing.words(question, there, now.sight.say)
    return {"words": words or _("no answer"), "html": block(Drawn(question, there), now.sight)}


def take(request: HttpRequest, found: Response, way: Way) -> HttpResponse:
    """Take in one file (`file`) for the question `item`; it answers once its id is among the saved answers."""
    if not (found.is_open and may_fill(found)):
        return JsonResponse({"reason": _("This can't be changed any more.")}, status=410)
    if whole(str(request.META.get("CONTENT_LENGTH") or ""), LARGEST) > LARGEST + FORM:
        return JsonResponse({"reason": _("This file is too large: at most 50 MB.")}, status=413)
    key, file = request.POST.get("item", ""), request.FILES.get("file")
    item = next((one for one in way.sheet(found).definition.items if one.id == key), None)
    if item is None or item.kind not in FILES or file is None:
        return JsonResponse({"reason": _("Choose a file.")}, status=422)
    try:
        row = take_in(found, item, file, by=way.reader.person)
    except Refused as reason:
        return JsonResponse({"reason": str(reason)}, status=422)
    one = filed(found, way.reader, [row], linked=way.linked)[str(row.public_id)]
    return JsonResponse({"id": one.key, "html": drawn_file(item.id, one)}, status=201)
