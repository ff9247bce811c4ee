"""Pages: Django's WSGI handler in a bounded pool of threads, inside the process that holds the sockets.

Each thread keeps its database connection; a page never costs a new thread. Slow people don't hold a thread: a
request's body is read to its end before the page starts, and a response that streams (`send_file`) leaves the pool
before its first byte. Why this and not Django's own ASGI handler: docs/decisions, "Pages".
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import IO, Any, Protocol, runtime_checkable

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
WSGIApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

IN_MEMORY = 1_048_576  # bytes of a request's body before it goes to a temporary file
TOO_LARGE = 1_073_741_824  # no page takes more than this; each view has its own, lower limit


@runtime_checkable
class Streams(Protocol):
    """A response that sends its own body from the event loop, after the page's thread is free again."""

    def stream(self) -> AsyncIterator[bytes]: ...


@dataclass(slots=True)
class Answer:
    """What a page gave back: status, headers, and its whole body, or what streams it."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    streams: Streams | None = None


class Gone(Exception):
    """The browser left before its request was complete."""


class TooLarge(Exception):
    """The request's body is larger than any page takes."""


class Pages:
    """An ASGI application for HTTP that runs a WSGI application in `workers` threads."""

    def __init__(self, app: WSGIApp, workers: int) -> None:
        self.app = app
        self.pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read(scope, receive)
        except Gone:
            return
        except TooLarge:
            await plain(send, 413, "This is too large.")
            return
        with body:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self.pool, self.run, environ(scope, body))
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        if answer.streams is not None and scope["method"] != "HEAD":
            await pour(answer.streams, receive, send)
        await send({"type": "http.response.body", "body": answer.body})

    def run(self, env: dict[str, Any]) -> Answer:
        """One page, in a thread of the pool."""
        answer = Answer()

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            answer.status = int(status.split(" ", 1)[0])
            answer.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

        result = self.app(env, start_response)
        try:
            if isinstance(result, Streams):
                answer.streams = result
            else:
                answer.body = b"".join(result)
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()
        return answer

    def shut_down(self) -> None:
        """Let the pages that run finish; start no other."""
        self.pool.shutdown(wait=True, cancel_futures=True)


async def pour(streams: Streams, receive: Receive, send: Send) -> None:
    """Send what streams, chunk by chunk, until its end or until the browser leaves."""
    gone = asyncio.ensure_future(receive())
    try:
        async for chunk in streams.stream():
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            if gone.done():
                return
    finally:
        gone.cancel()


async def read(scope: Scope, receive: Receive) -> IO[bytes]:
    """The request's whole body as a file at its start. Raises Gone or TooLarge."""
    if int(dict(scope["headers"]).get(b"content-length") or 0) > TOO_LARGE:
        raise TooLarge
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (its caller closes it)
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            file.close()
            raise Gone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > TOO_LARGE:
            file.close()
            raise TooLarge
        if size > IN_MEMORY:
            await asyncio.to_thread(file.write, chunk)
        else:
            file.write(chunk)
        if not message.get("more_body", False):
            file.seek(0)
            scope["opencoach.body_size"] = size
            return file


def environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment of one ASGI request."""
    server = scope.get("server") or ("localhost", 80)
    client = scope.get("client") or ("", 0)
    env: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(scope["opencoach.body_size"]),
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").replace("-", "_").upper()
        if name == "CONTENT_LENGTH" or "_" in raw.decode("latin-1"):
            continue  # counted above; a name with an underscore would pass for one with a dash
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        text = value.decode("latin-1")
        glue = "; " if name == "COOKIE" else ","
        env[key] = f"{env[key]}{glue}{text}" if key in env else text
    return env


async def plain(send: Send, status: int, text: str) -> None:
    """A short answer in plain text, for what never reaches a page."""
    body = text.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
