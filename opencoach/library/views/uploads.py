"""Files into the library: with an ordinary form, or piece by piece (see docs/api/uploads.md)."""

import uuid

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.library import access
from opencoach.library.actions import materials
from opencoach.library.actions import uploads as verbs
from opencoach.library.models import Material, MaterialFile
from opencoach.library.pieces import PIECE
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said

COACHES = Membership.COACHES
MOST = 20  # files of one form


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def upload(request: PracticeRequest) -> HttpResponse:
    """Several files at once, by an ordinary form; with a script they are brought up piece by piece instead."""
    if request.method != "POST":
        return render(request, "library/upload.html", {"largest": verbs.LARGEST, "piece": PIECE})
    made = []
    for file in request.FILES.getlist("files")[:MOST]:
        try:
            made.append(materials.from_file(verbs.take_in(request.membership, file), by=request.membership))
        except Refused as error:
            refused(request, f"{file.name}: {error}")
    slug = request.membership.practice.slug
    if not made:
        if not request.FILES:
            refused(request, _("Choose one or more files."))
        return redirect("library:upload", slug)
    words = ngettext("It is in the library.", "%(number)d files are in the library.", len(made))
    said(request, words % {"number": len(made)})
    if len(made) == 1:
        return redirect("library:change", slug, made[0].public_id)
    return redirect("library:materials", slug)


@require_POST
@in_practice(*COACHES)
def uploads(request: PracticeRequest) -> HttpResponse:
    """Announce a file: its name and its size in bytes."""
    text = request.POST.get("size", "")
    size = int(text) if text.isdecimal() and len(text) < 16 else 0
    try:
        file = verbs.begin(request.membership, request.POST.get("name", "")[:1000], size)
    except Refused as reason:
        return JsonResponse({"reason": str(reason)}, status=422)
    return JsonResponse(_told(file), status=201)


@require_safe
@in_practice(*COACHES)
def standing(request: PracticeRequest, upload: uuid.UUID) -> HttpResponse:
    """How much of it has arrived: where to go on."""
    return JsonResponse(_told(access.get_upload(request.membership, upload)))


@require_POST
@in_practice(*COACHES)
def piece(request: PracticeRequest, upload: uuid.UUID, number: int) -> HttpResponse:
    """One piece, as the whole body. With the last one the material is there."""
    file = access.get_upload(request.membership, upload)
    file.practice = request.membership.practice
    if int(request.META.get("CONTENT_LENGTH") or 0) > PIECE:
        return JsonResponse({"reason": _("A piece of the file did not arrive whole.")}, status=413)
    try:
        file = verbs.take_piece(file, number, request.read(PIECE + 1))
    except verbs.Gap as gap:
        return JsonResponse({"received": gap.received}, status=409)
    except Refused as reason:
        return JsonResponse({"reason": str(reason)}, status=422)
    told = _told(file)
    if file.finished_at is not None:
        made = materials.from_file(file, by=request.membership)
        told |= {
            "material": reverse("library:change", args=[request.membership.practice.slug, made.public_id]),
            "title": made.title,
            "lacks": made.kind == Material.Kind.MEDIA,
        }
    return JsonResponse(told)


@require_POST
@in_practice(*COACHES)
def withdrawal(request: PracticeRequest, upload: uuid.UUID) -> HttpResponse:
    """It isn't wanted any more; one that has become a material stays."""
    file = access.get_upload(request.membership, upload)
    file.practice = request.membership.practice
    verbs.discard(file)
    return HttpResponse(status=204)


def _told(file: MaterialFile) -> dict[str, object]:
    return {"id": str(file.public_id), "received": file.received, "size": file.size, "piece": PIECE}
