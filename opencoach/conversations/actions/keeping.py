"""What the worker keeps in order: thumbnails made, unsent files and deleted words erased for good."""

import datetime as dt
import io
import logging

from django.utils import timezone

from opencoach.conversations import bodies
from opencoach.conversations.access import is_deleted
from opencoach.conversations.actions import files
from opencoach.conversations.actions.changing import RESTORABLE
from opencoach.conversations.models import Attachment, Conversation, Message
from opencoach.lib import picture, sealed_file
from opencoach.lib.sealing import Unreadable
from opencoach.live import bus

log = logging.getLogger("opencoach.conversations")
EDGE = 640  # pixels of a thumbnail's longer side: sharp at twice the 320 that it is shown at
UNSENT = dt.timedelta(days=1)
PORTION = 20


def make_thumbnails() -> bool:
    """A portion of the waiting thumbnails; True when more are left."""
    rows = Attachment.objects.filter(thumbnail_state="waiting").order_by("created_at")
    waiting = list(rows.select_related("conversation__engagement", "uploaded_by")[:PORTION])
    for row in waiting:
        make_thumbnail(row)
    return len(waiting) == PORTION


def make_thumbnail(row: Attachment) -> bool:
    """A small, upright picture without any data but its pixels; False for a file that is no picture after all."""
    try:
        content = b"".join(files.sealed(row).read())
        small = picture.shrunk(io.BytesIO(content), EDGE, most_bytes=files.LARGEST)
    except (picture.NotAPicture, Unreadable, FileNotFoundError) as error:
        log.info("no thumbnail for attachment %s: %s", row.public_id, error)
        Attachment.objects.filter(pk=row.pk).update(thumbnail_state="failed")
        _tell(row)
        return False
    path = f"{row.path}.thumbnail"
    key = bodies.key_name(row.conversation.engagement, row.uploaded_by.public_id)
    sealed_file.write(key, files.place(row.public_id, thumbnail=True), files.full_path(path), [small])
    Attachment.objects.filter(pk=row.pk).update(thumbnail=path, thumbnail_state="ready")
    _tell(row)
    return True


def _tell(row: Attachment) -> None:
    """Pages that show the message may draw it anew; where it is not sent yet, there is nobody to tell."""
    seq = Attachment.objects.values_list("message_seq", flat=True).get(pk=row.pk)
    if seq is not None:
        frame = {"type": "file", "conversation": str(row.conversation.public_id), "seq": seq}
        bus.publish({"tell": [row.conversation_id, 0, frame]})


def erase() -> bool:
    """Erase what nobody can bring back any more; True when more is left."""
    return _erase_unsent() or _erase_deleted()


def _erase_unsent() -> bool:
    rows = Attachment.objects.filter(message_seq=None, created_at__lt=timezone.now() - UNSENT).order_by("created_at")
    old = list(rows[:PORTION])
    for row in old:
        erase_file(row)
    return len(old) == PORTION


def _erase_deleted() -> bool:
    """Words and files of messages whose deletion can't be undone any more. The line about them stays."""
    rows = Message.objects.filter(kind=Message.Kind.DELETE, at__lt=timezone.now() - RESTORABLE).exclude(
        data__has_key="erased"
    )
    old = list(rows.order_by("at").select_related("conversation")[:PORTION])
    for row in old:
        if not row.data.get("off") and is_deleted(row.conversation, row.target_seq):
            erase_words(row.conversation, row.target_seq or 0)
        Message.objects.filter(pk=row.pk).update(data={**row.data, "erased": True})
    return len(old) == PORTION


def erase_words(conversation: Conversation, seq: int) -> None:
    """Empty a message, its edits and its files."""
    Message.objects.filter(conversation=conversation, seq=seq).update(body=b"")
    Message.objects.filter(conversation=conversation, target_seq=seq, kind=Message.Kind.EDIT).update(body=b"")
    for row in Attachment.objects.filter(conversation=conversation, message_seq=seq):
        erase_file(row)


def erase_file(row: Attachment) -> None:
    """Remove a file, its thumbnail and its row."""
    for path in (row.path, row.thumbnail):
        if path:
            files.full_path(path).unlink(missing_ok=True)
    row.delete()
