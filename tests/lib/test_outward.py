"""What somebody else has named is asked only where it is everybody's."""

import socket
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from opencoach.lib import outward


class Here(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(302 if self.path == "/away" else 201)
        self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None: ...


@pytest.fixture
def here() -> Any:
    server = HTTPServer(("127.0.0.1", 0), Here)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.9.9", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1", "198.18.0.1",
    ],
)  # fmt: skip
def test_our_own_networks_are_not_public(address: str) -> None:
    assert not outward.is_public(address)


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"])
def test_everybodys_are(address: str) -> None:
    assert outward.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "https://", "https:///x", "nothing",
        "https://user:word@example.org/", "https://example.org:99999/", "https://" + "a" * 2_000, "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(outward.Forbidden):
        outward.checked(url)


def test_a_name_that_leads_to_us_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(host: str, port: int, **_more: object) -> list[Any]:
        addresses = {"mixed.example": ["9.9.9.9", "127.0.0.1"], "inside.example": ["10.0.0.7"]}[host]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    client = outward.Client()
    for host in ("mixed.example", "inside.example"):
        with pytest.raises(outward.Forbidden, match="network of our own"):
            client.request("POST", f"https://{host}/", content=b"x")
    client.close()


def test_an_address_of_ours_is_asked_only_where_it_is_trusted(here: str) -> None:
    client = outward.Client()
    with pytest.raises(outward.Forbidden):
        client.request("POST", f"http://{here}/", content=b"x")
    with pytest.raises(outward.Forbidden):
        client.request("POST", f"https://{here}/", content=b"x")
    client.close()
    trusting = outward.Client({here})
    answer = trusting.request("POST", f"http://{here}/", content=b"hello")
    assert (answer.status, answer.content) == (201, b"hello")
    assert trusting.request("POST", f"http://{here}/away", content=b"x").status == 302  # and is not followed
    with pytest.raises(outward.Unreachable, match="too long"):
        trusting.request("POST", f"http://{here}/", content=b"x" * 5_000, most=1_000)
    trusting.close()
    another = outward.Client({"127.0.0.1:1"})
    with pytest.raises(outward.Unreachable):
        another.request("POST", "http://127.0.0.1:1/", content=b"x")
    another.close()
