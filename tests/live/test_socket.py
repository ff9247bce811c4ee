"""The socket as two people have it, through a real web process."""

import asyncio
import json
import re
from typing import Any

import httpx
import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session

from opencoach.conversations.actions.saying import say
from opencoach.conversations.models import Conversation, Message, Participant
from opencoach.outbox.models import Delivery
from opencoach.people.actions.engagement import end_engagement, leave
from opencoach.people.actions.membership import end_membership
from opencoach.people.models import Engagement, EngagementCoach, Event, Membership, Person
from tests.live.tab import Tab, opened, tab

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.both_databases,
    pytest.mark.usefixtures("everybody_leaves"),
]


async def test_what_one_says_the_other_gets_at_once_and_it_is_kept(port: int, world: dict[str, Any]) -> None:
    coach, client = tab(port, world, 0), tab(port, world, 1)
    await opened(coach, client)
    await coach.send("first", "Good *morning*\nAna")
    await client.until(lambda: client.got)
    await coach.until(lambda: "first" in coach.acks)
    frame = client.got[0]
    assert (frame["seq"], frame["body"], frame["name"]) == (1, "Good *morning*\nAna", "Person 0")
    assert frame["html"] == "<p>Good <em>morning</em><br>\nAna</p>\n"
    row = await Message.objects.aget()
    assert b"morning" not in bytes(row.body)
    assert await Event.objects.filter(verb="message.sent").acount() == 1
    assert await Delivery.objects.filter(kind="away", address="p1@example.org").acount() == 1


async def test_sending_twice_is_one_message(port: int, world: dict[str, Any]) -> None:
    coach = tab(port, world, 0)
    await opened(coach)
    for _ in range(3):
        await coach.send("same", "Once")
    await coach.send("then", "After")
    await coach.until(lambda: "then" in coach.acks)
    assert [frame["body"] for frame in coach.got] == ["Once", "After"]
    assert await Message.objects.acount() == 2


async def test_coming_back_gives_what_was_missed_in_order(port: int, world: dict[str, Any]) -> None:
    coach, client = tab(port, world, 0), tab(port, world, 1)
    await opened(coach, client)
    await coach.send("a", "1")
    await client.until(lambda: client.last == 1)
    await client.close()
    for number in range(2, 452):
        await coach.send(f"n{number}", str(number))
        await asyncio.sleep(0.026 if number > 190 else 0)
    await coach.until(lambda: len(coach.acks) == 451, 30)
    await opened(client)
    await client.until(lambda: client.last == 451)
    assert [frame["body"] for frame in client.got] == [str(number) for number in range(1, 452)]


async def test_what_comes_by_a_page_reaches_the_sockets_too(port: int, world: dict[str, Any]) -> None:
    client = tab(port, world, 1)
    await opened(client)

    def by_page() -> None:
        conversation = Conversation.objects.select_related("engagement").get(public_id=world["conversations"][0])
        say(conversation, Person.objects.get(email="p0@example.org"), "From elsewhere")

    await sync_to_async(by_page)()
    await client.until(lambda: client.got)
    assert client.got[0]["body"] == "From elsewhere"


async def test_typing_and_seen_reach_the_other_and_only_the_other(port: int, world: dict[str, Any]) -> None:
    coach, client, stranger = tab(port, world, 0), tab(port, world, 1), tab(port, world, 2)
    await opened(coach, client, stranger)
    await coach.send("a", "Hello")
    await client.until(lambda: client.got)
    await coach.say({"type": "typing", "conversation": coach.conversation})
    await client.until(lambda: any(frame["type"] == "typing" for frame in client.others))
    await client.say({"type": "seen", "conversation": client.conversation, "seq": 1})
    await coach.until(lambda: any(frame["type"] == "seen" for frame in coach.others))
    seen = next(frame for frame in coach.others if frame["type"] == "seen")
    assert (seen["seq"], seen["person"]) == (1, world["people"][1])
    assert (await Participant.objects.aget(person__email="p1@example.org")).seen_seq == 1
    assert [frame for frame in stranger.others if frame["type"] in {"typing", "seen"}] == []
    assert stranger.got == []


async def test_what_somebody_has_seen_is_read_on_their_other_devices_even_if_they_hide_it(
    port: int, world: dict[str, Any]
) -> None:
    coach, phone, laptop = tab(port, world, 0), tab(port, world, 1), tab(port, world, 1)
    await Membership.objects.filter(person__email="p1@example.org").aupdate(preferences={"show_seen": False})
    await opened(coach, phone, laptop)
    await coach.send("a", "Hello")
    await phone.until(lambda: phone.got)
    await phone.say({"type": "seen", "conversation": phone.conversation, "seq": 1})
    await laptop.until(lambda: any(frame["type"] == "read" for frame in laptop.others))
    read = next(frame for frame in laptop.others if frame["type"] == "read")
    assert read == {"type": "read", "conversation": phone.conversation, "seq": 1}
    await coach.send("b", "Are you there?")  # what was told before it has come by then
    await phone.until(lambda: len(phone.got) == 2)
    await coach.until(lambda: len(coach.got) == 2)
    assert [frame for frame in phone.others + coach.others if frame["type"] in {"read", "seen"}] == []


async def test_presence_is_told_and_untold(port: int, world: dict[str, Any]) -> None:
    coach, client = tab(port, world, 0), tab(port, world, 1)
    await opened(coach, client)
    await coach.until(lambda: {"presence"} <= {frame["type"] for frame in coach.others})
    await client.close()
    await coach.until(lambda: coach.others[-1].get("state") == "away")


async def test_presence_is_of_one_conversation(port: int, world: dict[str, Any]) -> None:
    def joined() -> None:
        """The coach of the first pair takes part in the second one, too."""
        engagement = Engagement.objects.get(conversation__public_id=world["conversations"][1])
        EngagementCoach.objects.create(engagement=engagement, membership_id=world["members"][0])

    await sync_to_async(joined)()
    client, other = tab(port, world, 1), tab(port, world, 3)
    await opened(client, other)
    coach, second_tab = tab(port, world, 0), tab(port, world, 0, pair=1)
    await opened(coach)
    await client.until(lambda: told(client) == [(world["people"][0], "here")])
    await opened(second_tab)
    await other.until(lambda: told(other) == [(world["people"][0], "here")])
    await coach.close()
    await client.until(lambda: told(client)[-1] == (world["people"][0], "away"))
    await second_tab.close()
    await other.until(lambda: told(other)[-1] == (world["people"][0], "away"))
    assert len(told(client)) == len(told(other)) == 2


def told(one: Tab) -> list[tuple[str, str]]:
    return [(frame["person"], frame["state"]) for frame in one.others if frame["type"] == "presence"]


async def test_what_answers_another_message_keeps_its_place(port: int, world: dict[str, Any]) -> None:
    coach, client = tab(port, world, 0), tab(port, world, 1)
    await opened(coach, client)
    await coach.send("n0", "First")
    await coach.until(lambda: "n0" in coach.acks)
    for n in range(1, 31):  # as they are said again after an interruption: all at once
        frame = {"type": "send", "conversation": coach.conversation, "client_id": f"n{n}", "body": str(n)}
        await coach.say({**frame, "reply_to": 1} if n % 3 == 1 else frame)
        if n % 10 == 0:  # one that is refused holds nobody up
            await coach.say({**frame, "client_id": f"bad{n}", "reply_to": 999})
    await client.until(lambda: client.last == 31)
    assert [frame["client_id"] for frame in client.got] == [f"n{n}" for n in range(31)]
    await coach.until(lambda: len(refusals(coach)) == 3)


@pytest.mark.parametrize("person", [2, 3])
async def test_a_foreign_person_gets_and_says_nothing(port: int, world: dict[str, Any], person: int) -> None:
    coach, foreign = tab(port, world, 0), tab(port, world, person, pair=0)
    await opened(coach)
    await foreign.open()
    reading = asyncio.create_task(foreign.read())
    await foreign.until(lambda: any(frame["type"] == "gone" for frame in foreign.others))
    await coach.send("secret", "For Ana alone")
    await coach.until(lambda: "secret" in coach.acks)
    await foreign.send("x", "Let me in")
    await foreign.until(lambda: any(frame["type"] == "refused" for frame in foreign.others))
    for frame in ({"type": "seen", "seq": 1}, {"type": "typing"}):
        await foreign.say({**frame, "conversation": foreign.conversation})
    await foreign.until(lambda: sum(frame["type"] == "error" for frame in foreign.others) == 2)
    assert foreign.got == []
    assert await Message.objects.acount() == 1
    await foreign.close()
    await reading


@pytest.mark.parametrize("cookie", ["", "nonsense"])
async def test_nobody_is_let_in_without_a_session(port: int, world: dict[str, Any], cookie: str) -> None:
    stranger = Tab(port, cookie, world["practice"], world["conversations"][0])
    await stranger.open()
    await stranger.read()
    assert stranger.closed_with == 4404
    assert stranger.others == []


async def test_a_page_of_another_site_is_not_let_in(port: int, world: dict[str, Any]) -> None:
    coach = tab(port, world, 0)
    await coach.open(origin="https://elsewhere.example")
    await coach.read()
    assert coach.closed_with == 4404


async def test_who_leaves_the_engagement_is_cut_off_in_mid_stream(port: int, world: dict[str, Any]) -> None:
    coach, client = tab(port, world, 0), tab(port, world, 1)
    await opened(coach, client)

    def part() -> None:
        engagement = Engagement.objects.select_related("practice").get(conversation__public_id=client.conversation)
        leave(engagement, Membership.objects.get(pk=world["members"][1]), actor=Person.objects.first())

    await sync_to_async(part)()
    await client.until(lambda: any(frame["type"] == "gone" for frame in client.others))
    await coach.send("after", "Not for you any more")
    await coach.until(lambda: "after" in coach.acks)
    await client.send("mine", "Still here?")
    await client.until(lambda: client.others[-1]["type"] == "refused")
    assert client.got == []


async def test_who_leaves_is_cut_off_on_the_other_roads_too(port: int, world: dict[str, Any]) -> None:
    base = f"http://127.0.0.1:{port}"
    coach, client = tab(port, world, 0), tab(port, world, 1)
    await opened(coach)
    hello = json.dumps({"type": "hello", "conversations": {client.conversation: 0}})
    where = {"practice": world["practice"]}
    mine = {"cookies": {"sessionid": world["cookies"][1]}, "headers": {"Origin": base}}

    def part() -> None:
        engagement = Engagement.objects.select_related("practice").get(conversation__public_id=client.conversation)
        leave(engagement, Membership.objects.get(pk=world["members"][1]), actor=Person.objects.first())

    def end() -> None:
        end_membership(Membership.objects.get(pk=world["members"][1]), actor=Person.objects.first())

    browser = httpx.AsyncClient(base_url=base, timeout=60, **mine)
    async with browser, browser.stream("GET", "/live/events", params={**where, "hello": hello}) as events:
        lines = events.aiter_lines()
        heard: list[str] = []

        async def until(part: str) -> None:
            async for line in lines:
                heard.append(line)
                if part in line:
                    return

        async with asyncio.timeout(15):
            await until('"live"')
            await sync_to_async(part)()
            await until('"gone"')
        await coach.until(lambda: told(coach)[-1] == (world["people"][1], "away"))
        await coach.send("after", "Not for you any more")
        await coach.until(lambda: "after" in coach.acks)
        frame = {"type": "send", "conversation": client.conversation, "client_id": "p1", "body": "Still here?"}
        answer = await browser.post("/live/send", params=where, json=[frame, {**frame, "type": "typing"}])
        assert [one.get("reason") for one in answer.json()] == ["gone", "gone"]
        async with asyncio.timeout(15):
            await sync_to_async(end)()
            await until('"over"')
            assert [line async for line in lines if line] == []
        assert (await browser.post("/live/send", params=where, json=[frame])).status_code == 404
        assert not any("Not for you" in line for line in heard)


def refusals(client: Tab) -> list[dict[str, Any]]:
    return [frame for frame in client.others if frame["type"] == "refused"]


async def test_an_ended_engagement_is_read_and_not_written(port: int, world: dict[str, Any]) -> None:
    client = tab(port, world, 1)
    await opened(client)

    def end() -> None:
        engagement = Engagement.objects.select_related("practice").get(conversation__public_id=client.conversation)
        end_engagement(engagement, actor=Person.objects.get(email="p0@example.org"))

    await sync_to_async(end)()
    for attempt in range(50):
        await client.send(f"late{attempt}", "One more thing")
        await client.until(lambda name=f"late{attempt}": refusals(client) or name in client.acks)
        if refusals(client):
            break
    assert "ended" in refusals(client)[0]["reason"]


async def test_a_session_that_is_over_is_cut_off(port: int, world: dict[str, Any]) -> None:
    client = tab(port, world, 1)
    reading = await opened(client)

    def revoke() -> None:
        from opencoach.live.hub import recheck_from_anywhere

        Session.objects.filter(session_key=world["cookies"][1]).delete()
        recheck_from_anywhere({Person.objects.get(email="p1@example.org").pk})

    await sync_to_async(revoke)()
    await asyncio.wait_for(reading[0], 10)
    assert client.closed_with == 4401


async def test_signing_out_in_one_tab_ends_the_others(port: int, world: dict[str, Any]) -> None:
    client = tab(port, world, 1)
    reading = await opened(client)
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, cookies={"sessionid": world["cookies"][1]}, timeout=60) as page:
        shown = await page.get("/account/logout/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown.text)[1]  # type: ignore[index]
        done = await page.post("/account/logout/", data={"csrfmiddlewaretoken": token}, headers={"origin": base})
        assert done.status_code == 302
    await asyncio.wait_for(reading[0], 10)
    assert client.closed_with == 4401


@pytest.mark.parametrize(
    "frame",
    [
        "", "{", "[]", "1", "null", '{"type": 1}', '{"type": "nothing"}', '{"type": "hello", "conversations": []}',
        '{"type": "send"}', '{"type": "seen", "conversation": "x", "seq": -1}',
        '{"type": "hello", "conversations": {"x": true}}',
        '{"type": "send", "conversation": "C", "client_id": "a", "body": "\\ud800"}',
        '{"type": "send", "conversation": "C", "client_id": "a", "body": "a\\u0000b"}',
        '{"type": "send", "conversation": "C", "client_id": "a", "body": NaN}',
        '{"type": "send", "conversation": "C", "client_id": "a", "body": "x", "attachments": [1]}',
        '{"type": "send", "conversation": "C", "client_id": "a", "body": "x", "reply_to": 1e400}',
        '{"type": "send", "conversation": "C", "client_id": "../..", "body": "x"}',
        '{"type": "send", "conversation": "C", "client_id": "a", "body": "' + "x" * 25_000 + '"}',
        "x" * 200_000,
    ],
)  # fmt: skip
async def test_a_hostile_frame_gets_a_word_and_the_tab_goes_on(port: int, world: dict[str, Any], frame: str) -> None:
    coach = tab(port, world, 0)
    await opened(coach)
    before = len(coach.others)
    await coach.say(frame.replace('"C"', f'"{coach.conversation}"'))
    await coach.until(lambda: len(coach.others) > before)
    assert coach.others[-1]["type"] in {"error", "refused", "gone"}
    await coach.send("fine", "Going on")
    await coach.until(lambda: "fine" in coach.acks)
    assert [one["body"] for one in coach.got] == ["Going on"]


async def test_without_websockets_it_goes_by_events_and_post(port: int, world: dict[str, Any]) -> None:
    base = f"http://127.0.0.1:{port}"
    coach, client = tab(port, world, 0), tab(port, world, 1)
    await opened(coach)
    hello = f'{{"type":"hello","conversations":{{"{client.conversation}":0}}}}'
    params = {"practice": world["practice"], "hello": hello}
    cookies = {"sessionid": world["cookies"][1]}
    browser = httpx.AsyncClient(base_url=base, cookies=cookies, headers={"Origin": base}, timeout=60)
    async with browser, browser.stream("GET", "/live/events", params=params) as events:
        assert events.status_code == 200
        lines = events.aiter_lines()
        seen: list[str] = []

        async def until(part: str) -> str:
            async for line in lines:
                seen.append(line)
                if part in line:
                    return line
            raise AssertionError(f"{part} never came")

        await until('"live"')
        await browser.post(
            "/live/send",
            params={"practice": world["practice"]},
            json=[{"type": "typing", "conversation": client.conversation}],
        )
        await coach.until(lambda: any(frame["type"] == "typing" for frame in coach.others))
        frame = {"type": "send", "conversation": client.conversation, "client_id": "p1", "body": "By post"}
        answer = await browser.post("/live/send", params={"practice": world["practice"]}, json=[frame, frame])
        assert [one["type"] for one in answer.json()] == ["ack", "ack"]
        assert len({one["seq"] for one in answer.json()}) == 1
        await coach.until(lambda: coach.got)
        await coach.send("back", "By socket")
        assert '"seq":2' in await until("By socket")
    assert [one["body"] for one in coach.got][:1] == ["By post"]


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}])
async def test_a_post_from_elsewhere_is_nothing(port: int, world: dict[str, Any], headers: dict[str, str]) -> None:
    base = f"http://127.0.0.1:{port}"
    cookies = {"sessionid": world["cookies"][1]}
    async with httpx.AsyncClient(base_url=base, cookies=cookies, headers=headers) as browser:
        answer = await browser.post("/live/send", params={"practice": world["practice"]}, json=[])
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/live/", "/live/other", "/live/events", "/live/send"])
async def test_strangers_get_404_on_every_road(port: int, path: str) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as browser:
        assert (await browser.get(path)).status_code == 404
        assert (await browser.post(path, json=[])).status_code == 404
