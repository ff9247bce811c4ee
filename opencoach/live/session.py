"""One tab: who is there, a bounded queue towards it, one task that writes, and a limit on how fast it may speak."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from opencoach.live import frames
from opencoach.live.ports import Frame, Identity

QUEUE_FRAMES = 512
RATE = 40.0  # frames a second from one tab, over a longer time
BURST = 200.0

Write = Callable[[list[bytes]], Awaitable[None]]


class Session:
    """`push` never waits: what does not fit is forgotten, and the app reads it again from the database."""

    __slots__ = (
        "_budget",
        "_counted_at",
        "_wake",
        "_write",
        "close_code",
        "closed",
        "identity",
        "on_room",
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
        self._budget = BURST
        self._counted_at = time.monotonic()

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

    def allowed(self) -> bool:
        """Count one frame from the client; False when it speaks too fast."""
        now = time.monotonic()
        self._budget = min(BURST, self._budget + (now - self._counted_at) * RATE)
        self._counted_at = now
        if self._budget < 1:
            return False
        self._budget -= 1
        return True

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
