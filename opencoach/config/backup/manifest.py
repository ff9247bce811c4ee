"""What a backup says about itself."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from opencoach.config.env import PlainError

NAME = "manifest.json"
CHUNK = 1_048_576


class BackupError(PlainError):
    """A backup could not be made, read or restored; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup: its path below DATA/files, its SHA-256 (hexadecimal) and its size in bytes.

    `mtime_ns` and `inode` are those of the original: an unchanged file isn't read again by the next backup.
    """

    path: str
    sha256: str
    size: int
    mtime_ns: int = 0
    inode: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup, whole: `made_at` is UTC in ISO 8601, `engine` "sqlite" or "postgresql"."""

    version: str
    made_at: str
    engine: str
    database: Kept
    files: list[Kept] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """The manifest comes last: a folder without one is no backup."""
        draft = folder / f"{NAME}.draft"
        with draft.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / NAME)
        sync_folder(folder)


def read(folder: Path) -> Manifest:
    """The manifest in `folder`. Raises BackupError where there is none, or none that we understand."""
    try:
        raw = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return Manifest(
            version=raw["version"],
            made_at=raw["made_at"],
            engine=raw["engine"],
            database=Kept(**raw["database"]),
            files=[Kept(**kept) for kept in raw["files"]],
        )
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is not a backup: it has no {NAME}.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{folder / NAME} cannot be read: {error}.") from error


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy(source: Path, target: Path) -> str:
    """Copy a file so that it is on the disk or not there at all; gives its SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    sha = hashlib.sha256()
    with source.open("rb") as read_from, open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as to:
        while chunk := read_from.read(CHUNK):
            sha.update(chunk)
            to.write(chunk)
        to.flush()
        os.fsync(to.fileno())
    draft.replace(target)
    return sha.hexdigest()


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
