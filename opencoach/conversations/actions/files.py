"""Take in a file for a conversation: what it is, how large it may be, and sealed onto the disk."""

import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext as _

from opencoach.conversations import bodies
from opencoach.conversations.jobs_names import THUMBNAILS
from opencoach.conversations.models import Attachment, Conversation
from opencoach.lib import picture, sealed_file, sniff
from opencoach.lib.filenames import file_name
from opencoach.lib.ids import public_id
from opencoach.outbox import jobs
from opencoach.people.models import Person
from opencoach.people.refusal import Refused

LARGEST = 50_000_000  # bytes of one file
QUOTA = 2_000_000_000  # bytes of one person's files in one practice
LONGEST_MEMO = 3_600.0


def take_in(
    conversation: Conversation, by: Person, upload: "UploadedFile[Any]", *, seconds: float | None = None
) -> Attachment:
    """Keep a file for a message that is still to be sent; unsent ones are erased after a day. Raises Refused.

    `seconds`: the length of a voice memo, as its recorder measured it.
    """
    size = upload.size or 0
    _check_size(conversation, by, size)
    upload.seek(0)
    media_type = sniff.media_type(upload.read(sniff.HEAD))
    upload.seek(0)
    width, height = picture.dimensions(upload) if media_type in sniff.PICTURES else (None, None)
    upload.seek(0)
    new = public_id()
    path = f"conversations/{conversation.public_id}/{new}"
    key = bodies.key_name(conversation.engagement, by.public_id)
    written = sealed_file.write(key, place(new), full_path(path), upload.chunks())
    row = Attachment.objects.create(
        public_id=new,
        conversation=conversation,
        uploaded_by=by,
        name=file_name(upload.name or ""),
        media_type=media_type,
        size=written,
        path=path,
        width=width,
        height=height,
        seconds=_seconds(seconds) if media_type.startswith(("audio/", "video/")) else None,
        thumbnail_state="waiting" if width else "none",
    )
    if width:
        jobs.soon(THUMBNAILS)
    return row


def sealed(attachment: Attachment, *, thumbnail: bool = False) -> sealed_file.SealedFile:
    """Where an attachment's bytes are, or its thumbnail's."""
    key = bodies.key_name(attachment.conversation.engagement, attachment.uploaded_by.public_id)
    path = attachment.thumbnail if thumbnail else attachment.path
    return sealed_file.SealedFile(key, place(attachment.public_id, thumbnail=thumbnail), full_path(path))


def place(attachment: uuid.UUID, *, thumbnail: bool = False) -> str:
    return f"conversations.attachment{'.thumbnail' if thumbnail else ''}:{attachment}"


def full_path(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path


def _check_size(conversation: Conversation, by: Person, size: int) -> None:
    if size > LARGEST:
        raise Refused(_("This file is too large: at most 50 MB."))
    if size == 0:
        raise Refused(_("This file is empty."))
    mine = Attachment.objects.filter(uploaded_by=by, conversation__practice=conversation.practice_id)
    if (mine.aggregate(sum=Sum("size"))["sum"] or 0) + size > QUOTA:
        raise Refused(_("Your files here have reached 2 GB. Delete messages with large files first."))


def _seconds(seconds: float | None) -> float | None:
    if seconds is None or not 0 < seconds <= LONGEST_MEMO:
        return None
    return round(seconds, 1)
