"""Reading what was answered, and the files in it."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencoach.lib import sniff
from opencoach.lib.sealing import Unreadable
from opencoach.lib.sendfile import send_file
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.questionnaires import access
from opencoach.questionnaires.actions.uploads import sealed
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.queries.answered import answered, name_of


def reading(request: PracticeRequest, found: Response) -> HttpResponse:
    """What was answered, page by page, with what came out; it prints well."""
    reader = request.membership
    who = "" if found.person_id == reader.person_id else name_of(found)
    context = {"response": found, "answered": answered(found, reader), "who": who}
    return render(request, "questionnaires/answered.html", context)


@require_safe
@in_practice()
def upload(request: PracticeRequest, response: uuid.UUID, upload: uuid.UUID) -> HttpResponseBase:
    """A file of an answer. What could act in a browser is only ever saved."""
    found = access.get_response(request.membership, response)
    row = access.get_upload(found, upload)
    if found.withdrawn_at is not None:
        raise Http404
    shown = sniff.is_shown(row.media_type) and "save" not in request.GET
    media_type = row.media_type if shown else sniff.UNKNOWN
    try:
        return send_file(
            request, sealed(row), name=row.name, media_type=media_type, etag=str(row.public_id), shown=shown
        )
    except (FileNotFoundError, Unreadable):
        return HttpResponse(status=410)
