"""Everybody who is connected is looked at again and again, one after the other."""

import asyncio
from collections import Counter

import pytest

from opencoach.live import hub as module
from opencoach.live.hub import Hub
from opencoach.live.ports import Identity
from opencoach.live.session import Session


def session(person: int) -> Session:
    async def write(batch: list[bytes]) -> None:
        """Nobody listens."""

    identity = Identity(person, f"p{person}", person, 1, "", "", shows_presence=True, shows_seen=True)
    return Session(identity, write)


async def test_each_is_looked_at_again_whatever_becomes_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RECHECK", 0.0)
    monkeypatch.setattr(module, "BETWEEN", 0.0)
    hub, looked = Hub(), Counter[int]()
    hub.sessions = {session(1), session(2), session(3)}
    left = session(4)
    left.close()
    hub.sessions.add(left)
    enough = asyncio.Event()

    async def look(one: Session) -> None:
        looked[one.identity.person_id] += 1
        if min(looked[1], looked[2], looked[3]) > 1:
            enough.set()
        if one.identity.person_id == 2:
            raise RuntimeError("the database is away")

    monkeypatch.setattr(hub, "_look_again", look)
    timer = asyncio.create_task(hub._recheck_on_time())
    async with asyncio.timeout(30):
        await enough.wait()
    timer.cancel()
    assert set(looked) == {1, 2, 3}
