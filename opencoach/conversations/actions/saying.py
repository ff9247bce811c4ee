"""Say something in a conversation. Every road comes here or hands its batch to `store.append` itself."""

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from opencoach.conversations import bodies, store
from opencoach.conversations.models import Attachment, Conversation, Message
from opencoach.people.models import Engagement, Person
from opencoach.people.refusal import Refused

Kind = Message.Kind
LONGEST = 20_000  # characters of one message
MOST_FILES = 10
SURROGATE = re.compile("[\ud800-\udfff]")


def new_client_id() -> str:
    """An id for a message that no device has named."""
    return secrets.token_hex(12)


def tidy(text: str) -> str:
    """The words as they are kept. Raises Refused for what cannot be stored, or is too long."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "\x00" in text or SURROGATE.search(text):
        raise Refused(_("There is something in this message that is no text. Type it again, please."))
    if len(text) > LONGEST:
        raise Refused(_("This is longer than one message can be (20,000 characters). Send it in parts or as a file."))
    return text


def prepare(
    conversation: Conversation,
    sender: Person | None,
    text: str,
    *,
    client_id: str = "",
    kind: str = Kind.TEXT,
    channel: str = Message.Channel.WEB,
    data: Mapping[str, object] | None = None,
    reply_to: int | None = None,
    target: int | None = None,
    attachments: Sequence[str] = (),
) -> store.New:
    """A message ready for the store: checked, its words sealed, its files found. Raises Refused.

    `attachments` are public ids of files that `sender` has uploaded here and not sent yet. The caller has loaded
    the conversation through `access` and asked `may_write`.
    """
    client_id = check_client_id(client_id)
    text = tidy(text)
    again = False
    files = _files(conversation, sender, attachments)
    if files is None:
        again = _was_said(conversation, sender, client_id)
        if not again:
            raise Refused(_("One of the files is not there any more. Attach it again."))
    if kind == Kind.TEXT and not text and not files and not again:
        raise Refused(_("Write something, or attach a file."))
    if reply_to is not None and not _stands(conversation, reply_to):
        raise Refused(_("The message that you answer is not there any more."))
    person = sender.public_id if sender else None
    return store.New(
        conversation_id=conversation.pk,
        sender_id=sender.pk if sender else None,
        client_id=client_id,
        kind=kind,
        channel=channel,
        body=bodies.seal(conversation.engagement, conversation.public_id, person, client_id, text),
        data=data or {},
        reply_to_seq=reply_to,
        target_seq=target,
        attachments=files or (),
    )


def say(conversation: Conversation, sender: Person | None, text: str, **options: object) -> store.Stored:
    """Store one message and tell everybody who listens. Saying the same `client_id` twice is saying it once.

    The options are those of `prepare`. Raises Refused.
    """
    return store.append([prepare(conversation, sender, text, **options)])[0]  # type: ignore[arg-type]


def check_client_id(client_id: str) -> str:
    """The id that a device gave its message, or a new one. Raises Refused for one that is none."""
    if not client_id:
        return new_client_id()
    if len(client_id) > 40 or not client_id.isascii() or not client_id.replace("-", "").isalnum():
        raise Refused(_("This message has no proper name. Reload the page and send it again."))
    return client_id


def note_system(engagement: Engagement, what: str, data: Mapping[str, object] | None = None) -> store.Stored | None:
    """Put a line into the engagement's conversation that says what happened; None where there is no conversation.

    `what` is a key of `words.SYSTEM`; `data` holds ids, dates and choices, never somebody's words. `data["once"]`
    makes it one line however often it is noted.
    """
    conversation = Conversation.objects.select_related("engagement").filter(engagement=engagement).first()
    if conversation is None:
        return None
    given = dict(data or {})
    once = str(given.pop("once", ""))
    known = {"conversation": conversation, "kind": Kind.SYSTEM, "client_id": once}
    if once and Message.objects.filter(**known).exists():
        return None
    new = store.New(conversation.pk, None, once or new_client_id(), kind=Kind.SYSTEM, data={"what": what, **given})
    return store.append([new])[0]


def _files(conversation: Conversation, sender: Person | None, public_ids: Sequence[str]) -> tuple[int, ...] | None:
    """The rows of these files; None when one of them is not there, or went with another message. Raises Refused."""
    if not public_ids:
        return ()
    if len(public_ids) > MOST_FILES:
        raise Refused(_("At most 10 files go with one message."))
    wanted = {str(one) for one in public_ids}
    try:
        rows = Attachment.objects.filter(
            conversation=conversation, uploaded_by=sender, message_seq=None, public_id__in=wanted
        ).order_by("pk")
        found = tuple(rows.values_list("pk", flat=True))
    except (ValidationError, ValueError, TypeError):
        return None
    return found if len(found) == len(wanted) else None


def _was_said(conversation: Conversation, sender: Person | None, client_id: str) -> bool:
    """Whether this very message is stored already: its sender has not heard so, and sends it again."""
    return Message.objects.filter(conversation=conversation, sender=sender, client_id=client_id).exists()


def _stands(conversation: Conversation, seq: int) -> bool:
    return Message.objects.filter(conversation=conversation, seq=seq, kind=Kind.TEXT).exists()
