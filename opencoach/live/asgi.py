"""`/live/…`: a WebSocket per tab; server-sent events and POST where WebSockets are blocked."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from opencoach.live import frames, ports
from opencoach.live.hub import GONE, hub, in_thread, load
from opencoach.live.pace import Paces
from opencoach.live.session import Session

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEARTBEAT = 25.0  # seconds between signs of life from the server
LONGEST_WAIT = 5.0  # seconds that a POST is held because its person speaks too fast
NOT_HERE = 4404  # no such practice for this person, or not signed in, or a foreign origin: one answer for all

paces = Paces()  # of what is said by POST, per sign-in


@asynccontextmanager
async def lifespan() -> AsyncIterator[None]:
    """Around the process's life."""
    await hub.start()
    try:
        yield
    finally:
        await hub.stop()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Everything below /live/."""
    path = scope["path"]
    if scope["type"] == "websocket":
        await socket(scope, receive, send) if path == "/live/socket" else await refuse_socket(receive, send)
    elif path == "/live/events" and scope["method"] == "GET":
        await events(scope, receive, send)
    elif path == "/live/send" and scope["method"] == "POST":
        await posted(scope, receive, send)
    else:
        await answer(send, 404, b"")


async def who(scope: Scope) -> tuple[ports.Identity, dict[str, Any]] | None:
    """One hop into a thread: origin, session, person, membership, and what the apps give them; None for strangers."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if not same_origin(headers):
        return None
    cookies = read_cookies(headers.get("cookie", ""))
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    found: tuple[ports.Identity, dict[str, Any]] | None = await in_thread(_who, cookies, query)
    return found


def _who(cookies: dict[str, str], query: dict[str, str]) -> tuple[ports.Identity, dict[str, Any]] | None:
    for authenticate in ports.authenticators:
        identity = authenticate(cookies, query)
        if identity is not None:
            return identity, load(identity)
    return None


def read_cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def same_origin(headers: dict[str, str]) -> bool:
    """Whether the page that asks is ours. Browsers always say the origin of a socket and of a POST."""
    origin = headers.get("origin", "")
    if not origin:
        return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}
    host = urlsplit(origin).netloc
    return host == headers.get("host") or origin in settings.CSRF_TRUSTED_ORIGINS


async def refuse_socket(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": NOT_HERE})


async def socket(scope: Scope, receive: Receive, send: Send) -> None:
    """One tab by WebSocket, from its hello to its end."""
    await receive()
    found = await who(scope)
    if found is None:
        # accepted and closed with a code of ours: a page cannot see why a handshake failed
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": NOT_HERE})
        return
    await send({"type": "websocket.accept"})

    async def write(batch: list[bytes]) -> None:
        text = batch[0] if len(batch) == 1 else b"[" + b",".join(batch) + b"]"
        await send({"type": "websocket.send", "text": text.decode()})

    session = Session(found[0], write)
    session.states = found[1]
    writing = asyncio.create_task(_write_until_closed(session, send))
    try:
        welcome(session)
        await _read(session, receive)
    finally:
        await leave(session)
        writing.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await writing


async def _write_until_closed(session: Session, send: Send) -> None:
    await session.run_writer()
    with contextlib.suppress(Exception):
        await send({"type": "websocket.close", "code": session.close_code})


async def _read(session: Session, receive: Receive) -> None:
    while not session.closed:
        message = await receive()
        if message["type"] != "websocket.receive":
            return
        raw = message.get("text")
        await take(session, message["bytes"] if raw is None else raw)


async def take(session: Session, raw: str | bytes) -> None:
    """One frame from the tab, when it is its turn: the tab that speaks too fast waits, and nobody else."""
    await session.turn()
    try:
        frame = frames.read(raw)
        for app in ports.apps.values():
            handler = app.frames.get(frame["type"])
            if handler is not None:
                await handler(session, frame)
                return
        session.say({"type": "error", "reason": "unknown type"})
    except (frames.BadFrame, ports.Refused) as error:
        session.say({"type": "error", "reason": str(error)})


def welcome(session: Session) -> None:
    hub.sessions.add(session)
    session.say({"type": "welcome", "person": session.identity.key, "heartbeat": HEARTBEAT})


async def leave(session: Session) -> None:
    session.close()
    hub.sessions.discard(session)
    for app in ports.apps.values():
        await app.left(session)


async def events(scope: Scope, receive: Receive, send: Send) -> None:
    """One tab by server-sent events; what it says comes by POST. What it begins with (`hello`) is in the query, as
    JSON: one frame or a list of them."""
    found = await who(scope)
    if found is None:
        await answer(send, 404, b"")
        return
    query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def write(batch: list[bytes]) -> None:
        body = b"".join(b"data: " + frame + b"\n\n" for frame in batch)
        await send({"type": "http.response.body", "body": body, "more_body": True})

    session = Session(found[0], write)
    session.states = found[1]
    writing = asyncio.create_task(session.run_writer())
    reading = asyncio.create_task(_until_gone(receive))
    try:
        welcome(session)
        for raw in frames.several(query.get("hello", "{}")):
            await take(session, raw)
        while not session.closed:
            done, _pending = await asyncio.wait({writing, reading}, timeout=HEARTBEAT, return_when="FIRST_COMPLETED")
            if done:
                break
            session.say({"type": "beat"})
    finally:
        await leave(session)
        for task in (writing, reading):
            task.cancel()
        with contextlib.suppress(Exception):
            if session.close_code == GONE:
                await send({"type": "http.response.body", "body": b'data: {"type":"over"}\n\n', "more_body": True})
            await send({"type": "http.response.body", "body": b""})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def posted(scope: Scope, receive: Receive, send: Send) -> None:
    """Frames by POST, as a JSON list; the answer is the list of answers. Works in whatever process it reaches."""
    headers = dict(scope["headers"])
    if headers.get(b"content-type", b"").split(b";")[0] != b"application/json" or b"origin" not in headers:
        await answer(send, 404, b"")
        return
    found = await who(scope)
    if found is None:
        await answer(send, 404, b"")
        return
    body = await _body(receive)
    if body is None:
        await answer(send, 413, frames.write({"type": "error", "reason": "too large"}))
        return
    raws = frames.split(body)
    pace = paces.of(found[0].session_key)
    if pace.behind() > LONGEST_WAIT:  # and these frames are not counted: whoever asks again later gets through
        await answer(send, 429, frames.write({"type": "error", "reason": "too fast"}))
        return
    await asyncio.sleep(pace.count(len(raws)))
    answers: list[ports.Frame] = []
    for raw in raws:
        answers += await post_one(found[0], found[1], raw)
    await answer(send, 200, frames.write_all(answers), b"application/json")


async def post_one(identity: ports.Identity, states: dict[str, Any], raw: bytes) -> list[ports.Frame]:
    try:
        frame = frames.read(raw)
        for name, app in ports.apps.items():
            if frame["type"] in app.frames:
                return list(await app.post(identity, states[name], frame))
    except (frames.BadFrame, ports.Refused) as error:
        return [{"type": "error", "reason": str(error)}]
    return [{"type": "error", "reason": "unknown type"}]


async def _body(receive: Receive) -> bytes | None:
    body = b""
    while True:
        message: MutableMapping[str, Any] = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > 4 * frames.LARGEST:
            return None
        if not message.get("more_body"):
            return body


async def answer(send: Send, status: int, body: bytes, kind: bytes = b"text/plain") -> None:
    headers = [(b"content-type", kind), (b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
