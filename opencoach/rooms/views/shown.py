"""A material on both screens."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.lib import sniff
from opencoach.library import access as library
from opencoach.library.actions.materials import newest_of
from opencoach.library.actions.sending import send
from opencoach.library.models import Material, Version
from opencoach.library.queries.picking import offered
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused
from opencoach.rooms.actions import showing
from opencoach.rooms.views.loading import COACHING, MEETING, back, is_part, load_inside, room_row
from opencoach.sessions.models import CoachingSession


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*MEETING)
def shown(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """What stands there now; by POST, the coach puts something there. Its client has it among their materials then."""
    found = load_inside(request, session)
    if request.method != "POST":
        return _part(request, found)
    reader = request.membership
    material = library.get_material(reader, request.POST.get("material", ""))
    version = newest_of(material)
    version.material = material
    try:
        if not _have(found, version):
            send([version], found.engagement, by=reader, mail=False)
    except Refused as error:
        if is_part(request):
            return HttpResponse(str(error), status=422, content_type="text/plain")
        refused(request, str(error))
        return back(request, found)
    showing.show(found, material)
    return back(request, found, "shown")


def _have(session: CoachingSession, version: Version) -> bool:
    """Whether all its clients have been sent it already."""
    clients = session.engagement.current_clients
    having = version.shares.filter(client__in=clients, withdrawn_at=None).values("client").distinct().count()
    return bool(clients) and having == len(clients)


def _part(request: PracticeRequest, session: CoachingSession) -> HttpResponse:
    row, reader = room_row(session), request.membership
    context: dict[str, Any] = {
        "session": session,
        "coach": reader.is_coach,
        "words": request.GET.get("words", "")[:100],
    }
    if row is not None and row.shown is not None:
        context |= _seen(reader, row.shown) or {}
    if reader.is_coach:
        context["offered"] = [one for one, _chosen in offered(reader, context["words"], [])][:12]
    return render(request, "rooms/_shown.html", context)


def _seen(reader: Membership, material: Material) -> dict[str, Any] | None:
    """The material as this reader has it; None for a client who was not sent it."""
    slug = reader.practice.slug
    if reader.is_coach:
        version = newest_of(material)
        version.material = material
        name, args = "version", [slug, material.public_id, version.number]
    else:
        rows = library.shares_for(reader).filter(version__material=material).select_related("version__file")
        share = rows.order_by("-pk").first()
        if share is None:
            return None
        version = share.version
        version.material = material
        name, args = "share", [slug, share.public_id]
    return {
        "material": material, "version": version,
        **{f"{part}_url": reverse(f"library:{name}_{part}", args=args) for part in ("file", "captions", "thumbnail")},
        "is_shown": version.file is not None and sniff.is_shown(version.file.media_type),
    }  # fmt: skip


@require_POST
@in_practice(*COACHING)
def removal(request: PracticeRequest, session: uuid.UUID) -> HttpResponse:
    """Away from both screens; the client keeps it among their materials."""
    found = load_inside(request, session)
    showing.show(found, None)
    return back(request, found)
