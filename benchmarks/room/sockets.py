"""Many rooms at once, by sockets alone: how much memory a room takes, and how long a signal is on its way."""

import asyncio
import json
import statistics
import time
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.live.server import WebProcess

SIGNAL = {"description": {"type": "offer", "sdp": "v=0\r\n" + "a" * 4_000}}  # as large as an offer


@dataclass
class Found:
    """Milliseconds, and KiB."""

    joined: float  # until everybody is in, of all rooms at once
    per_room: float
    p50: float
    p99: float
    signals: int


class Guest:
    """One tab in a room."""

    def __init__(self, wire: ClientConnection, room: str, tab: str) -> None:
        self.wire, self.room, self.tab = wire, room, tab
        self.here: dict[str, Any] = {}
        self.latencies: list[float] = []
        self.changed = asyncio.Event()

    async def say(self, kind: str, **more: object) -> None:
        await self.wire.send(json.dumps({"type": f"room.{kind}", "room": self.room, "tab": self.tab, **more}))

    async def read(self) -> None:
        async for raw in self.wire:
            found = json.loads(raw)
            for frame in found if isinstance(found, list) else [found]:
                if frame["type"] == "room.here":
                    self.here = frame
                elif frame["type"] == "room.signal":
                    self.latencies.append((time.perf_counter() - frame["data"]["at"]) * 1000)
            self.changed.set()

    async def until(self, condition: Any) -> None:
        while not condition():
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), 60)

    @property
    def tabs(self) -> list[str]:
        return [one["tab"] for one in self.here.get("people", ()) if "tab" in one]


async def measure(web: WebProcess, world: dict[str, Any], rate: int, seconds: float) -> Found:
    """Everybody connects; all rooms are entered at once; then `rate` signals a second, spread over them."""
    rooms = world["rooms"]
    guests = [await guest(web, world, person) for person in range(2 * len(rooms))]
    reading = [asyncio.create_task(one.read()) for one in guests]
    await asyncio.sleep(1)  # let the connections settle: their memory is not the rooms'
    before, started = memory(web), time.perf_counter()
    await asyncio.gather(*(one.say("enter") for one in guests))
    for coach, client in zip(guests[::2], guests[1::2], strict=True):
        await coach.until(lambda coach=coach: any(one["stage"] == "waiting" for one in coach.here.get("people", ())))
        member = next(one["member"] for one in coach.here["people"] if one["stage"] == "waiting")
        await coach.say("admit", member=member)
        await client.until(lambda client=client: len(client.tabs) == 2)
    joined = (time.perf_counter() - started) * 1000
    per_room = (memory(web) - before) / 1024 / len(rooms)
    count = await signals(guests, rate, seconds)
    found = sorted(latency for one in guests for latency in one.latencies)
    for one in guests:
        await one.wire.close()
    for task in reading:
        task.cancel()
    assert len(found) == count, f"{count - len(found)} of {count} signals were lost"
    return Found(joined, per_room, statistics.median(found), found[int(len(found) * 0.99)], count)


async def guest(web: WebProcess, world: dict[str, Any], person: int) -> Guest:
    wire = await connect(
        f"ws://127.0.0.1:{web.port}/live/socket?practice={world['practice']}",
        origin=web.base,  # type: ignore[arg-type]
        additional_headers={"Cookie": f"sessionid={world['cookies'][person]}"},
        compression=None,
    )
    return Guest(wire, world["rooms"][person // 2], f"tab{person}")


async def signals(guests: list[Guest], rate: int, seconds: float) -> int:
    """At an even pace, each to the other one in the room; gives how many."""
    count = int(rate * seconds)
    started = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, started + number / rate - time.perf_counter()))
        one = guests[number % len(guests)]
        other = guests[(number % len(guests)) ^ 1]
        await one.say("signal", to=other.tab, data={**SIGNAL, "at": time.perf_counter()})
    until = time.monotonic() + 20
    while sum(len(one.latencies) for one in guests) < count and time.monotonic() < until:
        await asyncio.sleep(0.05)
    return count


def memory(web: WebProcess) -> int:
    """Resident bytes of the web process."""
    assert web.process is not None
    with open(f"/proc/{web.process.pid}/status") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))
