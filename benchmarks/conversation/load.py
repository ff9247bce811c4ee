"""The load: everybody connected and talking in pairs; how much goes through, and how long one message takes."""

import asyncio
import gc
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.conversation.wires import Wire

IN_FLIGHT = 4_000  # messages on the way, over all persons, while the most is measured


@dataclass
class Result:
    """What one server did. Latencies in milliseconds."""

    most: float = 0.0  # delivered messages a second
    delays: list[float] = field(default_factory=list)
    undelivered: int = 0

    def at(self, share: float) -> float:
        found = sorted(self.delays)
        return found[min(len(found) - 1, int(len(found) * share))] if found else float("nan")


class Load:
    """`make(n, arrived, acked)` gives the connection of person n."""

    def __init__(self, people: int) -> None:
        self.people = people
        self.wires: list[Wire] = []
        self.sent_at: dict[str, float] = {}
        self.delays: list[float] = []
        self.arrived_count = 0
        self.refill = False
        self.number = 0

    async def connect(self, make: Callable[[int, "Load"], "asyncio.Future[Wire]"]) -> None:
        """Everybody, twenty at a time."""
        for start in range(0, self.people, 20):
            group = [await make(n, self) for n in range(start, min(start + 20, self.people))]
            await asyncio.wait_for(asyncio.gather(*(one.ready for one in group)), 60)
            self.wires += group

    def arrived(self, n: int, message: str) -> None:
        at = self.sent_at.pop(message, None)
        if at is None:
            raise AssertionError(f"{message} came twice, or was never sent")
        self.delays.append((time.perf_counter() - at) * 1000)
        self.arrived_count += 1
        if self.refill:
            self.send(n ^ 1)

    def acked(self, n: int, message: str) -> None:
        """Durable; nothing to do."""

    def send(self, n: int) -> None:
        self.number += 1
        message = f"{n}-{self.number}"
        self.sent_at[message] = time.perf_counter()
        self.wires[n].send(message)

    async def most(self, seconds: float) -> float:
        """Delivered messages a second when each delivered message makes room for the next."""
        self.refill = True
        for _ in range(max(1, IN_FLIGHT // self.people)):
            for n in range(self.people):
                self.send(n)
            await asyncio.sleep(0)
        await asyncio.sleep(2.0)  # until it runs evenly
        before, start = self.arrived_count, time.perf_counter()
        await asyncio.sleep(seconds)
        rate = (self.arrived_count - before) / (time.perf_counter() - start)
        self.refill = False
        await self.drain()
        return rate

    async def steady(self, rate: float, seconds: float) -> list[float]:
        """The delays of messages that are sent at an even rate, by whoever."""
        chance = random.Random(1)
        self.delays = []
        start = time.perf_counter()
        for turn in range(int(rate * seconds)):
            wait = start + turn / rate - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            self.send(chance.randrange(self.people))
        await self.drain()
        return list(self.delays)

    async def drain(self) -> None:
        """Until everything has arrived, or nothing more comes."""
        quiet = time.perf_counter() + 20
        while self.sent_at and time.perf_counter() < quiet:
            await asyncio.sleep(0.05)


async def run(load: Load, seconds: float) -> Result:
    """The steady rate first, then the most."""
    gc.collect()
    gc.freeze()
    await load.steady(300, 2)  # warm
    result = Result(delays=await load.steady(300, seconds))
    result.most = await load.most(seconds)
    result.undelivered = len(load.sent_at)
    return result
