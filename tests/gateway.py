"""A gateway of our own that speaks like Kannel's smsbox and like Twilio, and can be told to fail."""

import base64
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

Words = dict[str, str]


class Gateway:
    """Listens on a free port of 127.0.0.1 while it is entered; `texts` are those that it took, in order.

    `answer(words)` may give (status, body) instead of taking a text, or "take and die": taken, and no answer.
    """

    def __init__(self) -> None:
        self.texts: list[Words] = []
        self.asked: list[Words] = []  # whatever came, taken or not
        self.answer: Callable[[Words], tuple[int, str] | str | None] = lambda words: None
        self.lock = threading.Lock()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                given = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
                if parts.path == "/cgi-bin/sendsms":
                    self._take(given, 202, "0: Accepted for delivery")
                else:
                    self._list(given)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                given = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
                user, _, password = (
                    base64.b64decode(self.headers["Authorization"].partition(" ")[2]).decode().partition(":")
                )
                given |= {"user": user, "password": password}
                self._take(given, 201, json.dumps({"sid": f"SM{len(gateway.texts):032}"}))

            def _take(self, given: Words, status: int, body: str) -> None:
                with gateway.lock:
                    gateway.asked.append(given)
                    answer = gateway.answer(given)
                    if answer is None or answer == "take and die":
                        gateway.texts.append({**given, "made": format_datetime(datetime.now(UTC))})
                if isinstance(answer, str):
                    self.close_connection = True
                    self.connection.close()
                    return
                self._say(*(answer or (status, body)))

            def _list(self, given: Words) -> None:
                rows: list[dict[str, Any]] = [
                    {"sid": f"SM{place:032}", "body": one["Body"], "status": "sent", "date_created": one["made"]}
                    for place, one in enumerate(gateway.texts)
                    if one["To"] == given["To"]
                ]
                self._say(200, json.dumps({"messages": rows}))

            def _say(self, status: int, body: str) -> None:
                content = body.encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: object) -> None: ...

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: object) -> None: ...

        self.server = Server(("127.0.0.1", 0), Handler)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def kannel_url(self) -> str:
        return f"kannel://coach:secret@127.0.0.1:{self.port}?from=4915199990000&callback=http://callback.example"

    @property
    def twilio_url(self) -> str:
        return f"twilio://AC1:token@127.0.0.1:{self.port}?from=15005550006&tls=no&callback=http://callback.example"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
