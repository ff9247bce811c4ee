"""The three ways to run a page inside the process that holds the sockets, under the same load.

Each engine gets a process of its own: uvicorn with the flags of `config/serve.py`. Two kinds of load, one after the
other: pages alone as fast as they come, then a calm stream of tiny requests that never leave the event loop, timed
while the pages go on (how long a live message would wait).
"""

import asyncio
import contextlib
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

ENGINES = ("django", "a2wsgi", "pool")
SECONDS = 6.0
VISITORS = 16


@dataclass(frozen=True, slots=True)
class Run:
    """One engine: pages a second, latency (ms) of a page, of the loop meanwhile, and what it costs."""

    engine: str
    per_second: float
    p50: float
    p99: float
    loop_p50: float
    loop_p99: float
    megabytes: float
    threads: int
    connections: int
    failed: int


def application(engine: str):
    """The page engine under test, and /tick beside it on the event loop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencoach.config.settings")
    if engine == "django":
        from django.core.asgi import get_asgi_application

        pages = get_asgi_application()
    else:
        from django.core.wsgi import get_wsgi_application

        wsgi = get_wsgi_application()
        from django.conf import settings

        workers = settings.ENV.page_workers
        if engine == "a2wsgi":
            from a2wsgi import WSGIMiddleware

            pages = WSGIMiddleware(wsgi, workers=workers)
        else:
            from opencoach.config.pages import Pages

            pages = Pages(wsgi, workers)

    async def app(scope, receive, send) -> None:
        if scope["type"] == "http" and scope["path"] == "/tick":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
            await send({"type": "http.response.body", "body": b"."})
        elif scope["type"] == "http":
            await pages(scope, receive, send)

    return app


def main(engine: str, fd: int) -> None:
    """The server's process."""
    import uvicorn

    config = uvicorn.Config(
        application(engine), loop="uvloop", http="httptools", lifespan="off", access_log=False, log_config=None
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=fd)])


@contextlib.contextmanager
def server(engine: str) -> Iterator[tuple[str, psutil.Process]]:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    fd = listener.fileno()
    started = subprocess.Popen(
        [sys.executable, "-c", f"from benchmarks.pages.engines import main; main({engine!r}, {fd})"],
        pass_fds=[fd], cwd=Path(__file__).parents[2],
    )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", psutil.Process(started.pid)
    finally:
        started.terminate()
        started.wait(20)
        listener.close()


async def load(base: str, path: str, cookie: str, process: psutil.Process, engine: str) -> Run:
    latencies: list[float] = []
    ticks: list[float] = []
    failed = 0
    deadline = 0.0
    limits = httpx.Limits(max_connections=VISITORS + 2)
    async with httpx.AsyncClient(base_url=base, cookies={"sessionid": cookie}, limits=limits, timeout=60) as client:
        for _ in range(10):
            (await client.get(path)).raise_for_status()

        async def visit() -> None:
            nonlocal failed
            while time.perf_counter() < deadline:
                started = time.perf_counter()
                answer = await client.get(path)
                latencies.append((time.perf_counter() - started) * 1000)
                failed += answer.status_code != 200

        async def tick() -> None:
            while time.perf_counter() < deadline:
                started = time.perf_counter()
                await client.get("/tick")
                ticks.append((time.perf_counter() - started) * 1000)
                await asyncio.sleep(0.02)

        deadline = time.perf_counter() + SECONDS
        await asyncio.gather(*(visit() for _ in range(VISITORS)))
        per_second = len(latencies) / SECONDS
        threads, connections = process.num_threads(), len(database_handles(process))
        await asyncio.sleep(0.5)
        deadline = time.perf_counter() + SECONDS / 2
        await asyncio.gather(tick(), *(visit() for _ in range(4)))
    ordered = sorted(latencies)
    slow = sorted(ticks)
    return Run(
        engine, per_second, statistics.median(ordered), ordered[int(len(ordered) * 0.99)],
        statistics.median(slow), slow[int(len(slow) * 0.99)],
        process.memory_info().rss / 1e6, threads, connections, failed,
    )  # fmt: skip


def database_handles(process: psutil.Process) -> list[object]:
    """Open connections to the database: files of SQLite, sockets of PostgreSQL."""
    files = [file for file in process.open_files() if file.path.endswith(".sqlite3")]
    sockets = [one for one in process.net_connections() if one.raddr and one.raddr.port == 5432]
    return [*files, *sockets]


def compare(path: str, cookie: str) -> list[Run]:
    """One run of each engine on `path`, signed in by `cookie`."""
    runs = []
    for engine in ENGINES:
        with server(engine) as (base, process):
            runs.append(asyncio.run(load(base, path, cookie, process, engine)))
    return runs
