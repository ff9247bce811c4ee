"""Group commit: one thread; whatever queued while the last commit ran goes into the next one.

Work is handed over with `submit(kind, item)` and comes back, after the commit, in the event loop. The app above
says how a batch of a kind is stored (`kinds[kind] = store`); a batch that fails is tried again item by item.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

log = logging.getLogger("opencoach.live")

LARGEST_BATCH = 512

Store = Callable[[Sequence[Any]], Sequence[Any]]  # a batch in, one result per item out; runs in the writer's thread
Done = Callable[[Sequence[tuple[Any, Any]]], None]  # (item, result or exception) pairs, in the event loop

STOP = object()


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of work is stored, and who learns what became of it."""

    store: Store
    done: Done


class Writer:
    """Start it in the event loop's thread; stop it when the process ends. Everything submitted is stored before."""

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        self.queue: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.thread: threading.Thread | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.thread = threading.Thread(target=self._run, name="group-commit", daemon=True)
        self.thread.start()

    async def stop(self) -> None:
        """Store what is queued, and end the thread."""
        if self.thread is not None:
            self.queue.put(STOP)
            await asyncio.to_thread(self.thread.join)
            self.thread = None

    def submit(self, kind: str, item: Any) -> None:
        """Hand over one item; never waits."""
        self.queue.put((kind, item))

    def _run(self) -> None:
        from django.db import connection

        stopping = False
        while not stopping:
            batch, stopping = self._next()
            for kind in self.kinds:
                items = [item for name, item in batch if name == kind]
                if items:
                    self._store(kind, items)
        connection.close()

    def _next(self) -> tuple[list[tuple[str, Any]], bool]:
        batch: list[tuple[str, Any]] = []
        item = self.queue.get()
        while True:
            if item is STOP:
                return batch, True
            batch.append(item)
            if len(batch) >= LARGEST_BATCH:
                return batch, False
            try:
                item = self.queue.get_nowait()
            except queue.Empty:
                return batch, False

    def _store(self, name: str, items: list[Any]) -> None:
        kind = self.kinds[name]
        try:
            pairs = list(zip(items, kind.store(items), strict=True))
        except Exception:
            pairs = [(item, self._alone(kind, item)) for item in items]
        loop = self.loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(kind.done, pairs)

    def _alone(self, kind: Kind, item: Any) -> Any:
        """One item of a batch that failed; a broken connection is opened anew for the next one."""
        from django.db import connection

        try:
            return kind.store([item])[0]
        except Exception as error:
            log.warning("live.not_stored", extra={"error": type(error).__name__})
            connection.close_if_unusable_or_obsolete()
            if connection.errors_occurred or not connection.in_atomic_block:
                connection.close()
            return error


writer = Writer()
