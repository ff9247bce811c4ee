"""People write while the web processes are killed again and again: nothing acknowledged is lost or doubled."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from websockets.exceptions import WebSocketException

from opencoach.conversations.models import Message
from tests.live.server import WebProcess
from tests.live.tab import Tab
from tests.live.world import build

pytestmark = [
    pytest.mark.waits,
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.usefixtures("no_connection_left"),
]

PEOPLE, MANY = 24, 60  # as many people, and as many acknowledgements before the next kill: each is in mid-work
PATIENCE = 90  # seconds; a machine with much else to do needs long
PAUSE = 0.15  # seconds between two messages of one person, on average


class Writer:
    """One person who writes without a break and connects again whenever the connection breaks."""

    def __init__(self, number: int, tab: Tab, seed: int) -> None:
        self.number, self.tab, self.random = number, tab, random.Random(seed)
        self.written = 0
        self.enough = False
        self.over = False
        self.open = asyncio.Event()

    async def stay(self) -> None:
        """Connected, until it is over."""
        while not self.over:
            try:
                await self.tab.open()
            except (OSError, EOFError, WebSocketException):
                await asyncio.sleep(self.random.uniform(0.05, 0.2))
                continue
            self.open.set()
            await self.tab.read()
            self.open.clear()

    async def write(self) -> None:
        """New words in an uneven rhythm; they are kept until they are acknowledged."""
        while not self.enough:
            await self.open.wait()
            self.written += 1
            await self.tab.send(f"{self.number}-{self.written}", f"Words {self.written} of person {self.number}")
            await asyncio.sleep(self.random.uniform(0, 2 * PAUSE))

    async def leave(self) -> None:
        self.over = True
        await self.tab.close()


async def test_killed_in_mid_work_everything_acknowledged_arrives_once_and_in_order(
    web: Callable[[], WebProcess], full: bool
) -> None:
    kills, people = (50, MANY) if full else (5, PEOPLE)
    world = await sync_to_async(build)(people // 2)
    processes = [web() for _ in range(2 if connection.vendor == "postgresql" else 1)]
    await asyncio.gather(*(asyncio.to_thread(process.start) for process in processes))
    writers = [
        Writer(n, Tab(processes[n % len(processes)].port, cookie, world["practice"], world["conversations"][n // 2]), n)
        for n, cookie in enumerate(world["cookies"])
    ]
    staying = [asyncio.create_task(one.stay()) for one in writers]
    writing = [asyncio.create_task(one.write()) for one in writers]
    for round_ in range(kills):
        try:
            await more_acknowledged(writers, staying)
        except AssertionError as error:
            words = [await asyncio.to_thread(process.last_words) for process in processes]
            raise AssertionError("\n".join([str(error), *words])) from None
        await asyncio.to_thread(processes[round_ % len(processes)].kill)
        await asyncio.to_thread(processes[round_ % len(processes)].start)
    await more_acknowledged(writers, staying)
    for one in writers:
        one.enough = True
    await asyncio.gather(*writing)
    await until(
        writers, staying, lambda: not any(one.tab.waiting for one in writers), "not everything was acknowledged"
    )
    for pair in range(people // 2):
        one, other = writers[2 * pair : 2 * pair + 2]
        total = one.written + other.written
        await until(
            writers,
            staying,
            lambda one=one, other=other, total=total: len(one.tab.got) == len(other.tab.got) == total,  # type: ignore[misc]
            f"pair {pair} did not get everything",
        )
        kept = await sync_to_async(stored)(world["conversations"][pair])
        assert seen(one.tab) == seen(other.tab) == kept
        assert [seq for seq, _ in kept] == list(range(1, total + 1))
        for writer in (one, other):
            mine = [client_id for _, client_id in kept if client_id.startswith(f"{writer.number}-")]
            assert mine == [f"{writer.number}-{n}" for n in range(1, writer.written + 1)]
            assert writer.tab.acks == {client_id: seq for seq, client_id in kept if client_id in set(mine)}
    await asyncio.gather(*(one.leave() for one in writers))
    await asyncio.gather(*staying)


async def more_acknowledged(writers: list[Writer], staying: list["asyncio.Task[None]"]) -> None:
    start = sum(len(one.tab.acks) for one in writers)
    await until(
        writers,
        staying,
        lambda: sum(len(one.tab.acks) for one in writers) >= start + len(writers),
        "nothing is acknowledged any more",
    )


async def until(
    writers: list[Writer], staying: list["asyncio.Task[None]"], condition: Callable[[], bool], otherwise: str
) -> None:
    """Look until it is so; a tab that broke the rules ends the test at once."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                for task in staying:
                    if task.done():
                        task.result()
                await asyncio.sleep(0.01)
    except TimeoutError:
        heard = Counter(
            str(frame) for one in writers for frame in one.tab.others if frame["type"] in {"error", "refused"}
        )
        state = Counter((one.open.is_set(), one.tab.closed_with, len(one.tab.waiting) // 10 * 10) for one in writers)
        raise AssertionError(
            f"{otherwise}; (connected, closed with, waiting): {state}; heard: {heard.most_common(5)}"
        ) from None


def seen(tab: Tab) -> list[tuple[int, str]]:
    return [(frame["seq"], frame["client_id"]) for frame in tab.got]


def stored(conversation: str) -> list[tuple[int, Any]]:
    rows = Message.objects.filter(conversation__public_id=conversation).order_by("seq")
    return list(rows.values_list("seq", "client_id"))
