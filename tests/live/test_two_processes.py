"""Two people whose tabs are held by two processes. PostgreSQL only: on SQLite one process holds them all."""

import asyncio
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Conversation
from opencoach.people.models import Person
from tests.live.server import WebProcess
from tests.live.tab import Tab

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.usefixtures("everybody_leaves"),
]


async def opened(process: WebProcess, world: dict[str, Any], person: int) -> Tab:
    tab = Tab(process.port, world["cookies"][person], world["practice"], world["conversations"][0])
    await tab.open()
    tab.reading = asyncio.create_task(tab.read())  # type: ignore[attr-defined]
    await asyncio.wait_for(tab.live.wait(), 10)
    return tab


def told(tab: Tab) -> list[tuple[str, str]]:
    return [(frame["person"], frame["state"]) for frame in tab.others if frame["type"] == "presence"]


async def test_whoever_comes_second_sees_who_is_here(two: list[WebProcess], world: dict[str, Any]) -> None:
    coach = await opened(two[0], world, 0)
    client = await opened(two[1], world, 1)
    await coach.until(lambda: (world["people"][1], "here") in told(coach))
    await client.until(lambda: (world["people"][0], "here") in told(client))
    other_tab = await opened(two[1], world, 1)
    await other_tab.until(lambda: (world["people"][0], "here") in told(other_tab))
    await coach.close()
    await client.until(lambda: told(client)[-1] == (world["people"][0], "away"))


async def test_both_write_at_once_and_get_the_same(two: list[WebProcess], world: dict[str, Any]) -> None:
    coach, client = await opened(two[0], world, 0), await opened(two[1], world, 1)
    for n in range(40):
        await asyncio.gather(coach.send(f"a{n}", f"Coach {n}"), client.send(f"b{n}", f"**Client** {n}"))
    for one in (coach, client):
        await one.until(lambda one=one: len(one.got) == 80)  # type: ignore[misc]
    assert coach.got == client.got
    assert [frame["seq"] for frame in coach.got] == list(range(1, 81))


async def test_a_reply_by_mail_or_form_reaches_both(two: list[WebProcess], world: dict[str, Any]) -> None:
    coach, client = await opened(two[0], world, 0), await opened(two[1], world, 1)
    await coach.send("a1", "First")
    await coach.until(lambda: "a1" in coach.acks)

    def answer() -> None:
        talk = Conversation.objects.get(public_id=world["conversations"][0])
        say(talk, Person.objects.get(public_id=world["people"][1]), "By form", reply_to=1)

    await sync_to_async(answer)()
    await coach.send("a2", "Third")
    for one in (coach, client):
        await one.until(lambda one=one: len(one.got) == 3)  # type: ignore[misc]
        assert [frame["body"] for frame in one.got] == ["First", "By form", "Third"]
