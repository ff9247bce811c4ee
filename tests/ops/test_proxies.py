"""Whom the product believes about a visitor's address."""

from typing import Any

import pytest

from opencoach.config import proxies


def scope(*headers: tuple[str, str], kind: str = "http") -> dict[str, Any]:
    given = [(name.encode(), value.encode()) for name, value in headers]
    return {"type": kind, "scheme": "http", "client": ("10.0.0.9", 1), "headers": given}


def test_without_a_trusted_proxy_the_headers_are_dropped() -> None:
    asked = scope(("x-forwarded-for", "203.0.113.7"), ("x-forwarded-proto", "https"), ("host", "x"))
    proxies.apply(asked, 0)
    assert asked["client"] == ("10.0.0.9", 1)
    assert asked["scheme"] == "http"
    assert asked["headers"] == [(b"host", b"x")]


@pytest.mark.parametrize(
    ("header", "trusted", "client"),
    [
        ("203.0.113.7", 1, "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7", 1, "203.0.113.7"),  # the visitor made up the first
        ("6.6.6.6, 203.0.113.7, 10.0.0.1", 2, "203.0.113.7"),
        ("203.0.113.7:4711", 1, "203.0.113.7"),
        ("[2001:db8::1]:4711", 1, "2001:db8::1"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("203.0.113.7", 2, "10.0.0.9"),  # fewer proxies than promised: believe nobody
    ],
)
def test_the_address_is_the_one_that_our_first_proxy_saw(header: str, trusted: int, client: str) -> None:
    asked = scope(("x-forwarded-for", header))
    proxies.apply(asked, trusted)
    assert asked["client"][0] == client


@pytest.mark.parametrize(("kind", "secure"), [("http", "https"), ("websocket", "wss")])
def test_the_proxy_says_that_the_visit_is_encrypted(kind: str, secure: str) -> None:
    asked = scope(("x-forwarded-proto", "https"), kind=kind)
    proxies.apply(asked, 1)
    assert asked["scheme"] == secure
