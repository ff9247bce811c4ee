"""A port that was chosen early, kept from others until we listen on it."""

import socket

_holding: list[socket.socket] = []


def hold(host: str) -> str:
    """A port that nobody has, and that nobody gets until `let_go`."""
    holder = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    holder.bind((host.strip("[]"), 0))
    _holding.append(holder)
    return str(holder.getsockname()[1])


def let_go() -> None:
    """Just before listening."""
    while _holding:
        _holding.pop().close()
