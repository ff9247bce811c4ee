"""Somebody new has booked: what the coach asks before the talk, answered right there."""

import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opencoach.lib import limits
from opencoach.questionnaires.models import Response
from opencoach.questionnaires.views.answering import Way, answering, may_fill
from opencoach.questionnaires.views.saving import keep, take
from opencoach.scheduling import doors
from opencoach.scheduling.actions.holding import Reader
from opencoach.scheduling.models import Hold
from opencoach.scheduling.views.held import address, held_page, times
from opencoach.scheduling.views.stranger import StrangerRequest, for_strangers, settle

HOUR = 3600
FILES = 60  # an hour that one IP address may hand in


@for_strangers
@require_http_methods(["GET", "HEAD", "POST"])
def public_questions(
    request: StrangerRequest, practice: str, *, token: str, response: uuid.UUID, **_kind: str
) -> HttpResponse:
    """The page to answer it, without signing in and without a script; once it is sent, the page of the booking."""
    found, way = _asked(request, practice, token, response)
    if not (found.is_open and may_fill(found)):
        return redirect(way.later)
    return answering(request, found, way)


@for_strangers
@require_POST
def public_answers(
    request: StrangerRequest, practice: str, *, token: str, response: uuid.UUID, **_kind: str
) -> HttpResponse:
    """What the page's script saves."""
    return keep(request, *_asked(request, practice, token, response))


@for_strangers
@require_POST
def public_uploads(
    request: StrangerRequest, practice: str, *, token: str, response: uuid.UUID, **_kind: str
) -> HttpResponse:
    """A file that the page's script sends."""
    found, way = _asked(request, practice, token, response)
    if not limits.allowed("booking-file", limits.place_of(request), FILES, HOUR):
        return JsonResponse({"reason": _("That was often. Wait an hour and try again.")}, status=429)
    return take(request, found, way)


def next_question(request: StrangerRequest, held: Hold) -> str:
    """Where the next open one is answered; "" where nothing is asked, or all of it is sent."""
    waits = next((one for one in doors.asked_of(held) if one.is_open), None)
    return address(request, "public_questions", held, waits.public_id) if waits is not None else ""


def _asked(request: StrangerRequest, practice: str, token: str, response: uuid.UUID) -> tuple[Response, Way]:
    held = doors.hold_by_token(token, practice)
    settle(request, held.zone, chosen=Reader(held.zone, held.hour12, held.language))
    client, found = doors.question_of(held, response)
    booked, session = address(request, "public_code", held), held.session

    def draw(context: dict[str, Any], status: int) -> HttpResponse:
        whole = {"stranger": True, **(times(session) if session else {}), **context}
        return held_page(request, "questions", held, whole, status=status)

    def says(text: str) -> None:
        """A page without cookies keeps nothing for the next one: the page of the booking says how things stand."""

    return found, Way(
        reader=client, here=address(request, "public_questions", held, response),
        save=address(request, "public_answers", held, response),
        upload_to=address(request, "public_uploads", held, response), later=booked,
        done=lambda sent: next_question(request, held) or booked, draw=draw, says=says, refuses=says, linked=False,
    )  # fmt: skip
