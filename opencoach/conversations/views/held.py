"""Mails that wait for a coach's word."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from opencoach.conversations import held as holding
from opencoach.people.models import Membership
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused

COACHES = Membership.COACHES


@in_practice(*COACHES)
def held(request: PracticeRequest) -> HttpResponseBase:
    """All of them, whole, each with what can be done."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405)
    return _page(request)


@in_practice(*COACHES)
def held_admission(request: PracticeRequest, mail: uuid.UUID) -> HttpResponseBase:
    """Put one into the conversation, in the name of whom it names."""
    row = holding.get_held(request.membership, mail)
    if request.method != "POST":
        return HttpResponse(status=405)
    try:
        conversation = holding.put_into_conversation(row, by=request.membership)
    except Refused as reason:
        return _page(request, str(reason), status=422)
    messages.success(request, _("It stands in the conversation now."))
    return redirect("conversations:conversation", request.membership.practice.slug, conversation.public_id)


@in_practice(*COACHES)
def held_discarding(request: PracticeRequest, mail: uuid.UUID) -> HttpResponseBase:
    """Erase one."""
    row = holding.get_held(request.membership, mail)
    if request.method != "POST":
        return HttpResponse(status=405)
    holding.discard(row, by=request.membership)
    messages.success(request, _("The e-mail is erased."))
    return redirect("conversations:held", request.membership.practice.slug)


def _page(request: PracticeRequest, error: str = "", status: int = 200) -> HttpResponse:
    context = {"waiting": holding.waiting(request.membership), "error": error}
    return render(request, "conversations/held.html", context, status=status)
