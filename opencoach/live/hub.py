"""Everybody who is connected to this process, the bus to the others, and the rechecks."""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections

from opencoach.live import bus, ports
from opencoach.live.session import Session
from opencoach.live.writer import writer

log = logging.getLogger("opencoach.live")

RECHECK = 45.0  # seconds between looking whether everybody still may be here
BETWEEN = 0.2  # seconds between two of them at least, so that it takes longer where more than 225 are connected
GONE = 4401  # the close code of somebody whose sign-in or membership is over


class Hub:
    """One per process."""

    def __init__(self) -> None:
        self.sessions: set[Session] = set()
        self.bus: bus.Bus | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._timers: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self.loop = asyncio.get_running_loop()
        writer.start(self.loop)
        self.bus = bus.make(self.heard, self.lost_track)
        await self.bus.start()
        self._timers = [asyncio.create_task(self._recheck_on_time()), asyncio.create_task(self._on_time())]

    async def stop(self) -> None:
        for session in list(self.sessions):
            session.close(1012)
        for timer in self._timers:
            timer.cancel()
        if self.bus is not None:
            await self.bus.stop()
        await writer.stop()
        self.loop = None

    def spawn(self, work: Any) -> None:
        """Run a coroutine beside everything else, and keep it from being collected."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("live.task_failed", exc_info=error)

    def from_thread(self, work: Any) -> None:
        """Run `work(hub)`, a coroutine function, in the event loop; nothing where no process holds sockets."""
        loop = self.loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(lambda: self.spawn(work()))

    async def heard(self, news: Mapping[str, Any]) -> None:
        """News of another process."""
        if "recheck" in news:
            await self.recheck(set(news["recheck"]))
        for app in ports.apps.values():
            await app.heard(news)

    async def lost_track(self) -> None:
        for app in ports.apps.values():
            await app.lost_track()
        await self.recheck(None)

    async def recheck(self, people: set[int] | None) -> None:
        """Look again what these persons (None: all) may have; who may not be here any more is cut off."""
        for session in [one for one in self.sessions if people is None or one.identity.person_id in people]:
            await self._look_again(session)

    async def _look_again(self, session: Session) -> None:
        try:
            fresh = await in_thread(load_again, session.identity)
        except Exception as error:
            log.warning("live.recheck_failed", extra={"error": type(error).__name__})
            return
        if session.closed:
            return
        if fresh is None:
            session.close(GONE)
            return
        identity, states = fresh
        session.identity = identity
        for name, state in states.items():
            await ports.apps[name].changed(session, state)
            session.states[name] = state

    async def _on_time(self) -> None:
        while True:
            await asyncio.sleep(RECHECK)
            for app in ports.apps.values():
                with contextlib.suppress(Exception):
                    await app.on_time()

    async def _recheck_on_time(self) -> None:
        """Everybody who is here, one after the other: a thousand at once would hold up what is said. Whatever ends
        somebody's access says so by itself; this is for what ends in silence, such as a sign-in that runs out."""
        while True:
            everybody = list(self.sessions)
            for session in everybody:
                await asyncio.sleep(max(RECHECK / len(everybody), BETWEEN))
                if not session.closed:
                    with contextlib.suppress(Exception):
                        await self._look_again(session)
            if not everybody:
                await asyncio.sleep(RECHECK)


hub = Hub()


def load_again(identity: ports.Identity) -> tuple[ports.Identity, dict[str, Any]] | None:
    """In a thread: the identity as it is now and what the apps give it; None when it is over."""
    for check in recheckers:
        fresh = check(identity)
        if fresh is None:
            return None
        identity = fresh
    return identity, load(identity)


def load(identity: ports.Identity) -> dict[str, Any]:
    """In a thread: what every app gives this person."""
    return {name: app.load(identity) for name, app in ports.apps.items()}


recheckers: list[Any] = []  # identity → the identity as it is now, or None when it is over


def recheck_from_anywhere(person_ids: set[int]) -> None:
    """After a commit, in whatever process and thread: these persons' access may have changed."""

    async def here() -> None:
        await hub.recheck(person_ids)

    hub.from_thread(here)
    bus.publish({"recheck": sorted(person_ids)})


# Few of them: each keeps a connection with its cache, and one that waits costs a newcomer less than that memory.
threads = ThreadPoolExecutor(max_workers=3, thread_name_prefix="live")


async def in_thread(work: Any, *arguments: Any) -> Any:
    """Run something that needs the database in a thread of its own, and leave no connection behind."""
    return await asyncio.get_running_loop().run_in_executor(threads, _with_connection, work, *arguments)


def _with_connection(work: Any, *arguments: Any) -> Any:
    close_old_connections()
    try:
        return work(*arguments)
    finally:
        close_old_connections()
