"""Pages in a pool of threads: whole requests, bounded threads, files that stream."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterable
from typing import Any

from opencoach.config.pages import Pages


def scope(method: str = "GET", path: str = "/", *headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {
        "type": "http", "method": method, "path": path, "query_string": b"a=1", "http_version": "1.1",
        "headers": list(headers), "client": ("203.0.113.7", 1), "server": ("coach.example", 443), "scheme": "https",
    }  # fmt: skip


async def ask(pages: Pages, asked: dict[str, Any], *messages: dict[str, Any]) -> list[dict[str, Any]]:
    waiting = list(messages or [{"type": "http.request", "body": b"", "more_body": False}])
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    await pages(asked, receive, send)
    return sent


def echo(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("200 OK", [("X-Path", environ["PATH_INFO"])])
    return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]


async def test_a_body_in_pieces_arrives_whole() -> None:
    pieces = [{"type": "http.request", "body": bytes([n]) * 300_000, "more_body": n < 7} for n in range(8)]
    sent = await ask(Pages(echo, 1), scope("POST", "/ümlaut"), *pieces)
    assert sent[-1]["body"] == b"".join(bytes([n]) * 300_000 for n in range(8))
    assert dict(sent[0]["headers"])[b"x-path"].decode("latin-1") == "/ümlaut".encode().decode("latin-1")


async def test_half_a_request_reaches_no_page() -> None:
    asked = []

    def page(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        asked.append(environ)
        return []

    half = {"type": "http.request", "body": b"name=", "more_body": True}
    assert await ask(Pages(page, 1), scope("POST"), half, {"type": "http.disconnect"}) == []
    assert asked == []


async def test_a_slow_upload_holds_no_thread() -> None:
    pages = Pages(echo, 1)
    never = asyncio.Event()

    async def slow() -> dict[str, Any]:
        await never.wait()
        return {"type": "http.disconnect"}

    async def nothing(message: Any) -> None: ...

    uploads = [asyncio.ensure_future(pages(scope("POST"), slow, nothing)) for _ in range(20)]
    assert (await asyncio.wait_for(ask(pages, scope()), 10))[0]["status"] == 200
    never.set()
    await asyncio.gather(*uploads)


async def test_more_visitors_than_threads_wait_their_turn() -> None:
    running, most, lock = 0, 0, threading.Lock()

    def page(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1
        start("200 OK", [])
        return [b""]

    pages = Pages(page, 3)
    answers = await asyncio.gather(*(ask(pages, scope()) for _ in range(20)))
    assert [answer[0]["status"] for answer in answers] == [200] * 20
    assert most <= 3


async def test_a_file_streams_after_its_thread_is_free() -> None:
    class Sent:
        def __iter__(self) -> Any:
            raise AssertionError("the pool must not read it")

        async def stream(self) -> AsyncIterator[bytes]:
            for letter in (b"a", b"b", b"c"):
                yield letter

    def page(environ: dict[str, Any], start: Any) -> Any:
        start("200 OK", [("Content-Length", "3")])
        return Sent()

    sent = await ask(Pages(page, 1), scope())
    assert b"".join(message.get("body", b"") for message in sent) == b"abc"
    head = await ask(Pages(page, 1), scope("HEAD"))
    assert b"".join(message.get("body", b"") for message in head) == b""


async def test_headers_cannot_pass_for_others() -> None:
    seen: dict[str, Any] = {}

    def page(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        seen.update(environ)
        start("200 OK", [])
        return []

    given = [(b"x_forwarded_for", b"6.6.6.6"), (b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"x-tag", b"1")]
    await ask(Pages(page, 1), scope("GET", "/", *given))
    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert seen["HTTP_X_TAG"] == "1"
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("203.0.113.7", "https")
