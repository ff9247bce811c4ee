"""What is done with a message that has been sent: a POST each."""

import uuid
from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from opencoach.conversations import access, store
from opencoach.conversations.actions import changing
from opencoach.conversations.models import Conversation
from opencoach.conversations.views.answers import done, not_done, posted, wants_json
from opencoach.conversations.views.pages import TALKING
from opencoach.people.page import PracticeRequest, in_practice
from opencoach.people.refusal import Refused
from opencoach.people.said import said

Verb = Callable[[Conversation], store.Stored]


def _do(request: PracticeRequest, conversation: uuid.UUID, seq: int, verb: Verb) -> HttpResponseBase:
    found = access.get_conversation(request.membership, conversation)
    try:
        verb(found)
    except Refused as reason:
        return not_done(request, found, str(reason))
    return done(request, found, seq)


@in_practice(*TALKING)
@posted
def wording(request: PracticeRequest, conversation: uuid.UUID, seq: int) -> HttpResponseBase:
    """Change the words of one's own message."""
    text = request.POST.get("text", "")
    return _do(request, conversation, seq, lambda found: changing.edit(found, request.membership, seq, text))


@in_practice(*TALKING)
@posted
def deletion(request: PracticeRequest, conversation: uuid.UUID, seq: int) -> HttpResponseBase:
    """Take one's own message back; the next page offers to undo it."""
    answer = _do(request, conversation, seq, lambda found: changing.delete(found, request.membership, seq))
    if not wants_json(request) and answer.status_code == 302:
        slug = request.membership.practice.slug
        undo = reverse("conversations:restoration", args=[slug, conversation, seq])
        said(request, _("The message is deleted."), undo=undo)
    return answer


@in_practice(*TALKING)
@posted
def restoration(request: PracticeRequest, conversation: uuid.UUID, seq: int) -> HttpResponseBase:
    """Undo a deletion."""
    return _do(request, conversation, seq, lambda found: changing.restore(found, request.membership, seq))


@in_practice(*TALKING)
@posted
def reaction(request: PracticeRequest, conversation: uuid.UUID, seq: int) -> HttpResponseBase:
    """React, or take it back (`off`)."""
    which, on = request.POST.get("reaction", ""), not request.POST.get("off")
    return _do(request, conversation, seq, lambda found: changing.react(found, request.membership, seq, which, on=on))


@in_practice(*TALKING)
@posted
def pin(request: PracticeRequest, conversation: uuid.UUID, seq: int) -> HttpResponseBase:
    """Pin, or unpin (`off`)."""
    on = not request.POST.get("off")
    return _do(request, conversation, seq, lambda found: changing.pin(found, request.membership, seq, on=on))
