"""Requests to addresses that somebody else has given: never into our own network, never for long, never much.

The name is resolved here and the connection made to the very address that was looked at, so that a name which changes
its mind between the two leads nowhere. `trusted` names what may be reached all the same ("cloud.example.lan",
"10.0.0.5:5232"): the operator's own machines, which may speak plain http, too.
"""

import ipaddress
import socket
import ssl
import typing
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore

TIMEOUT = 10.0  # seconds for each step
MOST = 1 << 20  # bytes of an answer


class Forbidden(ValueError):
    """An address that nothing is asked of; the text says why, in plain words."""


class Unreachable(OSError):
    """Nobody answers there, or not as they should; the text says how."""


class TooLong(Unreachable):
    """An answer that goes on for longer than was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def checked(url: str, trusted: Collection[str] = ()) -> str:
    """The address, if it may be asked at all. Raises Forbidden."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Forbidden("this is no address") from None
    if not host or parts.username is not None or len(url) > 2_000:
        raise Forbidden("this is no address of a server")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_trusted(host, port or 80, trusted)):
        raise Forbidden("only https is asked")
    return url


def is_trusted(host: str, port: int, trusted: Collection[str]) -> bool:
    return host in trusted or f"{host}:{port}" in trusted


class Guarded(httpcore.NetworkBackend):
    """Connects to public addresses, and to what is trusted."""

    def __init__(self, trusted: Collection[str] = ()) -> None:
        self.trusted = trusted
        self.real = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Raises Forbidden for an address that is not everybody's."""
        if is_trusted(host, port, self.trusted):
            return self.real.connect_tcp(host, port, timeout, local_address, socket_options)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is not known") from error
        addresses = [str(place[0]) for _family, _type, _proto, _name, place in found]
        for address in addresses:
            if not is_public(address):
                raise Forbidden("it leads into a network of our own")
        return self.real.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_given: typing.Any, **_named: typing.Any) -> httpcore.NetworkStream:
        raise Forbidden("no socket of our own is asked")


def is_public(address: str) -> bool:
    """Whether an IP address is everybody's; one that hides another (IPv4 in IPv6) counts as what it hides."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(ip.packed[-4:])))
    return ip.is_global and not ip.is_multicast


class Client:
    """One keeps its connections; use it from one thread."""

    def __init__(self, trusted: Collection[str] = ()) -> None:
        self.trusted = frozenset(trusted)
        self.pool = httpcore.ConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=Guarded(self.trusted), keepalive_expiry=30
        )

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, content: bytes = b"", most: int = MOST
    ) -> Answer:
        """One answer, redirections not followed. Raises Forbidden and Unreachable; TooLong where it is longer
        than `most`."""
        checked(url, self.trusted)
        waits = dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT)
        try:
            with self.pool.stream(
                method, url, headers=list((headers or {}).items()), content=content, extensions={"timeout": waits}
            ) as response:
                body = b""
                for part in response.iter_stream():
                    body += part
                    if len(body) > most:
                        raise TooLong("the answer is too long")
                named = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
                return Answer(response.status, named, body)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, UnicodeError) as error:
            raise Unreachable(f"{type(error).__name__}: {error}"[:200]) from error

    def close(self) -> None:
        self.pool.close()
