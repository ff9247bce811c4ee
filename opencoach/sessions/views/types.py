"""Settings → Session types: what a practice offers."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencoach.people import access as people
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import refused, said
from opencoach.questionnaires.queries.library import usable
from opencoach.sessions import access
from opencoach.sessions.actions import types as verbs
from opencoach.sessions.forms import SessionTypeForm
from opencoach.sessions.models import SessionType
from opencoach.sessions.queries.types import listed

COACHES = Membership.COACHES


@require_safe
@in_practice(*COACHES)
def session_types(request: PracticeRequest) -> HttpResponse:
    """What is offered, and what no longer is."""
    offered, archived = listed(request.membership)
    holds = any(request.membership.pk in {coach.pk for coach in one.coaches} for one in offered)
    context = {"offered": offered, "archived": archived, "holds": holds}
    return render(request, "sessions/types.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def session_type_new(request: PracticeRequest) -> HttpResponse:
    """Offer something new."""
    fresh = SessionType(practice=request.membership.practice, hue=request.membership.practice.hue)
    return _edited(request, fresh, _("It is offered from now on."))


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def session_type(request: PracticeRequest, session_type: uuid.UUID) -> HttpResponse:
    """Change what is offered. Sessions that are booked stay as they are."""
    return _edited(request, access.get_session_type(request.membership, session_type), _("Saved."))


def _edited(request: PracticeRequest, kind: SessionType, done: str) -> HttpResponse:
    reader = request.membership
    coaches = list(people.coaches_of(reader)) if reader.is_owner else [reader]
    form = SessionTypeForm(coaches, kind, request.POST if request.method == "POST" else None, askable=usable(reader))
    if not kind.pk:
        form.initial["coaches"] = [str(reader.public_id)]
    if form.is_bound and form.is_valid():
        try:
            if kind.pk:
                verbs.change_type(kind, form.values(), form.chosen(), by=reader)
            else:
                verbs.add_type(form.values(), form.chosen(), by=reader)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said(request, done)
            return redirect("sessions:session_types", reader.practice.slug)
    context = {"form": form, "kind": kind if kind.pk else None}
    return render(request, "sessions/type.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_practice(*COACHES)
def session_type_archiving(request: PracticeRequest, session_type: uuid.UUID) -> HttpResponse:
    """Nobody can book it any more; what is booked stays."""
    found, slug = access.get_session_type(request.membership, session_type), request.membership.practice.slug
    verbs.archive_type(found, by=request.membership)
    undo = reverse("sessions:session_type_restoring", args=[slug, session_type])
    said(request, _("“%(name)s” is not offered any more. What is booked stays.") % {"name": found.name}, undo)
    return redirect("sessions:session_types", slug)


@require_POST
@in_practice(*COACHES)
def session_type_restoring(request: PracticeRequest, session_type: uuid.UUID) -> HttpResponse:
    """Offer it again."""
    found = access.get_session_type(request.membership, session_type)
    verbs.restore_type(found, by=request.membership)
    said(request, _("“%(name)s” is offered again.") % {"name": found.name})
    return redirect("sessions:session_types", request.membership.practice.slug)


@require_POST
@in_practice(*COACHES)
def usual_types(request: PracticeRequest) -> HttpResponse:
    """A coaching session and a free first talk, to begin with."""
    try:
        verbs.begin_with_the_usual(by=request.membership)
    except Refused as error:
        refused(request, str(error))
    else:
        said(request, _("You offer a coaching session and a first talk. Change them as you like."))
    return redirect("sessions:session_types", request.membership.practice.slug)
