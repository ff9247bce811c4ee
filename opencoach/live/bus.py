"""News between processes. On SQLite one process owns the sockets, and others reach it over a Unix socket in DATA;
on PostgreSQL it is NOTIFY. News are hints: the database is the truth, and whoever may have missed some reads again.
"""

import asyncio
import contextlib
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import connection

log = logging.getLogger("opencoach.live")

CHANNEL = "opencoach_live"
LARGEST = 7_800  # bytes of one NOTIFY payload
MARK_WITHIN = 10.0  # seconds for which a mark may be under way
ORIGIN = secrets.token_hex(6)  # of this process: it does not listen to itself

Heard = Callable[[Mapping[str, Any]], Awaitable[None]]
LostTrack = Callable[[], Awaitable[None]]


def socket_path() -> Path:
    return Path(settings.DATA) / "web.sock"


def publish(news: Mapping[str, Any]) -> None:
    """Tell the other processes, from any thread. On PostgreSQL inside a transaction: when it commits."""
    payload = orjson.dumps({**news, "origin": ORIGIN})
    if is_shared():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload.decode()])
    else:
        _send_datagram(payload)


def is_shared() -> bool:
    """Whether several processes may hold sockets: on PostgreSQL."""
    return connection.vendor == "postgresql"


def _send_datagram(payload: bytes) -> None:
    if Local.here is None:  # the web process itself needs no news of its own
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
            wire.setblocking(False)
            wire.sendto(payload, str(socket_path()))


def payloads(news: Mapping[str, Sequence[Any]]) -> list[str]:
    """News that are lists, in as many payloads as they need."""
    made = []
    for name, items in news.items():
        batch: list[bytes] = []
        size = 0
        for item in items:
            raw = orjson.dumps(item)
            if batch and size + len(raw) > LARGEST - 100:
                made.append(_listed(name, batch))
                batch, size = [], 0
            batch.append(raw)
            size += len(raw) + 1
        if batch:
            made.append(_listed(name, batch))
    return made


def _listed(name: str, items: Sequence[bytes]) -> str:
    return (b'{"origin":"' + ORIGIN.encode() + b'","' + name.encode() + b'":[' + b",".join(items) + b"]}").decode()


def payload(name: str, said: str) -> str:
    """One of its own, with a text in it."""
    return orjson.dumps({"origin": ORIGIN, name: said}).decode()


class Local(asyncio.DatagramProtocol):
    """SQLite: other processes of the installation (the worker) send datagrams to the web process."""

    here: "Local | None" = None
    reaches_others = False  # processes that hold sockets

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.tasks: set[asyncio.Task[None]] = set()
        self.transport: asyncio.BaseTransport | None = None

    async def start(self) -> None:
        path = socket_path()
        path.unlink(missing_ok=True)
        wire = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        wire.setblocking(False)
        wire.bind(str(path))
        os.chmod(path, 0o600)
        loop = asyncio.get_running_loop()
        self.transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=wire)
        Local.here = self

    async def stop(self) -> None:
        Local.here = None
        if self.transport is not None:
            self.transport.close()
        socket_path().unlink(missing_ok=True)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        with contextlib.suppress(orjson.JSONDecodeError):
            news = orjson.loads(data)
            if isinstance(news, dict):
                task = asyncio.ensure_future(self.heard(news))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)

    async def tell(self, news: Mapping[str, Any]) -> None:
        """Nobody else holds sockets."""

    async def settled(self) -> None:
        """Nothing is on its way."""


class Postgres:
    """PostgreSQL: one connection that listens; when it breaks, everybody reads again once it is back."""

    reaches_others = True

    def __init__(self, heard: Heard, lost_track: LostTrack) -> None:
        self.heard, self.lost_track = heard, lost_track
        self.task: asyncio.Task[None] | None = None
        self.wire: Any = None
        self.ready = asyncio.Event()
        self.marks: dict[str, asyncio.Future[None]] = {}

    async def start(self) -> None:
        self.task = asyncio.create_task(self._run())
        await asyncio.wait_for(self.ready.wait(), 15)

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task

    async def _run(self) -> None:
        pause = 0.1
        first = True
        while True:
            try:
                await self._listen(first)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning("live.bus_down", extra={"error": type(error).__name__})
            first = False
            await asyncio.sleep(pause + secrets.randbelow(100) / 1000)
            pause = min(pause * 2, 5)

    async def _listen(self, first: bool) -> None:
        import psycopg

        wire = await psycopg.AsyncConnection.connect(**self._parameters(), autocommit=True)
        async with wire:
            await wire.execute(f"LISTEN {CHANNEL}")
            self.wire = wire
            self.ready.set()
            if not first:
                await self.lost_track()
            async for notice in wire.notifies():
                news = orjson.loads(notice.payload)
                if news.get("origin") != ORIGIN:
                    await self._take(news)
                elif (mark := self.marks.pop(news.get("mark", ""), None)) is not None and not mark.done():
                    mark.set_result(None)

    async def _take(self, news: Mapping[str, Any]) -> None:
        """What cannot be understood is no reason to stop listening."""
        try:
            await self.heard(news)
        except Exception as error:
            log.warning("live.not_understood", extra={"error": type(error).__name__})
            await self.lost_track()

    @staticmethod
    def _parameters() -> dict[str, Any]:
        from django.db import connections

        parameters = dict(connections["default"].get_connection_params())
        return {key: value for key, value in parameters.items() if key in {
            "dbname", "user", "password", "host", "port", "sslmode", "sslrootcert", "options", "service",
        }}  # fmt: skip

    async def tell(self, news: Mapping[str, Any]) -> None:
        """From the event loop, outside any transaction: typing, presence, rechecks."""
        await asyncio.to_thread(_publish_from_thread, news)

    async def settled(self) -> None:
        """Wait until everything has been heard that was committed before now: NOTIFY keeps the order of the commits,
        so a mark of our own comes back after all of it. Gives up after a while: then the bus is broken."""
        name = secrets.token_hex(6)
        mark = self.marks[name] = asyncio.get_running_loop().create_future()
        with contextlib.suppress(TimeoutError):
            await self.tell({"mark": name})
            await asyncio.wait_for(mark, MARK_WITHIN)
        self.marks.pop(name, None)


def _publish_from_thread(news: Mapping[str, Any]) -> None:
    try:
        publish(news)
    except Exception as error:
        log.warning("live.not_told", extra={"error": type(error).__name__})
        connection.close()


Bus = Local | Postgres


def make(heard: Heard, lost_track: LostTrack) -> Bus:
    """The bus of this installation's database."""
    return Postgres(heard, lost_track) if connection.vendor == "postgresql" else Local(heard)


def after_commit_elsewhere(heads: Sequence[tuple[int, int]]) -> None:
    """SQLite, from a process without sockets: tell the one that has them. PostgreSQL was told inside the commit."""
    if not is_shared():
        for payload in payloads({"heads": heads}):
            _send_datagram(payload.encode())
