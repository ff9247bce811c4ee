"""A tab as a browser has it: it says hello, keeps what it got, and sends again what was not acknowledged."""

import asyncio
import contextlib
import json
from typing import Any, ClassVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed


def frames_in(raw: str | bytes) -> list[dict[str, Any]]:
    """What the server said at once."""
    found = json.loads(raw)
    return found if isinstance(found, list) else [found]


class Tab:
    """One signed-in tab on one conversation. `got` is every message frame in the order of its arrival."""

    open_ones: ClassVar[list["Tab"]] = []

    def __init__(self, port: int, cookie: str, practice: str, conversation: str) -> None:
        self.port, self.cookie, self.practice, self.conversation = port, cookie, practice, conversation
        self.got: list[dict[str, Any]] = []
        self.others: list[dict[str, Any]] = []
        self.acks: dict[str, int] = {}
        self.waiting: dict[str, str] = {}  # client id → words, not acknowledged yet
        self.socket: ClientConnection | None = None
        self.live = asyncio.Event()
        self.closed_with: int | None = None
        self.changed = asyncio.Condition()

    @property
    def last(self) -> int:
        return self.got[-1]["seq"] if self.got else 0

    async def open(self, origin: str | None = None) -> None:
        self.socket = await connect(
            f"ws://127.0.0.1:{self.port}/live/socket?practice={self.practice}",
            origin=origin or f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            additional_headers={"Cookie": f"sessionid={self.cookie}"},
            max_queue=None,
            compression=None,
        )
        self.open_ones.append(self)
        self.live.clear()
        with contextlib.suppress(ConnectionClosed):  # refused: `read` learns with which code
            await self.say({"type": "hello", "conversations": {self.conversation: self.last}})
        for client_id, words in list(self.waiting.items()):
            await self.send(client_id, words)

    async def say(self, frame: Any) -> None:
        assert self.socket is not None
        await self.socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    async def send(self, client_id: str, words: str) -> None:
        self.waiting[client_id] = words
        with contextlib.suppress(ConnectionClosed, AssertionError):
            await self.say({"type": "send", "conversation": self.conversation, "client_id": client_id, "body": words})

    async def read(self) -> None:
        """Take frames until the connection ends."""
        assert self.socket is not None
        try:
            async for raw in self.socket:
                for frame in frames_in(raw):
                    await self.take(frame)
        except ConnectionClosed:
            pass
        self.closed_with = self.socket.close_code
        async with self.changed:
            self.changed.notify_all()

    async def take(self, frame: dict[str, Any]) -> None:
        kind = frame["type"]
        if kind == "message":
            if frame["seq"] <= self.last:
                raise AssertionError(f"{frame['seq']} came again or out of order after {self.last}")
            self.got.append(frame)
        elif kind == "ack":
            self.acks[frame["client_id"]] = frame["seq"]
            self.waiting.pop(frame["client_id"], None)
        elif kind == "live":
            self.live.set()
        else:
            self.others.append(frame)
        async with self.changed:
            self.changed.notify_all()

    async def until(self, condition: Any, seconds: float = 15) -> None:
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(condition), seconds)

    async def close(self) -> None:
        if self.socket is not None:
            await self.socket.close()


def tab(port: int, world: dict[str, Any], person: int, pair: int | None = None) -> Tab:
    """The tab of a person; by default on their own conversation."""
    conversation = world["conversations"][person // 2 if pair is None else pair]
    return Tab(port, world["cookies"][person], world["practice"], conversation)


async def opened(*tabs: Tab) -> list[asyncio.Task[None]]:
    reading = []
    for one in tabs:
        await one.open()
        reading.append(asyncio.create_task(one.read()))
    for one in tabs:
        await asyncio.wait_for(one.live.wait(), 10)
    return reading
