"""Make a backup."""

import datetime as dt
import os
import re
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

import opencoach
from opencoach.config.backup import database
from opencoach.config.backup.manifest import NAME, BackupError, Kept, Manifest, copy, digest, read
from opencoach.config.lock import locked

FOLDER = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{6}Z(-[a-z-]+)?$")
PASSING = re.compile(r"(^|/)\.|\.(draft|part|tmp)$")  # files that are still being written


def make(to: Path | None = None, *, label: str = "", keep: int = 0) -> Path:
    """Back up the database, then the files, then the keys; gives the new backup's folder.

    `to` is the folder of all backups (DATA/backups by default). With `keep`, only that many of the latest stay.
    Raises BackupError.
    """
    root = (to or settings.DATA / "backups").resolve()
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with locked(root / "lock"):
            folder = new_folder(root, label)
            try:
                write(root, folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            if keep:
                prune(root, keep)
            return folder
    except OSError as error:
        raise BackupError(f"The backup in {root} could not be written: {error.strerror or error}.") from error


def write(root: Path, folder: Path) -> None:
    before = latest(root)
    dumped = database.dump(folder)
    kept = Kept(dumped.name, digest(dumped), dumped.stat().st_size)
    files = keep_files(root, before)
    keep_keys(root)
    made_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    Manifest(opencoach.__version__, made_at, connection.vendor, kept, files).write(folder)


def new_folder(root: Path, label: str) -> Path:
    moment = dt.datetime.now(dt.UTC)
    while True:
        folder = root / (f"{moment:%Y-%m-%dT%H%M%SZ}" + (f"-{label}" if label else ""))
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            moment += dt.timedelta(seconds=1)
        else:
            return folder


def every(root: Path) -> list[Path]:
    """The backups in `root`, oldest first."""
    if not root.is_dir():
        return []
    return sorted(folder for folder in root.iterdir() if FOLDER.match(folder.name) and (folder / NAME).exists())


def latest(root: Path) -> Path | None:
    """The newest backup in `root`, if there is any."""
    found = every(root)
    return found[-1] if found else None


def blob(root: Path, sha256: str) -> Path:
    return root / "files" / sha256[:2] / sha256


def keep_files(root: Path, before: Path | None) -> list[Kept]:
    """Every file below DATA/files, copied where no backup has it yet."""
    source = Path(settings.MEDIA_ROOT)
    known = {kept.path: kept for kept in read(before).files} if before else {}
    found = []
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        name = path.relative_to(source).as_posix()
        if PASSING.search(name):
            continue
        try:
            found.append(keep_file(root, path, name, known.get(name)))
        except FileNotFoundError:
            continue  # deleted since it was listed
    return found


def keep_file(root: Path, path: Path, name: str, known: Kept | None) -> Kept:
    stat = path.stat()
    same = known and (known.size, known.mtime_ns, known.inode) == (stat.st_size, stat.st_mtime_ns, stat.st_ino)
    if known and same and blob(root, known.sha256).exists():
        return known
    sha256 = digest(path)
    if not blob(root, sha256).exists():
        sha256 = copy(path, blob(root, sha256))
    return Kept(name, sha256, stat.st_size, stat.st_mtime_ns, stat.st_ino)


def keep_keys(root: Path) -> None:
    """Make DIR/keys equal to the keystore: what was destroyed there is destroyed here."""
    source, target = Path(settings.KEYS_ROOT), root / "keys"
    target.mkdir(exist_ok=True, mode=0o700)
    there = {path.relative_to(source) for path in source.rglob("*") if path.is_file()}
    for path in [path for path in target.rglob("*") if path.is_file()]:
        if path.relative_to(target) not in there:
            path.unlink()
    for name in there:
        if PASSING.search(name.as_posix()):
            continue
        old = target / name
        if not (old.exists() and old.read_bytes() == (source / name).read_bytes()):
            copy(source / name, old)


def prune(root: Path, keep: int) -> None:
    """Forget all but the latest `keep` backups, and the files that only they had."""
    found = every(root)
    for folder in found[:-keep]:
        shutil.rmtree(folder)
    needed = {kept.sha256 for folder in found[-keep:] for kept in read(folder).files}
    for path in (root / "files").rglob("*"):
        if path.is_file() and path.name not in needed:
            os.unlink(path)
