"""A push service on this machine, as a browser's maker runs one: it takes what comes and says what it is told to.

A browser of its own has keys, so what was sealed for it can be read here as there.
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Self

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode


@dataclass
class Browser:
    """One that asked for notifications: its address at the service, and its keys."""

    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def key(self) -> bytes:
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def subscription(self) -> dict[str, Any]:
        """What its `PushSubscription.toJSON()` says."""
        keys = {"p256dh": b64urlencode(self.key), "auth": b64urlencode(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}


@dataclass(frozen=True)
class Push:
    """One that came."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    def read(self, browser: Browser) -> Any:
        """What is in it, for that browser alone."""
        return json.loads(http_ece.decrypt(self.body, private_key=browser.private, auth_secret=browser.auth))

    def is_signed_for(self, origin: str, public_key: str) -> bool:
        """Whether it says of us what RFC 8292 wants: signed with the key that browsers subscribed with."""
        scheme, _, rest = self.headers["authorization"].partition(" ")
        said = dict(part.strip().split("=", 1) for part in rest.split(","))
        if scheme != "vapid" or said["k"] != public_key or not Vapid02.verify(self.headers["authorization"]):
            return False
        claims = json.loads(_unpadded(said["t"].split(".")[1]))
        return claims["aud"] == origin and 0 < claims["exp"] - time.time() <= 86_400 and ":" in claims["sub"]


def _unpadded(text: str) -> bytes:
    import base64

    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class PushService:
    """Runs while it is entered. `answers`: by path, with which status it answers; 201 else."""

    def __init__(self) -> None:
        self.pushes: list[Push] = []
        self.answers: dict[str, int] = {}
        self.lock = Lock()

    def __enter__(self) -> Self:
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                with service.lock:
                    service.pushes.append(Push(self.path, headers, body))
                self.send_response(service.answers.get(self.path, 201))
                self.send_header("Location", f"{service.origin}/message/{len(service.pushes)}")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def browser(self, name: str = "one") -> Browser:
        return Browser(f"{self.origin}/push/{name}")
