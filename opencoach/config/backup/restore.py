"""Put a backup back."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from opencoach.config.backup import database
from opencoach.config.backup.make import blob, make
from opencoach.config.backup.manifest import BackupError, Manifest, copy, read
from opencoach.config.backup.verify import verify

SECRET = "secret"  # noqa: S105 (a file's name; the only key that a fresh folder makes by itself)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: how many files and keys, where the state before is kept, and what still waits to go out."""

    manifest: Manifest
    files: int
    keys: int
    before: Path | None
    waiting: int


def restore(folder: Path, *, skip_waiting: bool = False) -> Restored:
    """Replace database and files by those of the backup in `folder`; what is here now is backed up first.

    Nobody else may be at work here: the caller holds the lock of the web process. The keys of this machine stay, so
    that a destroyed one does not come back; on a machine without any, those beside the backup are used.
    `skip_waiting`: deliveries that were waiting are not sent (they may have gone out after the backup).
    """
    if wrong := verify(folder):
        raise BackupError("This backup is damaged, and nothing was changed:\n" + "\n".join(wrong[:20]))
    manifest = read(folder)
    before = make(label="before-restore") if has_tables() else None
    database.load(folder / manifest.database.path, manifest.engine)
    put_files(folder, manifest)
    keys = put_keys(folder.parent / "keys")
    return Restored(manifest, len(manifest.files), keys, before, waiting(skip=skip_waiting))


def has_tables() -> bool:
    with connection.cursor() as cursor:
        return bool(connection.introspection.table_names(cursor))


def put_files(folder: Path, manifest: Manifest) -> None:
    """All of them beside the present ones first; then the two change places."""
    present = Path(settings.MEDIA_ROOT)
    coming, going = (present.with_name(f"{present.name}.{word}") for word in ("restoring", "replaced"))
    for path in (coming, going):
        shutil.rmtree(path, ignore_errors=True)
    coming.mkdir(parents=True, mode=0o700)
    for kept in manifest.files:
        if copy(blob(folder.parent, kept.sha256), coming / kept.path) != kept.sha256:
            raise BackupError(f"{kept.path} changed while it was read.")
    if present.exists():
        present.rename(going)
    coming.rename(present)
    shutil.rmtree(going, ignore_errors=True)


def put_keys(source: Path) -> int:
    target = Path(settings.KEYS_ROOT)
    own = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    if own - {SECRET} or not source.is_dir():
        return 0
    found = [path for path in source.rglob("*") if path.is_file()]
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in found:
        copy(path, target / path.relative_to(source))
    return len(found)


def waiting(*, skip: bool) -> int:
    """How many deliveries that were due are still to go out (or were, before `skip` stopped them)."""
    from django.db import DatabaseError
    from django.utils import timezone

    from opencoach.outbox.models import Delivery

    due = Delivery.objects.filter(state__in=Delivery.UNFINISHED, due_at__lte=timezone.now())
    try:
        if skip:
            return due.update(
                state=Delivery.State.SKIPPED,
                reason="Restored from a backup: it may have gone out already.",
                finished_at=timezone.now(),
            )
        return due.count()
    except DatabaseError:  # a backup of an older version: migrated at the next start
        return 0
