"""Take in a file, in one go or piece by piece; a broken upload goes on where it stopped."""

import io
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.lib import picture, sniff
from opencoach.lib.filenames import file_name
from opencoach.library import pieces
from opencoach.library.jobs_names import THUMBNAILS
from opencoach.library.models import MaterialFile
from opencoach.library.pieces import PIECE
from opencoach.outbox import jobs
from opencoach.people.models import Membership
from opencoach.people.refusal import Refused

LARGEST = 500_000_000  # bytes of one file
QUOTA = 20_000_000_000  # bytes of all files of a practice
PROGRAMS = {"application/x-msdownload", "application/x-executable"}


class Gap(Exception):
    """A piece that doesn't follow what is here. `received`: bytes that are."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


def begin(by: Membership, name: str, size: int) -> MaterialFile:
    """Announce a file of `size` bytes. Raises Refused for one that is empty, too large, or one too many."""
    if size <= 0:
        raise Refused(_("This file is empty."))
    if size > LARGEST:
        raise Refused(_("This file is too large: at most 500 MB."))
    here = MaterialFile.objects.filter(practice=by.practice).aggregate(sum=Sum("size"))["sum"] or 0
    if here + size > QUOTA:
        raise Refused(_("The library’s files have reached 20 GB."))
    return MaterialFile.objects.create(practice=by.practice, uploaded_by=by, name=file_name(name), size=size)


def take_piece(file: MaterialFile, number: int, content: bytes) -> MaterialFile:
    """Keep the next piece; one that is here already changes nothing. The last one finishes the file.

    Raises Gap where a piece is missing before it, Refused for a piece of the wrong length or a kind we don't keep.
    """
    start = number * PIECE
    if file.finished_at is not None or start + len(content) <= file.received:
        return file
    if start != file.received:
        raise Gap(file.received)
    if len(content) != min(PIECE, file.size - start):
        raise Refused(_("A piece of the file did not arrive whole."))
    if number == 0:
        file.media_type = sniff.media_type(content[: sniff.HEAD])
        if file.media_type in PROGRAMS:
            discard(file)
            raise Refused(_("Programs can’t be kept in the library."))
    pieces.keep(file, number, [content])
    file.received = start + len(content)
    if file.received == file.size:
        _finish(file)
    file.save(update_fields=["media_type", "received", "finished_at", "width", "height", "thumbnail_state"])
    return file


def take_in(by: Membership, upload: "UploadedFile[Any]") -> MaterialFile:
    """A file that came with a form, whole. Raises Refused."""
    file = begin(by, upload.name or "", upload.size or 0)
    for number, content in enumerate(_cut(upload.chunks())):
        take_piece(file, number, content)
    return file


def _cut(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces."""
    rest = bytearray()
    for chunk in itertools.chain(chunks, [b""]):
        rest += chunk
        while len(rest) >= PIECE:
            yield bytes(rest[:PIECE])
            del rest[:PIECE]
    if rest:
        yield bytes(rest)


def _finish(file: MaterialFile) -> None:
    file.finished_at = timezone.now()
    if file.media_type in sniff.PICTURES:
        file.width, file.height = picture.dimensions(io.BytesIO(b"".join(pieces.piece(file, 0).read())))
    if file.width:
        file.thumbnail_state = "waiting"
        jobs.soon(THUMBNAILS)


def discard(file: MaterialFile) -> None:
    """Nobody wants it any more. Does nothing for a file that a material has."""
    if file.versions.exists():
        return
    file.delete()
    transaction.on_commit(lambda: pieces.erase(file))
