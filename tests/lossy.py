"""A network that loses datagrams: a way to a UDP server on this machine that drops as many as it is told."""

import selectors
import socket
import threading
from types import TracebackType
from typing import Self

Address = tuple[str, int]


class Lossy:
    """While it is entered, what goes to `port` goes on to `target`, and back; every n-th datagram there is dropped."""

    def __init__(self, target: int) -> None:
        self.target = ("127.0.0.1", target)
        self.one_in = 0  # drops none; 2: every second one
        self.dropped = self.passed = 0

    def __enter__(self) -> Self:
        self.front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.front.bind(("127.0.0.1", 0))
        self.port: int = self.front.getsockname()[1]
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.front, selectors.EVENT_READ, None)
        self.ways: dict[Address, socket.socket] = {}
        self.waker, self.woken = socket.socketpair()
        self.selector.register(self.woken, selectors.EVENT_READ, "end")
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.waker.close()
        self.thread.join()
        for one in (self.front, self.woken, *self.ways.values()):
            one.close()
        self.selector.close()

    def _run(self) -> None:
        count = 0
        while True:
            for key, _events in self.selector.select():
                if key.data == "end":
                    return
                wire: socket.socket = key.fileobj  # type: ignore[assignment]
                raw, sender = wire.recvfrom(65_536)
                if key.data is not None:
                    self.front.sendto(raw, key.data)
                    continue
                count += 1
                if self.one_in and count % self.one_in == 0:
                    self.dropped += 1
                    continue
                self.passed += 1
                self._way(sender).send(raw)

    def _way(self, sender: Address) -> socket.socket:
        if sender not in self.ways:
            wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            wire.connect(self.target)
            self.selector.register(wire, selectors.EVENT_READ, sender)
            self.ways[sender] = wire
        return self.ways[sender]
