"""Ports for servers that are told theirs."""

import random
import socket


def free_port() -> int:
    """A port that nobody listens on, from below those that outgoing connections are given: it stays free meanwhile."""
    for _ in range(100):
        port = random.SystemRandom().randint(15_000, 30_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")
