"""Library → Materials: found, made, looked at, changed, put away."""

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.library import access
from opencoach.library.actions import materials as verbs
from opencoach.library.actions import uploads
from opencoach.library.drawing import as_page
from opencoach.library.forms import MaterialForm, form_for
from opencoach.library.forms.materials import LONGEST
from opencoach.library.models import Material, MaterialFile
from opencoach.library.queries import materials as queries
from opencoach.library.queries import picking
from opencoach.library.queries.materials import PER_PAGE, Asked
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said

COACHES = Membership.COACHES
Kind = Material.Kind
WRITTEN = (Kind.TEXT, Kind.LINK)  # the others begin with a file


@require_safe
@in_practice(*COACHES)
def materials(request: PracticeRequest) -> HttpResponse:
    """What one has: found by words, kind, tag and collection."""
    reader = request.membership
    asked = asked_of(request)
    first = first_of(request)
    rows, total = queries.found(reader, asked, first)
    context = {
        "rows": rows, "total": total, "asked": asked, "kinds": Kind.choices, "tags": queries.tags_of(reader),
        "collections": queries.collections_of(reader), **pages_of(request, first, total),
    }  # fmt: skip
    return render(request, "library/materials.html", context)


def asked_of(request: PracticeRequest) -> Asked:
    """What the address asks for; what it can't mean is left out."""
    kind, chosen = request.GET.get("kind", ""), request.GET.get("collection", "")
    collection = None
    if chosen:
        try:
            collection = access.get_collection(request.membership, chosen)
        except Http404:
            collection = None
    return Asked(
        words=request.GET.get("q", "").strip()[:200],
        kind=kind if kind in Kind.values else "",
        tag=request.GET.get("tag", "").strip()[:40],
        collection=collection,
        away=request.GET.get("away") == "1",
    )


def first_of(request: PracticeRequest) -> int:
    text = request.GET.get("from", "")
    return max(0, int(text) - 1) if text.isdecimal() and len(text) < 7 else 0


def pages_of(request: PracticeRequest, first: int, total: int) -> dict[str, str]:
    """The addresses of the pages before and after, "" where there is none; the filters stay."""

    def at(place: int) -> str:
        query = request.GET.copy()
        query["from"] = str(place + 1)
        return f"?{query.urlencode()}"

    return {
        "earlier": at(max(0, first - PER_PAGE)) if first else "",
        "later": at(first + PER_PAGE) if first + PER_PAGE < total else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def new(request: PracticeRequest, kind: str) -> HttpResponse:
    """Write a text, or keep a link."""
    if kind not in WRITTEN:
        raise Http404
    reader = request.membership
    form = form_for(kind, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not _previews(request):
        values = form.cleaned_data
        made = verbs.make(
            kind, values["title"], by=reader, body=words_of(form), url=values.get("url", ""), tags=values["tags"],
            shared=values["shared"],
        )  # fmt: skip
        said(request, _("It is in the library."))
        return redirect("library:material", reader.practice.slug, made.public_id)
    return _editor(request, form, kind)


@require_safe
@in_practice(*COACHES)
def material(request: PracticeRequest, material: uuid.UUID) -> HttpResponse:
    """One material: how it reads, who has it, where it is used."""
    reader = request.membership
    found = access.get_material(reader, material)
    version = verbs.newest_of(found)
    version.material = found
    context = {
        "material": found, "version": version, "may_change": access.may_change(reader, found),
        "tags": list(found.tags.order_by("key")), "lacks": verbs.lacks(found.kind, version),
        "uses": queries.uses_of(reader, found), "reach": queries.reach_of(reader, found),
        "sent": queries.sent_of(reader, found), "collections": queries.collections_of(reader),
        "engagements": picking.recipients(reader),
        "file_url": reverse("library:version_file", args=[reader.practice.slug, found.public_id, version.number]),
        "captions_url": reverse(
            "library:version_captions", args=[reader.practice.slug, found.public_id, version.number]
        ),
        "thumbnail_url": reverse(
            "library:version_thumbnail", args=[reader.practice.slug, found.public_id, version.number]
        ),
    }  # fmt: skip
    return render(request, "library/material.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def change(request: PracticeRequest, material: uuid.UUID) -> HttpResponse:
    """The next version of it."""
    reader = request.membership
    found = access.get_material_to_change(reader, material)
    version = verbs.newest_of(found)
    initial = {
        "title": version.title, "body": version.body, "url": version.url, "shared": found.shared_at is not None,
        "tags": ", ".join(tag.name for tag in found.tags.order_by("key")), "captions": version.captions,
    }  # fmt: skip
    posted = request.method == "POST"
    form = form_for(found.kind, request.POST if posted else None, request.FILES if posted else None, initial=initial)
    if form.is_bound and form.is_valid() and not _previews(request):
        values = form.cleaned_data
        try:
            file = _new_file(reader, values.get("file"))
            made = verbs.change(
                found, by=reader, title=values["title"], body=words_of(form), url=values.get("url", ""), file=file,
                captions=values.get("captions", ""),
            )  # fmt: skip
        except Refused as error:
            form.add_error("file", str(error))
        else:
            verbs.set_tags(found, values["tags"])
            verbs.share_with_practice(found, shared=values["shared"], by=reader)
            same = made.number == version.number
            said(request, _("Saved.") if same else _("Saved, as version %(number)d.") % {"number": made.number})
            return redirect("library:material", reader.practice.slug, material)
    return _editor(request, form, found.kind, found)


def _new_file(reader: Membership, file: "UploadedFile[Any] | None") -> MaterialFile | None:
    return uploads.take_in(reader, file) if file else None


def words_of(form: MaterialForm) -> str:
    """The Markdown as it is kept."""
    return str(form.cleaned_data["body"]).replace("\r\n", "\n").strip()


def _previews(request: PracticeRequest) -> bool:
    return request.POST.get("do") == "preview"


def _editor(request: PracticeRequest, form: MaterialForm, kind: str, found: Material | None = None) -> HttpResponse:
    shown = request.POST.get("body", "")[:LONGEST] if _previews(request) else ""
    context = {
        "form": form, "kind": kind, "material": found, "kind_words": Kind(kind).label,
        "shown": as_page(shown) if shown else "",
    }  # fmt: skip
    bad = form.is_bound and not form.is_valid() and not _previews(request)
    return render(request, "library/editor.html", context, status=422 if bad else 200)


@require_POST
@in_practice(*COACHES)
def preview(request: PracticeRequest) -> HttpResponse:
    """Markdown as it will look: for the editor, while somebody types."""
    return HttpResponse(as_page(request.POST.get("body", "")[:LONGEST]))


@require_safe
@in_practice(*COACHES)
def versions(request: PracticeRequest, material: uuid.UUID) -> HttpResponse:
    """How it read before, and how many clients have each version. `?number=` shows one."""
    reader = request.membership
    found = access.get_material(reader, material)
    text = request.GET.get("number", "")
    chosen = access.get_version(found, int(text)) if text.isdecimal() and len(text) < 7 else None
    context = {
        "material": found, "versions": queries.versions_of(found), "chosen": chosen,
        "may_change": access.may_change(reader, found),
    }  # fmt: skip
    return render(request, "library/versions.html", context)


@require_POST
@in_practice(*COACHES)
def version_restoration(request: PracticeRequest, material: uuid.UUID, number: int) -> HttpResponse:
    """An older version is the newest again."""
    found = access.get_material_to_change(request.membership, material)
    made = verbs.restore_version(access.get_version(found, number), by=request.membership)
    said(
        request,
        _("It reads as version %(number)d again.") % {"number": number}
        if made.number != number
        else _("It reads so already."),
    )
    return redirect("library:material", request.membership.practice.slug, material)


@require_POST
@in_practice(*COACHES)
def archiving(request: PracticeRequest, material: uuid.UUID) -> HttpResponse:
    """Put it away; whoever has it keeps it."""
    found, slug = access.get_material_to_change(request.membership, material), request.membership.practice.slug
    verbs.archive(found, by=request.membership)
    undo = reverse("library:restoring", args=[slug, material])
    said(request, _("“%(title)s” is put away. Whoever has it keeps it.") % {"title": found.title}, undo)
    return redirect("library:materials", slug)


@require_POST
@in_practice(*COACHES)
def restoring(request: PracticeRequest, material: uuid.UUID) -> HttpResponse:
    """It can be sent again."""
    found = access.get_material_to_change(request.membership, material)
    verbs.restore(found, by=request.membership)
    said(request, _("“%(title)s” is back in the library.") % {"title": found.title})
    return redirect("library:material", request.membership.practice.slug, material)


@require_POST
@in_practice(*COACHES)
def copying(request: PracticeRequest, material: uuid.UUID) -> HttpResponse:
    """A copy of one's own, to change."""
    made = verbs.copy(access.get_material(request.membership, material), by=request.membership)
    said(request, _("This is your copy. Change it as you like."))
    return redirect("library:change", request.membership.practice.slug, made.public_id)
