"""How a note read before, and how it reads so again."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from opencoach.lib.finding import first_or_404
from opencoach.lib.markdown import document
from opencoach.notes import access, private
from opencoach.notes.actions.writing import bring_back
from opencoach.notes.models import Earlier, Writing
from opencoach.notes.queries.notes import earlier_of
from opencoach.people import access as people
from opencoach.people import navigation
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said


@require_safe
@in_practice(*navigation.COACHES)
def note_history(request: PracticeRequest, note: uuid.UUID) -> HttpResponse:
    """The earlier ones, the newest first, each to be read in full."""
    found = access.get_note(request.membership, note)
    context = {
        "rows": versions_of(found),
        "writes": people.may_write(request.membership, found.engagement),
        "back": reverse("notes:note", args=[request.membership.practice.slug, note]),
        "back_label": _("Private note"),
        "rereading": "notes:note_rereading",
        "key": found.public_id,
    }
    return render(request, "notes/history.html", context)


def versions_of(row: Writing) -> list[tuple[Earlier, SafeString, int]]:
    """The earlier ones of a text as pages show them, each with its number of words."""
    texts = [(one, private.unseal(row, bytes(one.words))) for one in earlier_of(row)]
    return [(one, document(text, below=2), len(text.split())) for one, text in texts if text]


@require_POST
@in_practice(*navigation.COACHES)
def note_rereading(request: PracticeRequest, note: uuid.UUID, earlier: uuid.UUID) -> HttpResponse:
    """It reads as it did then."""
    found = access.get_note(request.membership, note)
    before = first_or_404(Earlier.objects.filter(thing=found.public_id), earlier)
    try:
        bring_back(found, before)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("It reads as it did then. How it read until now is kept, too."))
    return redirect("notes:note", request.membership.practice.slug, note)
