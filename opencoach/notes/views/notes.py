"""A coach's notes of one engagement, and one of them."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.lib.markdown import document
from opencoach.notes import access, ports, private
from opencoach.notes.actions import notes as verbs
from opencoach.notes.forms import WritingForm
from opencoach.notes.models import Note
from opencoach.notes.queries.notes import notes_of
from opencoach.notes.queries.templates import choices
from opencoach.notes.views.saving import save
from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said

COACHES = navigation.COACHES


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def notes(request: PracticeRequest, engagement: uuid.UUID) -> HttpResponse:
    """All of them, by session, with a search; a POST begins a new one."""
    reader = request.membership
    found = access.get_engagement(reader, engagement)
    writes = people.may_write(reader, found)
    if request.method == "POST":
        if not writes:
            raise Http404
        return redirect("notes:note", reader.practice.slug, verbs.begin(found, by=reader).public_id)
    words = request.GET.get("q", "").strip()[:200]
    context = {
        "engagement": found,
        "tabs": navigation.tab_links(reader, found, "notes", content=True),
        "rows": notes_of(reader, found, words),
        "words": words,
        "writes": writes,
    }
    return render(request, "notes/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def note(request: PracticeRequest, note: uuid.UUID) -> HttpResponse:
    """One note, to be read and written on."""
    found = access.get_note(request.membership, note)
    form = WritingForm(request.POST if request.method == "POST" else None, row=found)
    if form.is_bound:
        answer = save(request, form, lambda: found, lambda: _saved(request, found))
        if answer is not None:
            return answer
    return render(request, "notes/note.html", _page(request, found, form), status=422 if form.is_bound else 200)


def _page(request: PracticeRequest, note: Note, form: WritingForm) -> dict[str, Any]:
    text = private.unseal(note)
    writes = people.may_write(request.membership, note.engagement) and text is not None
    return {
        "note": note,
        "engagement": note.engagement,
        "origin": ports.origins_of([note]).get(note.pk),
        "form": form,
        "writes": writes,
        "is_gone": text is None,
        "shown": "" if writes else document(text or "", below=1),
        "templates": choices(request.membership),
        "back": reverse("notes:notes", args=[request.membership.practice.slug, note.engagement.public_id]),
    }


def _saved(request: PracticeRequest, note: Note) -> HttpResponse:
    said(request, _("Saved."))
    return redirect("notes:note", request.membership.practice.slug, note.public_id)


@require_POST
@in_practice(*COACHES)
def note_removal(request: PracticeRequest, note: uuid.UUID) -> HttpResponse:
    """It is taken away, with a way back."""
    found = access.get_note(request.membership, note)
    slug = request.membership.practice.slug
    try:
        verbs.remove(found)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("The note is taken away."), reverse("notes:note_restoration", args=[slug, note]))
    return redirect("notes:notes", slug, found.engagement.public_id)


@require_POST
@in_practice(*COACHES)
def note_restoration(request: PracticeRequest, note: uuid.UUID) -> HttpResponse:
    """It is there again."""
    found = access.get_note(request.membership, note)
    try:
        verbs.restore(found)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("The note is there again."))
    return redirect("notes:note", request.membership.practice.slug, note)
