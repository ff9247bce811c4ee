"""Files: taken in, and given to those who may have them."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from opencoach.conversations import access, words
from opencoach.conversations.actions.files import LARGEST, sealed, take_in
from opencoach.conversations.models import Attachment
from opencoach.conversations.views.answers import posted
from opencoach.conversations.views.pages import TALKING
from opencoach.lib import sniff
from opencoach.lib.sealing import Unreadable
from opencoach.lib.sendfile import send_file
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused

FORM = 100_000  # bytes that a form needs around its file


@in_practice(*TALKING)
@posted
def upload(request: PracticeRequest, conversation: uuid.UUID) -> HttpResponseBase:
    """Take in one file (`file`), for a message that is still being written."""
    found = access.get_conversation(request.membership, conversation)
    if not access.may_write(request.membership, found):
        return JsonResponse({"reason": _("This conversation has ended. You can still read it.")}, status=422)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + FORM:
        return JsonResponse({"reason": _("This file is too large: at most 50 MB.")}, status=413)
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"reason": _("Choose a file.")}, status=422)
    try:
        row = take_in(found, request.membership.person, file, seconds=_seconds(request.POST.get("seconds", "")))
    except Refused as reason:
        return JsonResponse({"reason": str(reason)}, status=422)
    told = {"id": str(row.public_id), "name": row.name, "type": row.media_type, "size": words.size(row.size)}
    return JsonResponse(told, status=201)


def _seconds(value: str) -> float | None:
    try:
        seconds = float(value[:20])
    except ValueError:
        return None
    return seconds if 0 < seconds < 100_000 else None


@in_practice(*TALKING)
def attachment(request: PracticeRequest, conversation: uuid.UUID, attachment: uuid.UUID) -> HttpResponseBase:
    """The file itself. What could act in a browser is only ever saved; so is everything with `?save`."""
    row = _load(request, conversation, attachment)
    shown = sniff.is_shown(row.media_type) and "save" not in request.GET
    return _send(request, row, thumbnail=False, media_type=row.media_type, shown=shown)


@in_practice(*TALKING)
def thumbnail(request: PracticeRequest, conversation: uuid.UUID, attachment: uuid.UUID) -> HttpResponseBase:
    """The small picture of a picture, once the worker has made it."""
    row = _load(request, conversation, attachment)
    if row.thumbnail_state != "ready":
        raise Http404
    return _send(request, row, thumbnail=True, media_type="image/webp", shown=True)


def _load(request: PracticeRequest, conversation: uuid.UUID, attachment: uuid.UUID) -> Attachment:
    if request.method not in {"GET", "HEAD"}:
        raise Http404
    found = access.get_conversation(request.membership, conversation)
    row = access.get_attachment(request.membership, found, attachment)
    row.conversation = found
    return row


def _send(
    request: PracticeRequest, row: Attachment, *, thumbnail: bool, media_type: str, shown: bool
) -> HttpResponseBase:
    etag = f"{row.public_id}{'-thumbnail' if thumbnail else ''}"
    name = f"{row.name}.webp" if thumbnail else row.name
    media_type = media_type if shown else sniff.UNKNOWN
    try:
        return send_file(
            request, sealed(row, thumbnail=thumbnail), name=name, media_type=media_type, etag=etag, shown=shown
        )
    except (FileNotFoundError, Unreadable):
        return HttpResponse(status=410)
