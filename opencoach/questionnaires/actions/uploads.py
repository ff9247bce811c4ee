"""Files that answer a question: taken in, sealed, erased."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from opencoach.lib import sealed_file, sniff
from opencoach.lib.filenames import file_name
from opencoach.lib.ids import public_id
from opencoach.people.models import Person
from opencoach.people.refusal import Refused
from opencoach.questionnaires import private
from opencoach.questionnaires.answers import Upload as Known
from opencoach.questionnaires.definition import Definition
from opencoach.questionnaires.models import Response, Upload
from opencoach.questionnaires.rendering.recordings import LARGEST, megabytes

MOST = 60  # files of one response, those that were taken out again counted


def take_in(response: Response, item: Any, upload: "UploadedFile[Any]", *, by: Person | None) -> Upload:
    """Keep a file for a question; it answers once its id is among the answers. Raises Refused."""
    size = upload.size or 0
    largest = min(item.max_bytes or LARGEST, LARGEST)
    if size > largest:
        raise Refused(_("This file is too large: at most %(size)s.") % {"size": megabytes(largest)})
    if size == 0:
        raise Refused(_("This file is empty."))
    if Upload.objects.filter(response=response).count() >= MOST:
        raise Refused(_("There are too many files here. Take some out first."))
    upload.seek(0)
    media_type = sniff.media_type(upload.read(sniff.HEAD))
    upload.seek(0)
    if not fits(item, media_type):
        raise Refused(_("Files of this kind are not asked for here."))
    new = public_id()
    path = f"questionnaires/{response.public_id}/{new}"
    place = private.file_place(response, new)
    written = sealed_file.write(private.key_name(response), place, full_path(path), upload.chunks())
    return Upload.objects.create(
        public_id=new, response=response, item=item.id, uploaded_by=by, name=file_name(upload.name or ""),
        media_type=media_type, size=written, path=path,
    )  # fmt: skip


def fits(item: Any, media_type: str) -> bool:
    """Whether a question takes files of that kind: "image/*" takes "image/png"."""
    kinds = {"audio": ["audio/*", "video/webm", "video/mp4"], "video": ["video/*"]}.get(
        item.kind, getattr(item, "types", [])
    )
    family = media_type.partition("/")[0]
    return not kinds or media_type in kinds or f"{family}/*" in kinds


def known(response: Response) -> dict[str, Known]:
    """The files of a response, as the engine asks for them."""
    return {str(row.public_id): Known(row.size, row.media_type) for row in Upload.objects.filter(response=response)}


def sealed(upload: Upload) -> sealed_file.SealedFile:
    """Where its bytes are."""
    place = private.file_place(upload.response, upload.public_id)
    return sealed_file.SealedFile(private.key_name(upload.response), place, full_path(upload.path))


def full_path(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path


def erase_unnamed(response: Response, definition: Definition, answers: Mapping[str, Any]) -> None:
    """Erase the files that no answer names, after the commit."""
    kinds = {item.id for item in definition.items if item.kind in {"file", "audio", "video"}}
    named = {str(key) for item in kinds for key in answers.get(item) or []}
    _erase([row for row in Upload.objects.filter(response=response) if str(row.public_id) not in named])


def erase_all(response: Response) -> None:
    """Erase all files of a response, after the commit."""
    _erase(list(Upload.objects.filter(response=response)))


def _erase(rows: list[Upload]) -> None:
    paths = [full_path(row.path) for row in rows]
    Upload.objects.filter(pk__in=[row.pk for row in rows]).delete()

    def unlink() -> None:
        for path in paths:
            path.unlink(missing_ok=True)

    transaction.on_commit(unlink)
