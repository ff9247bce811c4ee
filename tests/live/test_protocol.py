"""The examples of docs/api/live.md, run against a real server."""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from websockets.asyncio.client import connect

from tests.live.server import WebProcess
from tests.live.tab import frames_in
from tests.live.world import build

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.usefixtures("no_connection_left"),
]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api" / "live.md"
FIXED = ("type", "conversation", "client_id", "seq", "head", "kind", "channel", "body", "html", "reason", "heartbeat")


def examples(conversation: str) -> list[tuple[str, dict[str, Any]]]:
    """The page's frames in their order, as ("send" or "receive", frame)."""
    text = PAGE.read_text().replace("<conversation>", conversation)
    return [(way, json.loads(body)) for way, body in re.findall(r"```json (send|receive)\n(.*?)```", text, re.S)]


async def test_the_page_of_the_protocol_says_what_is_said(web: Callable[[], WebProcess]) -> None:
    world = await sync_to_async(build)(1)
    process = web()
    await asyncio.to_thread(process.start)
    heard: list[dict[str, Any]] = []
    ways = examples(world["conversations"][0])
    assert {way for way, _ in ways} == {"send", "receive"}
    async with connect(
        f"ws://127.0.0.1:{process.port}/live/socket?practice={world['practice']}",
        origin=process.base,  # type: ignore[arg-type]
        additional_headers={"Cookie": f"sessionid={world['cookies'][0]}"},
    ) as socket:
        for way, frame in ways:
            if way == "send":
                await socket.send(json.dumps(frame))
                continue
            while not (found := [one for one in heard if one["type"] == frame["type"]]):
                heard += frames_in(await asyncio.wait_for(socket.recv(), 15))
            heard.remove(found[0])
            assert found[0].keys() == frame.keys()
            same = [name for name in FIXED if name in frame]
            assert {name: found[0][name] for name in same} == {name: frame[name] for name in same}
