"""A worker's name, and who of the others on this machine is gone.

The name is a file below `DATA/workers` that its process holds locked. The system lets go of the lock when the process
ends, however it ends; so whoever starts next sees at once whose leases are orphaned and need not let them run out.
"""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from pathlib import Path


class Presence:
    """This process as a worker, from `enter` until it ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._file: int | None = None

    def enter(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self.folder / self.name, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def leave(self, *, empty_handed: bool) -> None:
        """Let go. Who still has something in hand leaves the name behind, for the next one to put that back."""
        if empty_handed:
            (self.folder / self.name).unlink(missing_ok=True)
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def orphans(self) -> list[str]:
        """The names of workers that have ended without leaving."""
        return [name for name in self._others() if self._is_gone(name)]

    def forget(self, names: list[str]) -> None:
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def _others(self) -> Iterator[str]:
        with contextlib.suppress(FileNotFoundError):
            yield from (entry.name for entry in os.scandir(self.folder) if entry.name != self.name)

    def _is_gone(self, name: str) -> bool:
        try:
            file = os.open(self.folder / name, os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        finally:
            os.close(file)
        return True
