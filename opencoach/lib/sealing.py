"""Private content at rest: AES-256-GCM with a key of the keystore, bound to the place where it stands."""

import os
import threading

from cryptography.exceptions import InvalidTag

from opencoach.lib import keystore

VERSION = b"\x01"
NONCE = 12


class _Nonces(threading.local):
    """Random bytes for nonces, asked for in one go: each question gives up the interpreter's lock, and beside a busy
    thread getting it back takes up to five milliseconds. Never shared: not by threads, not by a forked process."""

    left = b""

    def next(self) -> bytes:
        if len(self.left) < NONCE:
            self.left = os.urandom(256 * NONCE)
        nonce, self.left = self.left[:NONCE], self.left[NONCE:]
        return nonce

    def forget(self) -> None:
        self.left = b""


_nonces = _Nonces()
os.register_at_fork(after_in_child=_nonces.forget)


class Unreadable(ValueError):
    """Its key has been destroyed, it was sealed for another place, or it is damaged."""


def seal(name: str, place: str, content: bytes) -> bytes:
    """`content`, readable again with the key `name` at the same place (table, column, row) only."""
    nonce = _nonces.next()
    return VERSION + nonce + keystore.sealer(name).encrypt(nonce, content, place.encode())


def unseal(name: str, place: str, sealed: bytes) -> bytes:
    """What was sealed. Raises Unreadable."""
    if sealed[:1] != VERSION:
        raise Unreadable("not sealed, or damaged")
    try:
        return keystore.cipher(name).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], place.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("sealed for another place, or damaged") from error
    except keystore.NoKey as error:
        raise Unreadable("its key is gone") from error
