"""What the worker keeps in order: small pictures made, uploads that nobody went on with erased."""

import datetime as dt
import io
import logging

from django.utils import timezone

from opencoach.lib import picture
from opencoach.lib.sealing import Unreadable
from opencoach.library import pieces
from opencoach.library.actions import uploads
from opencoach.library.models import MaterialFile

log = logging.getLogger("opencoach.library")
EDGE = 960  # pixels of a small picture's longer side: sharp at twice the 480 that it is shown at
READABLE = 50_000_000  # bytes of a picture that is read at all
UNFINISHED = dt.timedelta(days=3)
PORTION = 20


def make_thumbnails() -> bool:
    """A portion of the waiting small pictures; True when more are left."""
    rows = MaterialFile.objects.filter(thumbnail_state="waiting").order_by("created_at")
    waiting = list(rows.select_related("practice")[:PORTION])
    for row in waiting:
        MaterialFile.objects.filter(pk=row.pk).update(thumbnail_state="ready" if _make(row) else "failed")
    return len(waiting) == PORTION


def _make(file: MaterialFile) -> bool:
    if file.size > READABLE:
        return False
    try:
        content = io.BytesIO(b"".join(pieces.Whole(file).read()))
        small = picture.shrunk(content, EDGE, most_bytes=READABLE)
    except (picture.NotAPicture, Unreadable, FileNotFoundError) as error:
        log.info("no small picture of file %s: %s", file.public_id, error)
        return False
    pieces.keep(file, "thumbnail", [small])
    return True


def tidy() -> bool:
    """Erase files that no material has: uploads given up, and whole ones whose material was never made."""
    old = MaterialFile.objects.filter(versions=None, created_at__lt=timezone.now() - UNFINISHED)
    rows = list(old.select_related("practice").order_by("created_at")[:PORTION])
    for row in rows:
        uploads.discard(row)
    return len(rows) == PORTION
