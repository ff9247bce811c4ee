"""Answering in the practice: whoever is signed in."""

import uuid
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.said import refused, said
from opencoach.questionnaires import access, ports
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.views.answering import Way, answering, may_fill
from opencoach.questionnaires.views.reading import reading


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice()
def response(request: PracticeRequest, response: uuid.UUID) -> HttpResponse:
    """What somebody answers, or has answered: its page to fill in while it is open and theirs, else to read."""
    found = access.get_response(request.membership, response)
    mine = found.person_id == request.membership.person_id
    if not (mine and found.is_open and may_fill(found)):
        if request.method == "POST" and mine:
            refused(request, _("This can't be changed any more."))
        return reading(request, found)
    return answering(request, found, way_of(request, found))


def way_of(request: PracticeRequest, found: Response) -> Way:
    """The page of a signed-in person."""
    reader = request.membership
    args = [reader.practice.slug, found.public_id]
    here = reverse("questionnaires:response", args=args)

    def done(sent: Response) -> str:
        subject = ports.subjects.get(sent.about_kind)
        return (subject.page(reader, sent.engagement, sent.about_id) if subject else "") or here

    def draw(context: dict[str, Any], status: int) -> HttpResponse:
        return render(request, "questionnaires/fill.html", context, status=status)

    return Way(
        reader=reader, here=here, save=reverse("questionnaires:answers", args=args),
        upload_to=reverse("questionnaires:uploads", args=args),
        later=reverse("questionnaires:responses", args=args[:1]),
        done=done, draw=draw, says=partial(said, request), refuses=partial(refused, request),
    )  # fmt: skip
