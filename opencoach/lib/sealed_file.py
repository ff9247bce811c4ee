"""Files at rest: AES-256-GCM in chunks, so that a part of a file is read by decrypting that part alone.

    magic (4) · salt (16) · chunk 0 · chunk 1 · …       each chunk: its bytes and a tag of 16

Each file has a key of its own, derived from a key of the keystore and the salt; a chunk's number is its nonce, and
its place, number and whether it is the last are authenticated: nothing can be cut off, swapped or moved elsewhere.
"""

import hmac
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from opencoach.lib import keystore
from opencoach.lib.sealing import Unreadable

MAGIC = b"OCF1"
SALT = 16
HEAD = len(MAGIC) + SALT
CHUNK = 65_536
TAG = 16


def write(name: str, place: str, path: Path, parts: Iterable[bytes]) -> int:
    """Seal `parts` with the key `name` into `path`, complete or not at all; gives how many bytes there were."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    salt = os.urandom(SALT)
    cipher = _cipher(keystore.key(name), salt)
    size = 0
    try:
        with draft.open("xb") as file:
            file.write(MAGIC + salt)
            for number, (chunk, last) in enumerate(_chunks(parts)):
                size += len(chunk)
                file.write(cipher.encrypt(_nonce(number), chunk, _bound(place, number, last=last)))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return size


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A sealed file, to be read in part or as a whole with constant memory."""

    name: str
    place: str
    path: Path

    @property
    def size(self) -> int:
        """Its bytes in clear. Raises FileNotFoundError."""
        body = self.path.stat().st_size - HEAD
        return body - -(-body // (CHUNK + TAG)) * TAG

    def read(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`, chunk by chunk. Raises Unreadable, FileNotFoundError."""
        if self.path.stat().st_size < HEAD + TAG:
            raise Unreadable("the file is cut off")
        size = self.size
        stop = size if stop is None else min(stop, size)
        if start >= stop:
            return
        last = max(0, -(-size // CHUNK) - 1)
        with self.path.open("rb") as file:
            cipher = self._open(file.read(HEAD))
            for number in range(start // CHUNK, (stop - 1) // CHUNK + 1):
                file.seek(HEAD + number * (CHUNK + TAG))
                bound = _bound(self.place, number, last=number == last)
                try:
                    chunk = cipher.decrypt(_nonce(number), file.read(CHUNK + TAG), bound)
                except InvalidTag as error:
                    raise Unreadable("a part of the file is damaged") from error
                offset = number * CHUNK
                yield chunk[max(0, start - offset) : stop - offset]

    def _open(self, head: bytes) -> AESGCM:
        if head[: len(MAGIC)] != MAGIC:
            raise Unreadable("not a sealed file")
        try:
            return _cipher(keystore.existing(self.name), head[len(MAGIC) :])
        except keystore.NoKey as error:
            raise Unreadable("its key is gone") from error


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(hmac.digest(key, b"opencoach.sealed_file\0" + salt, "sha256"))


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _bound(place: str, number: int, *, last: bool) -> bytes:
    return f"{place}:{number}:{int(last)}".encode()


def _chunks(parts: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The parts in chunks of one size, and whether each is the last (an empty file has one empty chunk)."""
    rest = bytearray()
    for part in parts:
        rest += part
        while len(rest) > CHUNK:
            yield bytes(rest[:CHUNK]), False
            del rest[:CHUNK]
    yield bytes(rest), True
