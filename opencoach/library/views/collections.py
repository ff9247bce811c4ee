"""Library → Collections: what belongs together."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.lib.words import one_line
from opencoach.library import access
from opencoach.library.actions import collections as verbs
from opencoach.library.queries.materials import collections_of, items_of
from opencoach.library.queries.picking import recipients
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import refused, said

COACHES = Membership.COACHES
LONGEST = 120


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def collections(request: PracticeRequest) -> HttpResponse:
    """All of them; a POST makes a new one."""
    reader = request.membership
    if request.method == "POST":
        title = one_line(request.POST.get("title", ""))[:LONGEST]
        if not title:
            refused(request, _("Give the collection a name."))
            return redirect("library:collections", reader.practice.slug)
        made = verbs.make(title, by=reader)
        return redirect("library:collection", reader.practice.slug, made.public_id)
    return render(request, "library/collections.html", {"collections": collections_of(reader)})


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def collection(request: PracticeRequest, collection: uuid.UUID) -> HttpResponse:
    """What is in one, in its order; a POST names it anew."""
    reader = request.membership
    if request.method == "POST":
        found = access.get_collection_to_change(reader, collection)
        title = one_line(request.POST.get("title", ""))[:LONGEST]
        verbs.describe(found, title=title or found.title, shared="shared" in request.POST, by=reader)
        said(request, _("Saved."))
        return redirect("library:collection", reader.practice.slug, collection)
    found = access.get_collection(reader, collection)
    context = {
        "collection": found, "rows": items_of(reader, found), "may_change": access.may_change(reader, found),
        "engagements": recipients(reader),
    }  # fmt: skip
    return render(request, "library/collection.html", context)


@require_POST
@in_practice(*COACHES)
def places(request: PracticeRequest, collection: uuid.UUID) -> HttpResponse:
    """`do`: "up:<material>", "down:<material>" or "out:<material>"."""
    reader = request.membership
    found = access.get_collection_to_change(reader, collection)
    what, _colon, key = request.POST.get("do", "").partition(":")
    material = access.get_material(reader, key)
    if what == "out":
        verbs.take_out(found, material)
    elif what in {"up", "down"}:
        verbs.move(found, material, -1 if what == "up" else 1)
    else:
        raise Http404
    return redirect("library:collection", reader.practice.slug, collection)


@require_POST
@in_practice(*COACHES)
def collecting(request: PracticeRequest, material: uuid.UUID) -> HttpResponse:
    """Put a material into a collection: one that there is (`collection`), or a new one (`title`)."""
    reader = request.membership
    found = access.get_material(reader, material)
    chosen, title = request.POST.get("collection", ""), one_line(request.POST.get("title", ""))[:LONGEST]
    if chosen:
        into = access.get_collection_to_change(reader, chosen)
        verbs.put_in(into, found)
    elif title:
        into = verbs.make(title, by=reader, materials=[found])
    else:
        refused(request, _("Choose a collection, or give a new one a name."))
        return redirect("library:material", reader.practice.slug, material)
    said(request, _("It is in “%(title)s”.") % {"title": into.title})
    return redirect("library:material", reader.practice.slug, material)


@require_POST
@in_practice(*COACHES)
def archiving(request: PracticeRequest, collection: uuid.UUID) -> HttpResponse:
    """Put it away; its materials stay."""
    slug = request.membership.practice.slug
    found = access.get_collection_to_change(request.membership, collection)
    verbs.archive(found, by=request.membership)
    undo = reverse("library:collection_restoring", args=[slug, collection])
    said(request, _("“%(title)s” is gone. Its materials stay.") % {"title": found.title}, undo)
    return redirect("library:collections", slug)


@require_POST
@in_practice(*COACHES)
def restoring(request: PracticeRequest, collection: uuid.UUID) -> HttpResponse:
    """It is back."""
    found = access.get_collection_to_change(request.membership, collection, away=True)
    verbs.restore(found, by=request.membership)
    said(request, _("“%(title)s” is back.") % {"title": found.title})
    return redirect("library:collection", request.membership.practice.slug, collection)
