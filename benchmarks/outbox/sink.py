"""A mail server in a process of its own that takes everything, forgets it, and knows when the first and last came."""

import asyncio
import multiprocessing
import time
from contextlib import contextmanager
from typing import Any

from aiosmtpd.smtp import SMTP


class Counted:
    def __init__(self, latency: float, count: Any, first: Any, last: Any) -> None:
        self.latency, self.count, self.first, self.last = latency, count, first, last

    async def far(self) -> None:
        if self.latency:
            await asyncio.sleep(self.latency)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        await self.far()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        await self.far()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await self.far()
        await self.far()  # its own round trip before the mail, and the one after it
        now = time.time()
        if not self.count.value:
            self.first.value = now
        self.count.value += 1
        self.last.value = now
        return "250 OK"


def _serve(port: Any, ready: Any, handler: Counted) -> None:
    import uvloop

    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(handler, hostname="sink", loop=loop), "127.0.0.1", 0)
        port.value = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    uvloop.run(main())


class Sink:
    def __init__(self, port: int, handler: Counted) -> None:
        self.port, self._handler = port, handler

    @property
    def count(self) -> int:
        return int(self._handler.count.value)

    def start_again(self) -> None:
        self._handler.count.value = 0

    def rate(self) -> float:
        """Mails a second between the first and the last."""
        return (self.count - 1) / (self._handler.last.value - self._handler.first.value)


@contextmanager
def sink(latency: float = 0.0):  # type: ignore[no-untyped-def]
    spawn = multiprocessing.get_context("spawn")
    port, ready = spawn.Value("i", 0), spawn.Event()
    handler = Counted(latency, spawn.Value("i", 0), spawn.Value("d", 0.0), spawn.Value("d", 0.0))
    process = spawn.Process(target=_serve, args=(port, ready, handler), daemon=True)
    process.start()
    ready.wait(20)
    yield Sink(port.value, handler)
    process.kill()
    process.join()
