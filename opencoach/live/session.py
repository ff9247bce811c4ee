"""One tab: who is there, a bounded queue towards it, one task that writes, and a limit on how fast it may speak."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from opencoach.live import frames
from opencoach.live.pace import Pace
from opencoach.live.ports import Frame, Identity

QUEUE_FRAMES = 512

Write = Callable[[list[bytes]], Awaitable[None]]


class Session:
    """`push` never waits: what does not fit is forgotten, and the app reads it again from the database."""

    __slots__ = (
        "_wake",
        "_write",
        "close_code",
        "closed",
        "identity",
        "on_room",
        "pace",
        "queue",
        "states",
    )  # fmt: skip

    def __init__(self, identity: Identity, write: Write) -> None:
        self.identity = identity
        self.states: dict[str, Any] = {}
        self.queue: deque[bytes] = deque()
        self.closed = False
        self.close_code = 1000
        self.on_room: list[Callable[[], None]] = []
        self._write = write
        self._wake: asyncio.Future[None] | None = None
        self.pace = Pace()

    def push(self, frame: bytes) -> bool:
        """Queue a frame; False if there is no room, and then it is not queued."""
        if self.closed or len(self.queue) >= QUEUE_FRAMES:
            return False
        self.queue.append(frame)
        wake = self._wake
        if wake is not None and not wake.done():
            wake.set_result(None)
        return True

    def say(self, frame: Frame) -> bool:
        """Queue a frame given as an object."""
        return self.push(frames.write(frame))

    def close(self, code: int = 1000) -> None:
        """End the session once what is queued has gone out."""
        if not self.closed:
            self.closed, self.close_code = True, code
            if self._wake is not None and not self._wake.done():
                self._wake.set_result(None)

    async def turn(self) -> None:
        """Wait until one more frame from the client may be taken: whoever speaks too fast is read more slowly, and
        nothing that was said is dropped or overtaken."""
        wait = self.pace.count()
        if wait:
            await asyncio.sleep(wait)

    async def run_writer(self) -> None:
        """Write what is queued, everything at once, until the session is closed."""
        while True:
            if self.queue:
                batch = list(self.queue)
                self.queue.clear()
                await self._write(batch)
                if self.on_room:
                    waiting, self.on_room = self.on_room, []
                    for call in waiting:
                        call()
                continue
            if self.closed:
                return
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake
            self._wake = None

    async def room(self) -> None:
        """Wait until what is queued has gone out."""
        if not self.queue or self.closed:
            return
        future = asyncio.get_running_loop().create_future()
        self.on_room.append(lambda: None if future.done() else future.set_result(None))
        await future
