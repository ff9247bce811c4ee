"""Whoever speaks too fast waits, on both roads, and nothing of it is lost."""

import asyncio
from typing import Any

import httpx
import pytest

from opencoach.conversations.models import Message
from opencoach.live import pace
from tests.live.tab import opened, tab

pytestmark = [
    pytest.mark.waits,
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.usefixtures("everybody_leaves"),
]


async def test_who_speaks_too_fast_is_read_more_slowly_and_loses_nothing(port: int, world: dict[str, Any]) -> None:
    coach, client = tab(port, world, 0), tab(port, world, 1)
    await opened(coach, client)
    count = int(pace.BURST) + 60
    for number in range(count):
        await coach.send(str(number), f"Words {number}")
    await client.until(lambda: len(client.got) == count)
    await coach.until(lambda: len(coach.acks) == count)
    assert [one["body"] for one in client.got] == [f"Words {number}" for number in range(count)]
    assert coach.others == [one for one in coach.others if one["type"] != "error"]


async def test_who_posts_too_fast_is_told_so_and_what_is_said_again_is_kept_once(
    port: int, world: dict[str, Any]
) -> None:
    base = f"http://127.0.0.1:{port}"
    conversation = tab(port, world, 1).conversation
    where = {"practice": world["practice"]}
    headers = {"Origin": base}
    words = [
        [
            {"type": "send", "conversation": conversation, "client_id": f"{post}-{n}", "body": f"{post}-{n}"}
            for n in range(50)
        ]
        for post in range(12)
    ]
    async with httpx.AsyncClient(
        base_url=base, cookies={"sessionid": world["cookies"][1]}, headers=headers, timeout=60
    ) as browser:

        async def post(some: list[dict[str, str]]) -> int:
            return (await browser.post("/live/send", params=where, json=some)).status_code

        statuses = await asyncio.gather(*(post(some) for some in words))
        assert set(statuses) == {200, 429}
        for some in [some for some, status in zip(words, statuses, strict=True) if status == 429]:
            while await post(some) == 429:
                await asyncio.sleep(0.1)
    kept = [one async for one in Message.objects.order_by("seq").values_list("client_id", flat=True)]
    assert sorted(kept) == sorted(one["client_id"] for some in words for one in some)
