"""Rooms on the socket: who is told what, who gets nothing, and what two processes know of each other."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from opencoach.people.actions.engagement import end_engagement
from opencoach.people.models import Engagement, Membership, Person
from opencoach.rooms.actions.ending import end
from opencoach.rooms.actions.starting import start
from opencoach.rooms.models import Visit
from opencoach.sessions.actions import cancel
from opencoach.sessions.models import CoachingSession
from tests.live.server import WebProcess
from tests.live.tab import Tab

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.usefixtures("everybody_leaves"),
]


@dataclass
class Guest:
    """A tab in a room."""

    tab: Tab
    room: str
    name: str

    async def say(self, kind: str, **more: object) -> None:
        await self.tab.say({"type": f"room.{kind}", "room": self.room, "tab": self.name, **more})

    def heard(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.tab.others if frame["type"] == f"room.{kind}"]

    @property
    def here(self) -> dict[str, Any]:
        """How the room stands, as this tab was told last."""
        return self.heard("here")[-1] if self.heard("here") else {"stage": "", "people": []}

    @property
    def sees(self) -> dict[str, str]:
        return {one["name"]: one["stage"] for one in self.here["people"]}

    async def until(self, condition: Callable[[], object]) -> None:
        await self.tab.until(condition)


@pytest.fixture
def room(world: dict[str, Any]) -> str:
    """A session of the first pair that begins now."""
    engagement = Engagement.objects.order_by("pk").first()
    coach = Membership.objects.get(pk=world["members"][0])
    assert engagement is not None
    return str(start(engagement, coach, "video").public_id)


async def guest(port: int, world: dict[str, Any], person: int, room: str, name: str = "") -> Guest:
    tab = Tab(port, world["cookies"][person], world["practice"], world["conversations"][person // 2])
    await tab.open()
    tab.reading = asyncio.create_task(tab.read())  # type: ignore[attr-defined]
    made = Guest(tab, room, name or f"tab{person}")
    await made.say("enter")
    await tab.until(lambda: made.heard("here") or made.heard("gone"))
    return made


async def both(ports: tuple[int, int], world: dict[str, Any], room: str) -> tuple[Guest, Guest]:
    coach, client = await guest(ports[0], world, 0, room), await guest(ports[1], world, 1, room)
    await coach.until(lambda: coach.sees.get("Person 1") == "waiting")
    member = next(one["member"] for one in coach.here["people"] if one["name"] == "Person 1")
    await coach.say("admit", member=member)
    for one in (coach, client):
        await one.until(lambda one=one: [p.get("tab") for p in one.here["people"]] == ["tab0", "tab1"])  # type: ignore[misc]
    return coach, client


async def test_a_client_waits_and_learns_of_nobody_but_the_coach(port: int, world: dict[str, Any], room: str) -> None:
    client = await guest(port, world, 1, room)
    assert (client.here["stage"], client.sees) == ("waiting", {"Person 1": "waiting"})
    coach = await guest(port, world, 0, room)
    await client.until(lambda: "Person 0" in client.sees)
    assert all("tab" not in one for one in client.here["people"])
    await client.say("signal", to="tab0", data={"candidate": None})
    await client.until(lambda: any(frame["type"] == "error" for frame in client.tab.others))
    assert coach.heard("signal") == []


async def test_signals_pass_between_the_two_and_nobody_else(port: int, world: dict[str, Any], room: str) -> None:
    coach, client = await both((port, port), world, room)
    stranger = await guest(port, world, 2, room)
    assert stranger.heard("gone")
    offer = {"description": {"type": "offer", "sdp": "v=0\r\n" + "a" * 20_000}}
    await coach.say("signal", to="tab1", data=offer)
    await client.until(lambda: client.heard("signal"))
    assert client.heard("signal")[0] == {"type": "room.signal", "room": room, "from": "tab0", "data": offer}
    await stranger.say("signal", to="tab1", data=offer)
    await stranger.until(lambda: any(frame["type"] == "error" for frame in stranger.tab.others))
    assert len(client.heard("signal")) == 1
    await client.say("media", mic=True, camera=False, screen=False)
    await coach.until(lambda: any(one.get("mic") for one in coach.here["people"]))


async def test_nobody_takes_another_ones_tab(port: int, world: dict[str, Any], room: str) -> None:
    coach, client = await both((port, port), world, room)
    await client.tab.say({"type": "room.enter", "room": room, "tab": "tab0"})
    await client.until(lambda: any(frame["type"] == "error" for frame in client.tab.others))
    await client.tab.say({"type": "room.leave", "room": room, "tab": "tab0"})
    await client.until(lambda: sum(frame["type"] == "error" for frame in client.tab.others) == 2)
    assert "Person 0" in coach.sees


async def test_another_tab_of_the_same_person_takes_over(port: int, world: dict[str, Any], room: str) -> None:
    coach, client = await both((port, port), world, room)
    await guest(port, world, 1, room, "other")
    await client.until(lambda: client.heard("taken"))
    await coach.until(lambda: [one.get("tab") for one in coach.here["people"]] == ["tab0", "other"])


async def test_a_tab_that_is_gone_is_missed_and_its_stay_goes_on(port: int, world: dict[str, Any], room: str) -> None:
    coach, client = await both((port, port), world, room)
    await client.tab.close()
    await coach.until(lambda: [one.get("tab") for one in coach.here["people"]] == ["tab0", None])
    assert coach.heard("cut") == []
    back = await guest(port, world, 1, room)
    assert back.here["stage"] == "in"
    assert await Visit.objects.acount() == 2


async def test_who_leaves_is_gone_at_once(port: int, world: dict[str, Any], room: str) -> None:
    coach, client = await both((port, port), world, room)
    await client.say("leave")
    await coach.until(lambda: coach.heard("cut"))
    assert coach.heard("cut")[0]["tabs"] == ["tab1"]
    await coach.until(lambda: list(coach.sees) == ["Person 0"])


async def test_an_engagement_that_ends_cuts_both_off(port: int, world: dict[str, Any], room: str) -> None:
    coach, client = await both((port, port), world, room)

    def over() -> None:
        engagement = Engagement.objects.select_related("practice").order_by("pk").first()
        assert engagement is not None
        end_engagement(engagement, actor=Person.objects.get(public_id=world["people"][0]))

    await sync_to_async(over)()
    await client.until(lambda: client.heard("gone"))
    await coach.until(lambda: coach.heard("gone"))
    again = await guest(port, world, 1, room)
    assert again.heard("gone")


async def test_the_end_is_told_to_everybody(port: int, world: dict[str, Any], room: str) -> None:
    coach, client = await both((port, port), world, room)

    def ended() -> None:
        session = CoachingSession.objects.select_related("engagement__practice", "coach__person").get(public_id=room)
        end(session, by=session.coach.person)

    await sync_to_async(ended)()
    for one in (coach, client):
        await one.until(lambda one=one: one.here["stage"] == "over")  # type: ignore[misc]


async def test_who_talks_before_the_time_is_told_when_it_is_cancelled(
    port: int, world: dict[str, Any], room: str
) -> None:
    coach, client = await both((port, port), world, room)

    def cancelled() -> None:
        soon = timezone.now() + dt.timedelta(minutes=10)  # one that has begun is not cancelled
        CoachingSession.objects.filter(public_id=room).update(starts_at=soon, ends_at=soon + dt.timedelta(minutes=30))
        session = CoachingSession.objects.select_related("engagement__practice", "coach__person").get(public_id=room)
        cancel(session, actor=session.coach.person)

    await sync_to_async(cancelled)()
    for one in (coach, client):
        await one.until(lambda one=one: one.here["stage"] == "over")  # type: ignore[misc]
    await coach.say("signal", to="tab1", data={"candidate": "late"})
    await coach.until(lambda: coach.tab.others[-1]["type"] == "error")
    assert not client.heard("signal")


async def test_bad_frames_are_answered_and_nothing_breaks(port: int, world: dict[str, Any], room: str) -> None:
    coach, client = await both((port, port), world, room)
    bad: list[dict[str, object]] = [
        {"type": "room.enter"}, {"type": "room.enter", "room": room, "tab": "x" * 37},
        {"type": "room.signal", "room": room, "tab": "tab0", "to": "tab1", "data": "text"},
        {"type": "room.signal", "room": room, "tab": "tab0", "to": "tab1", "data": {"a": "b" * 70_000}},
        {"type": "room.signal", "room": room, "tab": "tab0", "to": 7, "data": {}},
        {"type": "room.admit", "room": room, "tab": "tab0", "member": "nobody"},
        {"type": "room.media", "room": "nowhere", "tab": "tab0"},
    ]  # fmt: skip
    for frame in bad:
        await coach.tab.say(frame)
    await coach.until(lambda: sum(frame["type"] == "error" for frame in coach.tab.others) == len(bad))
    await client.say("admit", member="anybody")
    await client.until(lambda: any(frame.get("reason") == "only a coach lets in" for frame in client.tab.others))


async def test_by_events_and_post_it_works_too(port: int, world: dict[str, Any], room: str) -> None:
    coach, client = await both((port, port), world, room)
    base, query = f"http://127.0.0.1:{port}", {"practice": world["practice"]}
    headers = {"Cookie": f"sessionid={world['cookies'][0]}", "Origin": base}
    signal = {"type": "room.signal", "room": room, "tab": "tab0", "to": "tab1", "data": {"candidate": None}}
    async with httpx.AsyncClient(base_url=base, headers=headers) as http:
        answer = await http.post("/live/send", params=query, json=[signal])
        assert (answer.status_code, answer.json()) == (200, [])
        await client.until(lambda: client.heard("signal"))
        hello = f'[{{"type":"hello","conversations":{{}}}},{{"type":"room.enter","room":"{room}","tab":"stream"}}]'
        async with http.stream("GET", "/live/events", params={**query, "hello": hello}):
            await client.until(lambda: [one.get("tab") for one in client.here["people"]] == ["stream", "tab1"])
    await coach.until(lambda: coach.heard("taken"))


async def test_two_who_are_held_by_two_processes_meet(two: list[WebProcess], world: dict[str, Any], room: str) -> None:
    coach, client = await both((two[0].port, two[1].port), world, room)
    offer = {"description": {"type": "offer", "sdp": "v=0\r\n" + "ä" * 20_000}}  # longer than one NOTIFY
    await coach.say("signal", to="tab1", data=offer)
    for number in range(20):
        await coach.say("signal", to="tab1", data={"candidate": {"candidate": str(number)}})
    await client.until(lambda: len(client.heard("signal")) == 21)
    got = [frame["data"] for frame in client.heard("signal")]
    assert got == [offer, *({"candidate": {"candidate": str(number)}} for number in range(20))]
    await client.say("leave")
    await coach.until(lambda: coach.heard("cut"))
    await guest(two[0].port, world, 1, room, "moved")
    await coach.until(lambda: [one.get("tab") for one in coach.here["people"]] == ["tab0", "moved"])


async def test_a_process_that_is_killed_leaves_nobody_behind(
    two: list[WebProcess], world: dict[str, Any], room: str
) -> None:
    coach, client = await both((two[0].port, two[1].port), world, room)
    two[1].kill()
    back = await guest(two[0].port, world, 1, room)
    await coach.until(lambda: [one.get("tab") for one in coach.here["people"]] == ["tab0", "tab1"])
    await coach.say("signal", to="tab1", data={"candidate": None})
    await back.until(lambda: back.heard("signal"))
    assert client.heard("signal") == []
