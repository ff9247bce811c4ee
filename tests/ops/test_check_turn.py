"""Whether the relay works, asked of a real coturn."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from opencoach.config import check, check_turn
from opencoach.lib import ice, stun
from tests.coturn import MISSING, PROGRAM, SECRET, Coturn
from tests.ports import free_port

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=MISSING)


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    with Coturn(tmp_path_factory.mktemp("coturn")) as running:
        yield running


def attempt(url: str, secret: str = SECRET, until: int = 60) -> str:
    username = f"{int(time.time()) + until}:ana"
    return check_turn.attempt(url, username, ice.credential(secret, username))


def test_it_gives_an_allocation_over_udp_and_tcp(relay: Coturn) -> None:
    assert [attempt(relay.udp), attempt(relay.tcp)] == ["", ""]


def test_over_tls_its_certificate_has_to_hold(relay: Coturn, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "certificate does not hold" in attempt(relay.tls)
    monkeypatch.setenv("SSL_CERT_FILE", str(relay.certificate))
    assert attempt(relay.tls) == ""
    elsewhere = relay.tls.replace("127.0.0.1", "127.0.0.2")
    assert attempt(elsewhere) != ""


def test_a_wrong_secret_and_an_old_name_are_told(relay: Coturn) -> None:
    assert "refuses our secret" in attempt(relay.udp, "another secret")
    assert "refuses our secret" in attempt(relay.udp, until=-60)


def test_what_does_not_answer_is_told(relay: Coturn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_turn, "WAIT", 0.4)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        assert "no answer" in attempt(f"turn:127.0.0.1:{silent.getsockname()[1]}")
    assert "can’t be reached" in attempt(f"turn:127.0.0.1:{free_port()}?transport=tcp")


def test_something_else_that_answers_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            wire, _address = server.accept()
            with wire:
                wire.recv(200)
                wire.sendall(b"220 mail.example ESMTP ready for you\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        assert "something else" in attempt(f"turn:127.0.0.1:{server.getsockname()[1]}?transport=tcp")
        thread.join()


def test_the_check_says_it_in_plain_words(relay: Coturn, settings: Any) -> None:
    def said(**env: object) -> list[str]:
        settings.ENV = settings.ENV.model_copy(update={"turn": "", "turn_secret": "", "turn_only": False, **env})
        return [one.text for one in check.calls()]

    assert any("No relay for calls" in one for one in said())
    assert any("works" in one for one in said(turn=relay.udp, turn_secret=SECRET))
    assert any("refuses our secret" in one for one in said(turn=relay.udp, turn_secret="x" * 20))
    assert any("without OPENCOACH_TURN_SECRET" in one for one in said(turn=relay.udp))
    assert any("no call will come about" in one for one in said(turn_only=True))


def test_addresses_are_read_as_browsers_read_them() -> None:
    assert check_turn.parts("turn:a.example") == ("turn", "a.example", 3478, "udp")
    assert check_turn.parts("turns:a.example") == ("turns", "a.example", 5349, "tcp")
    assert check_turn.parts("turn:[::1]:3479?transport=tcp") == ("turn", "::1", 3479, "tcp")


@pytest.mark.parametrize("raw", [b"", b"\x01\x03\x00\x10", b"HTTP/1.1 400 Bad Request", bytes(40)])
def test_what_is_no_stun_message_is_refused(raw: bytes) -> None:
    with pytest.raises(stun.NotStun):
        stun.parse(raw)
