"""Say something, and how far one has read."""

import contextlib
import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.conversations import access
from opencoach.conversations.actions import asking, reading
from opencoach.conversations.actions.files import take_in
from opencoach.conversations.actions.saying import MOST_FILES, say
from opencoach.conversations.models import Conversation
from opencoach.conversations.views.answers import done, not_done, number, posted, wants_json
from opencoach.conversations.views.pages import TALKING
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said as told


@in_practice(*TALKING)
@posted
def message(request: PracticeRequest, conversation: uuid.UUID) -> HttpResponseBase:
    """Say something, with files or without; a script has uploaded its files before and names them."""
    found = access.get_conversation(request.membership, conversation)
    if not access.may_write(request.membership, found):
        return not_done(request, found, _("This conversation has ended. You can still read it."))
    try:
        stored = say(
            found,
            request.membership.person,
            request.POST.get("text", ""),
            client_id=request.POST.get("client_id", ""),
            reply_to=number(request.POST.get("reply_to")),
            attachments=_files(request, found),
        )
    except Refused as reason:
        return not_done(request, found, str(reason))
    if request.POST.get("question"):
        with contextlib.suppress(Refused):  # a coach's own words are none
            asking.mark(found, request.membership, stored.seq)
    seen = number(request.POST.get("seen"))
    if seen:
        reading.seen(found, request.membership.person, seen)
    return done(request, found, stored.seq, at=stored.at.isoformat(), client_id=stored.new.client_id)


def _files(request: PracticeRequest, conversation: Conversation) -> list[str]:
    """Public ids of the files of this message: those named, and those that came with the form."""
    named = [one for one in request.POST.getlist("attachments") if one]
    came = request.FILES.getlist("files")
    if len(named) + len(came) > MOST_FILES:
        raise Refused(_("At most 10 files go with one message."))
    try:
        known = [str(uuid.UUID(one)) for one in named]
    except ValueError as error:
        raise Refused(_("One of the files is not there any more. Attach it again.")) from error
    person = request.membership.person
    return known + [str(take_in(conversation, person, file).public_id) for file in came]


@in_practice(*TALKING)
@posted
def read(request: PracticeRequest, conversation: uuid.UUID) -> HttpResponseBase:
    """The reader has seen everything up to `seq` (or to the end)."""
    found = access.get_conversation(request.membership, conversation)
    seq = number(request.POST.get("seq"))
    reading.seen(found, request.membership.person, found.last_seq if seq is None else seq)
    return done(request, found, found.last_seq)


@in_practice(*TALKING)
@posted
def unread(request: PracticeRequest, conversation: uuid.UUID) -> HttpResponseBase:
    """Count it as unread from `seq` on, and lead away from it: whoever looks at it has seen it."""
    found = access.get_conversation(request.membership, conversation)
    seq = number(request.POST.get("seq"))
    if seq is None:
        return HttpResponse(status=422)
    reading.mark_unread(found, request.membership.person, seq)
    slug = request.membership.practice.slug
    only = request.membership.is_client and access.conversations_for(request.membership).count() == 1
    away = reverse("dashboard:today", args=[slug]) if only else reverse("conversations:messages", args=[slug])
    if wants_json(request):
        return done(request, found, seq, url=away)
    told(request, _("It counts as unread from there on."))
    return redirect(away)
