"""Whether the relay for calls really relays: an allocation, asked for as a browser would, on each of its addresses."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

from opencoach.config.env import Env
from opencoach.lib import ice, stun

WAIT = 5.0  # seconds for an answer
TRIES = 2  # of a datagram
Finding = tuple[bool, str]  # whether it is good, and the words


def findings(env: Env, now: int | None = None) -> Iterator[Finding]:
    """One for each address of the relay. `now`: epoch seconds."""
    username = f"{(now or int(time.time())) + 300}:check"
    for url in ice.urls(env.turn):
        problem = attempt(url, username, ice.credential(env.turn_secret, username))
        yield (not problem, f"{url}: {problem}" if problem else f"The relay for calls works: {url}")


def attempt(url: str, username: str, password: str) -> str:
    """What is wrong with that address, "" for nothing."""
    scheme, host, port, transport = parts(url)
    try:
        with connect(scheme, host, port, transport) as (say, hear):
            first = ask(say, hear, stun.allocate())
            realm, nonce = first.attributes.get(stun.REALM), first.attributes.get(stun.NONCE)
            if realm is None or nonce is None:
                return "it is no relay that asks for credentials (coturn: use-auth-secret)."
            answer = ask(say, hear, stun.allocate_as(username, password, realm, nonce))
    except TimeoutError:
        return "no answer. Does it run, and does the firewall let this port through?"
    except ssl.SSLError as error:
        return f"its certificate does not hold ({error.reason or error})."
    except stun.NotStun:
        return "something else than a relay answers there."
    except OSError as error:
        return f"it can’t be reached ({error.strerror or error})."
    return said_of(answer)


def said_of(answer: stun.Message) -> str:
    if answer.kind == stun.ALLOCATE | stun.SUCCESS and stun.RELAYED in answer.attributes:
        return ""
    words = {
        401: "it refuses our secret. Is OPENCOACH_TURN_SECRET its static-auth-secret, and are both clocks right?",
        403: "it forbids relaying (its denied peers, or no-udp-relay).",
        437: "it mixes this up with an earlier allocation: try again in a minute.",
        486: "it has given away all the allocations it may (user-quota, total-quota).",
        508: "it has no port left to relay with (min-port, max-port).",
    }
    return words.get(answer.error, f"it refuses with error {answer.error}.")


def parts(url: str) -> tuple[str, str, int, str]:
    """(scheme, host, port, "udp" or "tcp") of "turn:host:3478?transport=udp"; the usual ones where nothing is said."""
    scheme, _colon, rest = url.partition(":")
    place, _question, query = rest.partition("?")
    host, _colon, port = place.rpartition(":") if place.rpartition(":")[2].isdecimal() else (place, "", "")
    secure = scheme == "turns"
    transport = parse_qs(query).get("transport", ["tcp" if secure else "udp"])[0]
    return scheme, host.strip("[]"), int(port or (5349 if secure else 3478)), transport


class connect:  # noqa: N801 (used like a function)
    """How to say and hear messages there: `with connect(…) as (say, hear)`."""

    def __init__(self, scheme: str, host: str, port: int, transport: str) -> None:
        self.scheme, self.place, self.transport = scheme, (host, port), transport

    def __enter__(self) -> tuple[Callable[[bytes], None], Callable[[], bytes]]:
        if self.transport == "udp":
            family, kind, _proto, _name, address = socket.getaddrinfo(*self.place, type=socket.SOCK_DGRAM)[0]
            self.wire = socket.socket(family, kind)
            self.wire.settimeout(WAIT / TRIES)
            self.wire.connect(address)
            return self.wire.send, lambda: self.wire.recv(2048)  # type: ignore[return-value]
        self.wire = socket.create_connection(self.place, WAIT)
        if self.scheme == "turns":
            self.wire = ssl.create_default_context().wrap_socket(self.wire, server_hostname=self.place[0])
        return self.wire.sendall, self._whole

    def __exit__(self, *_error: object) -> None:
        if hasattr(self, "wire"):
            self.wire.close()

    def _whole(self) -> bytes:
        raw = self._some(stun.HEAD)
        return raw + self._some(stun.length(raw) - stun.HEAD)

    def _some(self, size: int) -> bytes:
        raw = b""
        while len(raw) < size:
            more = self.wire.recv(size - len(raw))
            if not more:
                raise ConnectionResetError("closed in the middle")
            raw += more
        return raw


def ask(say: Callable[[bytes], None], hear: Callable[[], bytes], asked: tuple[bytes, bytes]) -> stun.Message:
    """The answer to that request. Raises TimeoutError, OSError, NotStun."""
    raw, transaction = asked
    for again in range(TRIES):
        say(raw)
        try:
            while (answer := stun.parse(hear())).transaction != transaction:
                pass
        except TimeoutError:
            if again == TRIES - 1:
                raise
        else:
            return answer
    raise TimeoutError
