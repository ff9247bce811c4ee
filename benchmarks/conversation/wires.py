"""Clients that cost little, so that the load generator is not what is measured: WebSocket and XMPP by hand."""

import asyncio
import base64
import json
import re
import struct
import time
from collections.abc import Callable
from typing import cast

import orjson

Arrived = Callable[[int, str], None]  # the person who got it, the id of the message


class Wire(asyncio.Protocol):
    """One connection of person `n`. `arrived` is called for each message of the partner, `acked` for own ones."""

    def __init__(self, n: int, arrived: Arrived, acked: Arrived) -> None:
        self.n, self.arrived, self.acked = n, arrived, acked
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.buffer = b""
        self.out: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.out = cast(asyncio.Transport, transport)
        self.begin()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("the server closed the connection"))

    def begin(self) -> None:
        raise NotImplementedError

    def send(self, message: str) -> None:
        raise NotImplementedError

    def write(self, data: bytes) -> None:
        assert self.out is not None
        self.out.write(data)

    def close(self) -> None:
        if self.out is not None:
            self.out.close()


class Socket(Wire):
    """A WebSocket. The mask is zero, so that masking costs nothing."""

    path = "/"
    headers = ""
    upgraded = False

    def begin(self) -> None:
        key = base64.b64encode(struct.pack(">QQ", self.n, time.time_ns())).decode()
        self.write(
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nOrigin: http://127.0.0.1\r\n{self.headers}\r\n"
            .encode()
        )  # fmt: skip

    def frame(self, text: str) -> None:
        self.raw(text.encode())

    def raw(self, data: bytes, opcode: int = 1) -> None:
        size = len(data)
        head = bytes([0x80 | opcode, 0x80 | size]) if size < 126 else struct.pack(">BBH", 0x80 | opcode, 0xFE, size)
        self.write(head + b"\0\0\0\0" + data)

    def data_received(self, data: bytes) -> None:
        buffer = self.buffer + data if self.buffer else data
        if not self.upgraded:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                self.buffer = buffer
                return
            if not buffer.startswith(b"HTTP/1.1 101"):
                self.ready.set_exception(ConnectionError(buffer[:80].decode("latin-1")))
                return
            self.upgraded = True
            buffer = buffer[end + 4 :]
            self.opened()
        self.buffer = self.frames(buffer)

    def frames(self, buffer: bytes) -> bytes:
        at, size = 0, len(buffer)
        while size - at >= 2:
            length, start = buffer[at + 1], at + 2
            if length == 126:
                if size - at < 4:
                    break
                length, start = int.from_bytes(buffer[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                if size - at < 10:
                    break
                length, start = int.from_bytes(buffer[at + 2 : at + 10], "big"), at + 10
            if size - start < length:
                break
            opcode = buffer[at] & 15
            if opcode == 1:
                self.take(buffer[start : start + length])
            elif opcode == 9:
                self.raw(buffer[start : start + length], 10)
            at = start + length
        return buffer[at:]

    def opened(self) -> None:
        raise NotImplementedError

    def take(self, text: bytes) -> None:
        raise NotImplementedError


class RelaySocket(Socket):
    def begin(self) -> None:
        self.path = f"/{self.n}"
        super().begin()

    def opened(self) -> None:
        self.ready.set_result(None)

    def send(self, message: str) -> None:
        self.frame('{"type":"send","client_id":"' + message + '","body":"' + words(message) + '"}')

    def take(self, text: bytes) -> None:
        self.arrived(self.n, id_in(text))


class OurSocket(Socket):
    conversation = ""

    def at(self, practice: str, cookie: str, conversation: str) -> "OurSocket":
        self.path = f"/live/socket?practice={practice}"
        self.headers = f"Cookie: sessionid={cookie}\r\n"
        self.conversation = conversation
        return self

    def opened(self) -> None:
        self.frame(json.dumps({"type": "hello", "conversations": {self.conversation: 0}}))

    def send(self, message: str) -> None:
        self.frame(
            '{"type":"send","conversation":"' + self.conversation + '","client_id":"' + message
            + '","body":"' + words(message) + '"}'
        )  # fmt: skip

    def take(self, text: bytes) -> None:
        if text.startswith(b"["):
            for frame in orjson.loads(text):
                self.take(orjson.dumps(frame))
        elif text.startswith(b'{"type":"message"'):
            message = id_in(text)
            if int(message[: message.index("-")]) != self.n:  # one's own come back to all tabs of a person
                self.arrived(self.n, message)
        elif text.startswith(b'{"type":"ack"'):
            self.acked(self.n, id_in(text))
        elif text.startswith(b'{"type":"live"'):
            if not self.ready.done():
                self.ready.set_result(None)
        elif text.startswith((b'{"type":"error"', b'{"type":"refused"', b'{"type":"gone"')):
            raise AssertionError(text.decode())


class Xmpp(Wire):
    """Just enough of a client: PLAIN, one resource, presence, messages of type chat."""

    step = 0

    def begin(self) -> None:
        self.open_stream()

    def open_stream(self) -> None:
        self.write(
            b"<?xml version='1.0'?><stream:stream to='localhost' xmlns='jabber:client' "
            b"xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if self.step < 4:
            self.sign_in()
        if self.step == 4:
            *whole, self.buffer = self.buffer.split(b"</message>")
            for stanza in whole:
                found = re.search(rb" id=['\"]([0-9]+-[0-9]+)['\"]", stanza)
                if found:
                    self.arrived(self.n, found[1].decode())

    def sign_in(self) -> None:
        if self.step == 0 and b"</stream:features>" in self.buffer:
            secret = base64.b64encode(f"\0p{self.n}\0secret".encode()).decode()
            self.go(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>")
        elif self.step == 1 and b"<success" in self.buffer:
            self.go("")
            self.open_stream()
        elif self.step == 2 and b"</stream:features>" in self.buffer:
            bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>t</resource></bind>"
            self.go(f"<iq type='set' id='b'>{bind}</iq>")
        elif self.step == 3 and b"</iq>" in self.buffer:
            self.go("<presence/>")
            self.ready.set_result(None)

    def go(self, answer: str) -> None:
        self.step, self.buffer = self.step + 1, b""
        self.write(answer.encode())

    def send(self, message: str) -> None:
        to = f"p{self.n ^ 1}@localhost/t"
        stanza = f"<message type='chat' to='{to}' id='{message}'><body>{words(message)}</body></message>"
        self.write(stanza.encode())


def words(message: str) -> str:
    """About as much as people write in a message: 80 characters."""
    return f"I walked twice this week and once with Ana; it is easier than I thought, {message}"


def id_in(text: bytes) -> str:
    start = text.index(b'"client_id":"') + 13
    return text[start : text.index(b'"', start)].decode()
