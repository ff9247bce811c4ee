"""What the processes say to each other about rooms, in the order in which it was said. News on the bus are
`{"room": [room, what, payload]}`; what is too long for one goes in parts."""

import asyncio
import base64
import secrets
from collections.abc import Callable
from typing import Any

import orjson

from opencoach.live.hub import hub

PART = 5_000  # characters of one part: a NOTIFY takes fewer than 8,000 bytes
MOST_OPEN = 64  # messages of which parts are waited for


class Elsewhere:
    """One per process. `say` never waits; a task of its own sends what was said, one after the other."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[list[Any]] | None = None
        self.open: dict[str, dict[int, str]] = {}

    def say(self, room: str, what: str, payload: Any) -> None:
        if hub.bus is None or not hub.bus.reaches_others:
            return
        if self.queue is None:
            self.queue = asyncio.Queue()
            hub.spawn(self._send(self.queue))
        text = base64.b64encode(orjson.dumps(payload)).decode()
        if len(text) <= PART:
            self.queue.put_nowait([room, what, payload])
            return
        key, count = secrets.token_hex(6), -(-len(text) // PART)
        for n in range(count):
            self.queue.put_nowait([room, "part", [key, n, count, what, text[n * PART : (n + 1) * PART]]])

    async def _send(self, queue: asyncio.Queue[list[Any]]) -> None:
        while True:
            news = await queue.get()
            if hub.bus is not None:
                await hub.bus.tell({"room": news})

    def hear(self, room: str, payload: list[Any], whole: Callable[[str, str, Any], None]) -> None:
        """A part came; with the last one, `whole` gets it all."""
        key, n, count, what, text = payload
        parts = self.open.setdefault(key, {})
        parts[n] = text
        if len(parts) == count:
            del self.open[key]
            whole(room, what, orjson.loads(base64.b64decode("".join(parts[place] for place in range(count)))))
        while len(self.open) > MOST_OPEN:  # their senders are gone
            self.open.pop(next(iter(self.open)))


elsewhere = Elsewhere()
