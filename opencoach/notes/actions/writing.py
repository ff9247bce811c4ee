"""A text is saved while it is written, and nothing of it is ever lost."""

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.notes import private
from opencoach.notes.models import Earlier, Writing
from opencoach.people.models import Engagement
from opencoach.people.refusal import Refused

W = TypeVar("W", bound=Writing)
LONGEST = 100_000  # characters
KEPT_EVERY = dt.timedelta(minutes=5)
FEWER = 200  # characters: what takes away that many at once is worth an earlier version


class Meanwhile(Refused):
    """It was changed elsewhere since. What was sent is kept aside; `text` is how it reads now, at `revision`."""

    def __init__(self, text: str, revision: int) -> None:
        super().__init__(_("This was changed in another tab meanwhile. Both texts stand here: keep what is right."))
        self.text, self.revision = text, revision


def write(row: W, text: str, *, revision: int, writer: str = "") -> W:
    """The text reads so now. `revision` is the one that it was made from, `writer` the open page.

    A page that never heard that its words were saved may send them again, or more of them. Raises Meanwhile where
    another page wrote since `revision`, and Refused for a text that is too long, or after the engagement's end.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise Refused(_("That is longer than %(most)d characters. Begin another note.") % {"most": LONGEST})
    saved, elsewhere = _write(row, text, revision, writer[:36])
    if elsewhere is not None:
        raise Meanwhile(elsewhere, saved.revision)
    return saved


@transaction.atomic
def _write(row: W, text: str, revision: int, writer: str) -> tuple[W, str | None]:
    row = locked(row)
    present = private.unseal(row)
    if present is None:
        raise Refused(_("The key of this text has been destroyed. Nobody can read or change it any more."))
    if text == present:
        return row, None
    own = bool(writer) and writer == row.writer and row.writer_from <= revision <= row.revision
    if revision != row.revision and not own:
        _keep_aside(row, text)
        return row, present
    if present and _is_worth_keeping(row, present, text, writer):
        keep(row)
    if not own:
        row.writer, row.writer_from = writer, row.revision
    _set(row, private.seal(row, text))
    return row, None


@transaction.atomic
def bring_back(row: W, earlier: Earlier) -> W:
    """It reads as it did then; how it stands until now is kept, too."""
    row = locked(row)
    if bytes(row.words) == bytes(earlier.words):
        return row
    if row.words:
        keep(row)
    row.writer, row.writer_from = "", row.revision
    _set(row, bytes(earlier.words))
    return row


def locked(row: W) -> W:
    """The row as it stands now; nobody else changes it until the commit. Raises Refused after the end."""
    rows = type(row)._default_manager.select_for_update(of=("self",))
    found = rows.select_related("engagement__practice", "author__person").get(pk=row.pk)
    if found.engagement.status == Engagement.Status.ENDED:
        raise Refused(_("This work has ended; what was written stays as it is."))
    return found


def keep(row: Writing) -> None:
    """Keep how a locked row reads, before it is changed."""
    Earlier.objects.create(
        engagement=row.engagement, thing=row.public_id, revision=row.revision, words=bytes(row.words), at=row.changed_at
    )


def _set(row: Writing, words: bytes) -> None:
    row.words, row.changed_at = words, timezone.now()
    row.revision += 1
    row.save(update_fields=["words", "changed_at", "revision", "writer", "writer_from"])


def _is_worth_keeping(row: Writing, present: str, text: str, writer: str) -> bool:
    """Not each few seconds of typing: what another page wrote, what much is taken from, and one in five minutes."""
    if writer != row.writer or len(text) < max(len(present) - FEWER, len(present) // 2):
        return True
    last = Earlier.objects.filter(thing=row.public_id, aside=False).order_by("-pk").first()
    since = last.at if last else row.created_at
    return timezone.now() - since >= KEPT_EVERY


def _keep_aside(row: Writing, text: str) -> None:
    """What came too late is kept beside the earlier ones; the same words once."""
    if not text.strip():
        return
    for one in Earlier.objects.filter(thing=row.public_id).order_by("-pk")[:20]:
        if private.unseal(row, bytes(one.words)) == text:
            return
    Earlier.objects.create(
        engagement=row.engagement, thing=row.public_id, revision=row.revision, words=private.seal(row, text), aside=True
    )
