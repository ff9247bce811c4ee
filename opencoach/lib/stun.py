"""As much of STUN (RFC 8489) and TURN (RFC 8656) as it takes to ask a relay for an allocation. Pure: bytes in, bytes
out."""

import hashlib
import hmac
import secrets
import struct
import zlib
from dataclasses import dataclass

COOKIE = 0x2112A442
ALLOCATE, REFRESH = 0x0003, 0x0004
SUCCESS, ERROR = 0x0100, 0x0110
USERNAME, INTEGRITY, ERROR_CODE, REALM, NONCE = 0x0006, 0x0008, 0x0009, 0x0014, 0x0015
RELAYED, LIFETIME, TRANSPORT, FINGERPRINT = 0x0016, 0x000D, 0x0019, 0x8028
UDP = 17  # the protocol between the relay and the other side
HEAD = 20  # bytes


class NotStun(ValueError):
    """What came is no STUN message."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its type, its transaction, its attributes by type."""

    kind: int
    transaction: bytes
    attributes: dict[int, bytes]

    @property
    def error(self) -> int:
        """Its error code, 0 for none."""
        found = self.attributes.get(ERROR_CODE, b"")
        return (found[2] & 7) * 100 + found[3] if len(found) >= 4 else 0


def request(kind: int, attributes: list[tuple[int, bytes]], key: bytes | None = None) -> tuple[bytes, bytes]:
    """(the message, its transaction). With `key` it carries a MESSAGE-INTEGRITY."""
    transaction = secrets.token_bytes(12)
    body = b"".join(_attribute(*one) for one in attributes)
    if key is not None:
        signed = _head(kind, len(body) + 24, transaction) + body
        body += _attribute(INTEGRITY, hmac.new(key, signed, hashlib.sha1).digest())
    raw = _head(kind, len(body) + 8, transaction) + body
    return raw + _attribute(FINGERPRINT, struct.pack("!I", zlib.crc32(raw) ^ 0x5354554E)), transaction


def allocate() -> tuple[bytes, bytes]:
    """Ask for an allocation without saying who asks: the relay answers with its realm and a nonce."""
    return request(ALLOCATE, [(TRANSPORT, bytes([UDP, 0, 0, 0]))])


def allocate_as(username: str, password: str, realm: bytes, nonce: bytes) -> tuple[bytes, bytes]:
    """Ask for it with long-term credentials."""
    key = hashlib.md5(b":".join([username.encode(), realm, password.encode()])).digest()  # noqa: S324 (RFC 8489, 9.2.2)
    named = [(USERNAME, username.encode()), (REALM, realm), (NONCE, nonce)]
    return request(ALLOCATE, [(TRANSPORT, bytes([UDP, 0, 0, 0])), (LIFETIME, struct.pack("!I", 60)), *named], key)


def length(head: bytes) -> int:
    """How long a message is whose first 20 bytes these are. Raises NotStun."""
    if len(head) < HEAD or head[0] & 0xC0 or struct.unpack_from("!I", head, 4)[0] != COOKIE:
        raise NotStun("that is no STUN message")
    return HEAD + int(struct.unpack_from("!H", head, 2)[0])


def parse(raw: bytes) -> Message:
    """Raises NotStun for what is none, or is cut short."""
    if len(raw) < length(raw):
        raise NotStun("that message is cut short")
    kind = struct.unpack_from("!H", raw)[0]
    attributes: dict[int, bytes] = {}
    place, end = HEAD, length(raw)
    while place + 4 <= end:
        name, size = struct.unpack_from("!HH", raw, place)
        attributes.setdefault(name, raw[place + 4 : place + 4 + size])
        place += 4 + size + -size % 4
    return Message(kind, raw[8:20], attributes)


def _head(kind: int, size: int, transaction: bytes) -> bytes:
    return struct.pack("!HHI", kind, size, COOKIE) + transaction


def _attribute(name: int, value: bytes) -> bytes:
    return struct.pack("!HH", name, len(value)) + value + bytes(-len(value) % 4)
