"""A web server with a calendar on it, as at a provider."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Shelf(ThreadingHTTPServer):
    """`content` is what stands at every path; `status` what it answers with. `asked`: the headers of each question."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.content, self.status, self.moved, self.tagged = b"", 200, "", True
        self.asked: list[dict[str, str]] = []

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def address(self) -> str:
        return f"http://{self.host}/private-1234/basic.ics"


class Handler(BaseHTTPRequestHandler):
    server: Shelf

    def do_GET(self) -> None:
        shelf = self.server
        shelf.asked.append(dict(self.headers))
        tag = f'"{hash(shelf.content)}"'
        if shelf.moved:
            self.send_response(302)
            self.send_header("Location", shelf.moved)
        elif shelf.status == 200 and shelf.tagged and self.headers.get("If-None-Match") == tag:
            self.send_response(304)
        else:
            self.send_response(shelf.status)
            self.send_header("ETag", tag)
        body = shelf.content if shelf.status == 200 else b""
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Nothing."""


@contextmanager
def shelf() -> Iterator[Shelf]:
    with Shelf() as serving:
        thread = threading.Thread(target=serving.serve_forever, args=[0.05], daemon=True)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()
