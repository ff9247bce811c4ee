"""What a mail server answers, and what becomes of the mail: against a server that really says it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from opencoach.outbox.transports.base import Connection, Down, Dropped, Later, Refused, Sent
from opencoach.outbox.transports.email.smtp import Envelope, Session
from opencoach.outbox.transports.email.url import parse
from tests.smtp import SmtpServer

MAIL = b"Subject: Hello\r\n\r\n.A line with a dot\r\nLast line\r\n"


def mail(to: str = "ana@example.org") -> Envelope:
    return Envelope("a@coach.example", to, MAIL)


def yes() -> bool:
    return True


class Script:
    """A server that answers each command with what the test says; None: it hangs up; "": it stays silent."""

    def __init__(self, **answers: str | None) -> None:
        self.answers: dict[str, str | None] = {
            "hello": "220 ready",
            "ehlo": "250 script",
            "end": "250 taken",
            **answers,
        }
        self.connections = 0
        self.bodies: list[bytes] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.accept, daemon=True)
        self.thread.start()

    def accept(self) -> None:
        while True:
            try:
                connection, _address = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            if not self.say(connection, "hello"):
                return
            for line in lines:
                verb = line.split()[0].decode().lower() if line.split() else ""
                if not self.say(connection, verb):
                    return
                if verb == "data" and self.answer(verb).startswith("354"):
                    body: list[bytes] = []
                    while not body or body[-1] != b".\r\n":
                        body.append(lines.readline())
                        if not body[-1]:
                            return  # cut off in the middle: that is no mail
                    self.bodies.append(b"".join(body[:-1]))
                    if not self.say(connection, "end"):
                        return
                if verb == "quit":
                    return

    def answer(self, verb: str) -> str:
        return self.answers.get(verb, "354 go on" if verb == "data" else "250 ok") or ""

    def say(self, connection: socket.socket, verb: str) -> bool:
        if verb in self.answers and self.answers[verb] is None:
            return False
        if text := self.answer(verb):
            connection.sendall(f"{text}\r\n".encode())
        return True


@contextmanager
def session(port: int, options: str = "", patience: float = 5.0) -> Iterator[Connection]:
    route = parse(f"smtp://127.0.0.1:{port}{options}")
    made = Session(route, patience=patience)  # type: ignore[arg-type]
    yield made
    made.close()


@contextmanager
def script(**answers: str | None) -> Iterator[Script]:
    server = Script(**answers)
    yield server
    server.listener.close()


def test_a_mail_arrives_whole(smtp_server: SmtpServer) -> None:
    with session(smtp_server.port) as connection:
        assert isinstance(connection.send(mail(), yes), Sent)
    [got] = smtp_server.to("ana@example.org")
    assert got.get_content() == ".A line with a dot\r\nLast line\r\n"


def test_many_go_over_one_connection() -> None:
    with script() as server, session(server.port) as connection:
        for _n in range(5):
            assert isinstance(connection.send(mail(), yes), Sent)
        assert server.connections == 1


def test_pipelining_sends_the_same_mail() -> None:
    with script(ehlo="250-script\r\n250 PIPELINING") as server, session(server.port) as connection:
        assert isinstance(connection.send(mail(), yes), Sent)
        assert server.bodies == [MAIL.replace(b"\r\n.A", b"\r\n..A")]


@pytest.mark.parametrize(
    ("reply", "outcome", "suppress"),
    [
        ("550 5.1.1 No such user", Refused, True),
        ("550 No such user here", Refused, True),
        ("550 5.2.1 Mailbox disabled", Refused, True),
        ("553 Mailbox name not allowed", Refused, True),
        ("550 5.7.1 Message looks like spam", Refused, False),
        ("554 5.7.1 Blocked by policy", Refused, False),
        ("550 rejected: sender listed as spam source", Refused, False),
        ("550 5.1.8 Sender address rejected", Refused, False),
        ("554 5.7.1 Relay access denied", Later, False),
        ("552 5.2.2 Mailbox full", Later, False),
        ("450 4.2.1 Greylisted", Later, False),
        ("451 Try again", Later, False),
    ],
)
@pytest.mark.parametrize("pipelining", [False, True])
def test_what_a_server_says_to_a_recipient(reply: str, outcome: type, suppress: bool, pipelining: bool) -> None:
    ehlo = "250-script\r\n250 PIPELINING" if pipelining else "250 script"
    with script(rcpt=reply, ehlo=ehlo) as server, session(server.port) as connection:
        got = connection.send(mail(), yes)
        assert isinstance(got, outcome)
        assert getattr(got, "suppress", False) is suppress
        assert reply in got.reason
        assert [body for body in server.bodies if body] == []
        server.answers["rcpt"] = "250 ok"
        assert isinstance(connection.send(mail(), yes), Sent)  # over the same connection
        assert server.connections == 1


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"mail": "451 4.3.0 Not now"}, Down),
        ({"mail": "530 5.7.0 Authentication required"}, Down),
        ({"mail": "552 5.3.4 Too large"}, Refused),
        ({"hello": "554 No service for you"}, Down),
        ({"hello": None}, Down),
        ({"mail": None}, Down),
        ({"mail": "421 Too busy"}, Down),
        ({"rcpt": None}, Later),
        ({"data": None}, Later),
        ({"data": "451 Not now"}, Later),
        ({"data": "554 No"}, Refused),
        ({"end": "451 Not now"}, Later),
        ({"end": "554 5.6.0 This content is refused"}, Refused),
        ({"end": None}, Later),  # it may have it or not: the same Message-ID goes again
        ({"mail": ""}, Down),  # silent
        ({"rcpt": ""}, Later),
        ({"end": ""}, Later),
    ],
)
def test_when_it_goes_wrong(answers: dict[str, str | None], outcome: type) -> None:
    with script(**answers) as server, session(server.port, patience=0.4) as connection:
        got = connection.send(mail(), yes)
        assert isinstance(got, outcome)
        assert not getattr(got, "suppress", False)
        assert got.reason
        server.answers = {"hello": "220 ready", "ehlo": "250 script", "end": "250 taken"}
        assert isinstance(connection.send(mail(), yes), Sent)


def test_a_connection_that_the_server_has_closed_meanwhile_is_made_again() -> None:
    with script() as server, session(server.port) as connection:
        assert isinstance(connection.send(mail(), yes), Sent)
        server.answers["mail"] = "421 4.7.0 Enough mails over this connection"
        original = server.talk

        def talk(line: socket.socket) -> None:
            server.answers.pop("mail", None)
            original(line)

        server.talk = talk  # type: ignore[method-assign]  # the next connection is welcome
        assert isinstance(connection.send(mail(), yes), Sent)
        assert server.connections == 2


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with session(port) as connection:
        got = connection.send(mail(), yes)
    assert isinstance(got, Down)
    assert f"127.0.0.1:{port}" in got.reason


def test_a_shut_gate_keeps_the_mail_back() -> None:
    with script() as server, session(server.port) as connection:
        assert isinstance(connection.send(mail(), lambda: False), Dropped)
        assert server.bodies == []
        assert isinstance(connection.send(mail(), yes), Sent)


def test_too_large_is_known_before() -> None:
    with script(ehlo="250-script\r\n250 SIZE 20") as server, session(server.port) as connection:
        assert isinstance(connection.send(mail(), yes), Refused)
        assert server.bodies == []


def test_letters_beyond_ascii_need_a_server_that_takes_them(smtp_server: SmtpServer) -> None:
    with script() as server, session(server.port) as connection:
        assert isinstance(connection.send(mail("jürgen@example.org"), yes), Refused)
    with session(smtp_server.port) as connection:
        assert isinstance(connection.send(mail("jürgen@example.org"), yes), Sent)
    assert len(smtp_server.to("jürgen@example.org")) == 1


def test_a_password_never_goes_in_clear() -> None:
    with script(ehlo="250-script\r\n250 AUTH PLAIN LOGIN") as server:
        route = parse(f"smtp://me:secret@127.0.0.1:{server.port}")
        got = Session(route, patience=2).send(mail(), yes)  # type: ignore[arg-type]
    assert isinstance(got, Down)
    assert "secret" not in got.reason
    assert "encryption" in got.reason
