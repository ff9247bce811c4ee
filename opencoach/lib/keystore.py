"""Keys that can be destroyed: one file each, apart from the database, wrapped with the installation's master key.

A name says whose key it is ("<engagement>.<person>"). Destroying a key is removing its file: what was sealed with it
is unreadable from then on, in old backups of the database too, because backups hold only the latest keystore.
"""

import os
import re
import secrets
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

LENGTH = 32
NONCE = 12
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
MOST_CACHED = 4096
TRUSTED = 1.0  # seconds


class NoKey(KeyError):
    """There is no such key: it was never made, or it has been destroyed."""


@dataclass(slots=True)
class Key:
    """A key as this process has read it. `mark` tells its file from one that would take its place."""

    mark: tuple[int, int]
    raw: bytes
    cipher: AESGCM
    read_at: float  # by the monotonic clock


_cache: dict[str, Key] = {}  # by the path of its file


def key(name: str) -> bytes:
    """The 32 bytes of that key, made at the first call (two processes get the same)."""
    try:
        return existing(name)
    except NoKey:
        fresh = secrets.token_bytes(LENGTH)
        _write_once(_path(name), _wrap(name, fresh))
        return existing(name)


def existing(name: str) -> bytes:
    """The 32 bytes of a key that was made before. Raises NoKey."""
    return _found(name).raw


def cipher(name: str) -> AESGCM:
    """AES-256-GCM with that key, to read with. Raises NoKey."""
    return _found(name).cipher


def sealer(name: str) -> AESGCM:
    """The same to write with, made at the first call. It is looked up once in `TRUSTED` seconds at most: whoever's
    key has been destroyed writes nothing any more."""
    cached = _cache.get(_slot(name))
    if cached is not None and time.monotonic() - cached.read_at < TRUSTED:
        return cached.cipher
    key(name)
    return _found(name).cipher


def _slot(name: str) -> str:
    return f"{settings.KEYS_ROOT}/people/{name}"


def _found(name: str) -> Key:
    slot = _slot(name)
    cached = _cache.get(slot)
    try:
        stat = os.stat(slot if cached is not None else _path(name))
    except FileNotFoundError:  # asked each time: a destroyed key is gone for every process at once
        _cache.pop(slot, None)
        raise NoKey(name) from None
    mark = (stat.st_ino, stat.st_mtime_ns)
    if cached is not None and cached.mark == mark:
        cached.read_at = time.monotonic()
        return cached
    raw = _unwrap(name, _path(name).read_bytes())
    if len(_cache) >= MOST_CACHED:
        _cache.clear()
    _cache[slot] = found = Key(mark, raw, AESGCM(raw), time.monotonic())
    return found


def destroy(name: str) -> bool:
    """Remove a key for good; False when there was none."""
    path = _path(name)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    _sync(path.parent)
    _cache.pop(str(path), None)
    return True


def _path(name: str) -> Path:
    if not NAME.fullmatch(name) or ".." in name:
        raise ValueError(f"{name!r} is not the name of a key")
    return Path(settings.KEYS_ROOT) / "people" / name


def _master() -> bytes:
    path = Path(settings.KEYS_ROOT) / "master"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        _write_once(path, secrets.token_bytes(LENGTH))
        return path.read_bytes()


def _wrap(name: str, raw: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_master()).encrypt(nonce, raw, name.encode())


def _unwrap(name: str, wrapped: bytes) -> bytes:
    try:
        return AESGCM(_master()).decrypt(wrapped[:NONCE], wrapped[NONCE:], name.encode())
    except InvalidTag as error:
        raise NoKey(name) from error


def _write_once(path: Path, content: bytes) -> None:
    """Write a file that exists completely or not at all; whoever comes second keeps the first one's."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    opened = partial(os.open, mode=0o600)
    with open(draft, "xb", opener=opened) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
        _sync(path.parent)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
