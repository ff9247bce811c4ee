"""A file of the library on the disk: sealed pieces of one size, so that an upload goes on where it stopped."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from opencoach.lib.sealed_file import SealedFile, write
from opencoach.library import private
from opencoach.library.models import MaterialFile

PIECE = 4_194_304  # bytes; the last piece of a file may be shorter


@dataclass(frozen=True, slots=True)
class Whole:
    """All pieces of a file as one, for `send_file`."""

    file: MaterialFile

    @property
    def size(self) -> int:
        """Its bytes in clear. Raises FileNotFoundError where its first piece is gone."""
        piece(self.file, 0).path.stat()
        return self.file.size

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`. Raises Unreadable, FileNotFoundError."""
        stop = self.file.size if stop is None else min(stop, self.file.size)
        for number in range(start // PIECE, -(-stop // PIECE) if stop > start else 0):
            offset = number * PIECE
            yield from piece(self.file, number).read(max(0, start - offset), min(PIECE, stop - offset))


def piece(file: MaterialFile, number: int | str) -> SealedFile:
    """One of its pieces, or its "thumbnail"."""
    return SealedFile(private.file_key(file), private.file_place(file, number), folder(file) / str(number))


def keep(file: MaterialFile, number: int | str, parts: Iterable[bytes]) -> int:
    """Seal one piece, complete or not at all; the same piece again takes its place. Gives how many bytes it had."""
    target = piece(file, number)
    return write(target.name, target.place, target.path, parts)


def folder(file: MaterialFile) -> Path:
    return Path(settings.MEDIA_ROOT) / "library" / str(file.practice.public_id) / str(file.public_id)


def erase(file: MaterialFile) -> None:
    """All pieces of a file."""
    shutil.rmtree(folder(file), ignore_errors=True)
