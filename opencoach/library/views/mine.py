"""Materials, for a client: what they were sent, opened, and are through with."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.lib import sniff
from opencoach.library import access, private
from opencoach.library.actions import sending as actions
from opencoach.library.queries.shares import mine as sent_to
from opencoach.people import access as people
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import said

Role = Membership.Role
READING = (Role.OWNER, Role.COACH, Role.CLIENT)


@require_safe
@in_practice(Role.CLIENT)
def mine(request: PracticeRequest) -> HttpResponse:
    """What one was sent."""
    waiting, done = sent_to(request.membership)
    return render(request, "library/mine.html", {"waiting": waiting, "done": done})


@require_safe
@in_practice(*READING)
def share(request: PracticeRequest, share: uuid.UUID) -> HttpResponse:
    """One material as its client has it. That they have opened it is noted; a coach only looks."""
    reader = request.membership
    found = access.get_share(reader, share)
    if reader.is_client and request.method == "GET":
        actions.opened(found, by=reader)
    slug = reader.practice.slug
    file = found.version.file
    sender = people.people_in(found.engagement).filter(person=found.sending.sent_by).first()
    context = {
        "share": found, "version": found.version, "material": found.version.material,
        "note": private.note(found.sending), "sender": sender.display_name if sender else "",
        "file_url": reverse("library:share_file", args=[slug, share]),
        "captions_url": reverse("library:share_captions", args=[slug, share]),
        "thumbnail_url": reverse("library:share_thumbnail", args=[slug, share]),
        "is_shown": file is not None and sniff.is_shown(file.media_type),
    }  # fmt: skip
    return render(request, "library/share.html", context)


@require_POST
@in_practice(Role.CLIENT)
def completion(request: PracticeRequest, share: uuid.UUID) -> HttpResponse:
    """One is through with it."""
    found = access.get_share(request.membership, share)
    actions.done(found, by=request.membership)
    slug = request.membership.practice.slug
    undo = reverse("library:resumption", args=[slug, share])
    said(request, _("“%(title)s” is done. Your coach sees it.") % {"title": found.version.title}, undo)
    return redirect("library:mine", slug)


@require_POST
@in_practice(Role.CLIENT)
def resumption(request: PracticeRequest, share: uuid.UUID) -> HttpResponse:
    """Not yet, after all."""
    found = access.get_share(request.membership, share)
    actions.undone(found, by=request.membership)
    return redirect("library:share", request.membership.practice.slug, share)


@require_safe
@in_practice(*READING)
def version(request: PracticeRequest, version: uuid.UUID) -> HttpResponse:
    """A version by its own id, as messages name it: for a client what they were sent, for a coach the material."""
    reader, slug = request.membership, request.membership.practice.slug
    if reader.is_client:
        found = access.share_of_version(reader, version)
        if found is None:
            raise Http404
        return redirect("library:share", slug, found.public_id)
    material = access.materials_for(reader).filter(versions__public_id=version).first()
    if material is None:
        raise Http404
    return redirect("library:material", slug, material.public_id)
