"""The question desk: a message is marked as a question, or needs no answer; when a coach is away."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencoach.conversations import access
from opencoach.conversations.actions import asking
from opencoach.conversations.forms import AwayForm
from opencoach.conversations.views.answers import done, not_done, posted, wants_json
from opencoach.conversations.views.pages import TALKING
from opencoach.people.navigation import COACHES
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.promise import read_away
from opencoach.people.refusal import Refused
from opencoach.people.said import said


@in_practice(*TALKING)
@posted
def question(request: PracticeRequest, conversation: uuid.UUID, seq: int) -> HttpResponseBase:
    """It is a question; or (`off`) it needs no answer."""
    found = access.get_conversation(request.membership, conversation)
    access.get_message(found, seq)
    try:
        if request.POST.get("off"):
            asking.settle(found, request.membership, seq)
            words = _("It needs no answer.")
        else:
            asking.mark(found, request.membership, seq)
            words = _("It counts as a question.")
    except Refused as reason:
        return not_done(request, found, str(reason))
    if not wants_json(request):
        said(request, words)
    return done(request, found, seq)


@require_http_methods(["GET", "HEAD", "POST"])
@in_practice(*COACHES)
def away(request: PracticeRequest) -> HttpResponse:
    """Settings → Questions: when this coach is away, and what the practice promises."""
    member = request.membership
    data = request.POST if request.method == "POST" else None
    form = AwayForm(read_away(member.preferences), data)
    if data is not None and form.is_valid():
        asking.set_away(member, form.away)
        said(request, _("Saved."))
        return redirect("conversations:away", member.practice.slug)
    context = {"form": form, "promise": member.practice.promise}
    return render(request, "conversations/away.html", context, status=200 if data is None else 422)
