"""The threads that talk to the other side. They never touch the database.

A sender holds one connection and hands over one delivery at a time. After the other side has taken one, the sender may
prepare the next, but its gate stays shut until the clerk has committed the mark of the last: so a crash repeats one
delivery per connection at most.
"""

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from opencoach.outbox.models import Delivery
from opencoach.outbox.transports.base import Connection, Dropped, Later, Outcome, Sent, Transport

IDLE = 15.0  # seconds after which a connection that nobody needs is closed
STALE = 5.0  # seconds after which what was checked is checked again


@dataclass(slots=True)
class Ready:
    """A delivery that was checked and rendered a moment ago."""

    delivery: Delivery
    prepared: Any
    at: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class Done:
    """What became of it; `sender` waits at its gate for the mark of it."""

    ready: Ready
    outcome: Outcome
    sender: "Sender"


class Queue:
    """What is ready to go, urgent first. One sender, the express, takes nothing else than that."""

    def __init__(self) -> None:
        self._urgent: deque[Ready] = deque()
        self._normal: deque[Ready] = deque()
        lock = threading.RLock()
        self._for_all = threading.Condition(lock)  # where those wait who take anything
        self._aside = threading.Condition(lock)  # the express, and those who are not wanted now

    def __len__(self) -> int:
        return len(self._urgent) + len(self._normal)

    def put(self, ready: Ready) -> None:
        with self._for_all:
            if ready.delivery.urgent:
                self._urgent.append(ready)
                self._aside.notify_all()
            else:
                self._normal.append(ready)
            self._for_all.notify()

    def get(self, *, express: bool, wanted: Callable[[], bool], seconds: float) -> Ready | None:
        """The next, or None after so many seconds without one. Who is not wanted now takes nothing."""
        deadline = time.monotonic() + seconds
        with self._for_all:
            while True:
                takes_all = wanted() and not express
                if self._urgent and (express or takes_all):
                    return self._urgent.popleft()
                if self._normal and takes_all:
                    return self._normal.popleft()
                left = deadline - time.monotonic()
                if left <= 0:
                    return None
                if takes_all:
                    self._for_all.wait(left)
                else:
                    self._for_all.notify()  # if the call was for me, it was for another
                    self._aside.wait(left)

    def clear(self) -> list[Ready]:
        """Everything that no sender has taken yet."""
        with self._for_all:
            found = [*self._urgent, *self._normal]
            self._urgent.clear()
            self._normal.clear()
            return found

    def wake(self) -> None:
        with self._for_all:
            self._for_all.notify_all()
            self._aside.notify_all()


class Sender(threading.Thread):
    """One connection. `number` 0 is the express."""

    def __init__(self, team: "Team", number: int) -> None:
        super().__init__(name=f"sender-{number}", daemon=True)
        self.team, self.number = team, number
        self.marked = threading.Event()
        self.marked.set()
        self.connection: Connection | None = None

    def run(self) -> None:
        team = self.team
        while not team.stopping.is_set():
            ready = team.queue.get(express=self.number == 0, wanted=self.wanted, seconds=IDLE)
            if ready is None:
                self.leave()
                continue
            with team.busy(self):
                outcome = self.send(ready)
            if isinstance(outcome, Sent):
                self.marked.clear()
            team.done(Done(ready, outcome, self))
        self.leave()

    def wanted(self) -> bool:
        return self.number <= self.team.wanted

    def send(self, ready: Ready) -> Outcome:
        if time.monotonic() - ready.at > STALE:
            return Dropped()
        if self.connection is None:
            self.connection = self.team.transport.connect()
        try:
            return self.connection.send(ready.prepared, self.gate)
        except Exception as error:
            self.connection.close()
            return Later(f"{type(error).__name__}: {error}", unsure=True)

    def gate(self) -> bool:
        """Open once the mark of this connection's last delivery is on the disk, and while the lease holds."""
        while not self.marked.wait(1.0):
            if self.team.abandoned.is_set():
                return False
        return self.team.lease_holds()

    def leave(self) -> None:
        if self.connection is not None:
            with contextlib.suppress(Exception):
                self.connection.leave()
            self.connection = None


class Team:
    """All senders of one channel. It grows while they wait for the network and shrinks when the processor is full."""

    def __init__(self, transport: Transport, done: Callable[[Done], None], lease_holds: Callable[[], bool]) -> None:
        self.transport, self.done, self.lease_holds = transport, done, lease_holds
        self.queue = Queue()
        self.stopping, self.abandoned = threading.Event(), threading.Event()
        self.wanted = 2
        self.senders: list[Sender] = []
        self._busy: set[Sender] = set()
        self._measured = (time.monotonic(), time.process_time())

    @contextlib.contextmanager
    def busy(self, sender: Sender) -> Iterator[None]:
        self._busy.add(sender)
        try:
            yield
        finally:
            self._busy.discard(sender)

    @property
    def in_flight(self) -> int:
        return len(self._busy)

    def start(self) -> None:
        """The express and the first senders; the others start when they are wanted."""
        while len(self.senders) <= self.wanted:
            sender = Sender(self, len(self.senders))
            self.senders.append(sender)
            sender.start()

    def adapt(self, *, backlog: bool) -> None:
        """More connections while there is work and the processor waits; fewer when it doesn't. Every 100 ms or so."""
        now = time.monotonic()
        passed = now - self._measured[0]
        if passed < 0.1:
            return
        used = time.process_time()  # dear on some machines: it adds up all threads
        busy = used - self._measured[1]
        self._measured = (now, used)
        share = busy / passed
        most, before = self.transport.most_connections(), self.wanted
        if backlog and share < 0.6 and self.in_flight >= self.wanted:
            self.wanted = min(most, self.wanted + max(1, self.wanted // 2))
        elif share > 0.85:
            self.wanted = max(min(4, most), self.wanted - 1)
        self.wanted = min(self.wanted, most)
        self.start()
        if self.wanted != before:
            self.queue.wake()

    def calm(self) -> None:
        """After a failure of the whole channel: begin again with one."""
        self.wanted = 1
