"""What people do with a message that has been sent: each is a message of its own, so that the other side learns it."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.conversations import access, store
from opencoach.conversations.actions.saying import say, tidy
from opencoach.conversations.models import Attachment, Conversation, Message
from opencoach.conversations.queries.page import pinned_now
from opencoach.conversations.words import REACTIONS
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused

Kind = Message.Kind
RESTORABLE = dt.timedelta(minutes=10)  # how long Undo works; then the words are erased for good
MOST_PINS = 20


def edit(conversation: Conversation, by: Membership, seq: int, text: str, *, client_id: str = "") -> store.Stored:
    """Change the words of one's own message. The earlier wording stays readable. Raises Refused, Http404."""
    message = _own(conversation, by, seq)
    text = tidy(text)
    if not text and not Attachment.objects.filter(conversation=conversation, message_seq=seq).exists():
        raise Refused(_("A message cannot be empty. Delete it instead."))
    return say(conversation, message.sender, text, kind=Kind.EDIT, target=seq, client_id=client_id)


def delete(conversation: Conversation, by: Membership, seq: int, *, client_id: str = "") -> store.Stored:
    """Take one's own message back: a line says that there was one. Raises Refused, Http404."""
    message = _own(conversation, by, seq)
    return say(conversation, message.sender, "", kind=Kind.DELETE, target=seq, client_id=client_id)


def restore(conversation: Conversation, by: Membership, seq: int, *, client_id: str = "") -> store.Stored:
    """Undo a deletion, while its words are still there. Raises Refused, Http404."""
    message = access.get_message(conversation, seq)
    _must_be_own(message, by)
    gone = Message.objects.filter(conversation=conversation, target_seq=seq, kind=Kind.DELETE).order_by("-seq").first()
    if gone is None or gone.data.get("off"):
        raise Refused(_("This message has not been deleted."))
    if gone.at < timezone.now() - RESTORABLE or gone.data.get("erased"):
        raise Refused(_("This message was deleted more than 10 minutes ago and cannot be brought back."))
    return say(conversation, message.sender, "", kind=Kind.DELETE, target=seq, data={"off": True}, client_id=client_id)


def react(
    conversation: Conversation, by: Membership, seq: int, reaction: str, *, on: bool = True, client_id: str = ""
) -> store.Stored:
    """React to a message with one of a few words, or take it back. Raises Refused, Http404."""
    if reaction not in REACTIONS:
        raise Refused(_("Choose one of the reactions."))
    _standing(conversation, by, seq)
    data = {"reaction": reaction, **({} if on else {"off": True})}
    return say(conversation, by.person, "", kind=Kind.REACT, target=seq, data=data, client_id=client_id)


def pin(conversation: Conversation, by: Membership, seq: int, *, on: bool = True, client_id: str = "") -> store.Stored:
    """Keep a message in sight at the top for everybody, or take it down. Raises Refused, Http404."""
    _standing(conversation, by, seq)
    if on and len(pinned_seqs(conversation)) >= MOST_PINS:
        raise Refused(_("Twenty messages are pinned already. Unpin one first."))
    data = {} if on else {"off": True}
    return say(conversation, by.person, "", kind=Kind.PIN, target=seq, data=data, client_id=client_id)


def pinned_seqs(conversation: Conversation) -> list[int]:
    """What is pinned now, the latest first (one query)."""
    return pinned_now(Message.objects.filter(conversation=conversation, kind=Kind.PIN).order_by("seq"))


def _standing(conversation: Conversation, by: Membership, seq: int) -> Message:
    message = access.get_message(conversation, seq)
    if not access.may_write(by, conversation):
        raise Refused(_("This conversation has ended. You can still read it."))
    if access.is_deleted(conversation, seq):
        raise Refused(_("This message has been deleted."))
    return message


def _own(conversation: Conversation, by: Membership, seq: int) -> Message:
    message = _standing(conversation, by, seq)
    _must_be_own(message, by)
    return message


def _must_be_own(message: Message, by: Membership) -> None:
    if message.kind != Kind.TEXT or message.sender_id != by.person_id:
        raise Refused(_("Only who wrote a message can change it."))
