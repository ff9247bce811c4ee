"""OPENCOACH_MAIL_URL, providers' APIs, and the demo's mailbox."""

import email
import email.policy
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from opencoach.outbox.models import Delivery
from opencoach.outbox.transports import transports
from opencoach.outbox.transports.base import Down, Dropped, Later, Refused, Sent
from opencoach.outbox.transports.email.presets import PRESETS
from opencoach.outbox.transports.email.provider import Api
from opencoach.outbox.transports.email.url import PROVIDERS, BadMailUrl, Provider, Smtp, parse
from opencoach.outbox.trial import try_mail
from tests.outbox.kinds import render
from tests.outbox.test_mime import letter
from tests.smtp import SmtpServer


def yes() -> bool:
    return True


@pytest.mark.parametrize(
    ("url", "route"),
    [
        ("smtp://mail.example", Smtp("mail.example", 587, "", "", "auto", True, 24)),
        ("smtp://127.0.0.1:25", Smtp("127.0.0.1", 25, "", "", "no", True, 24)),
        ("smtp://me%40x.org:p%3Aw@mail.example:25", Smtp("mail.example", 25, "me@x.org", "p:w", "required", True, 24)),
        ("smtps://me:pw@mail.example", Smtp("mail.example", 465, "me", "pw", "first", True, 24)),
        (
            "smtp://mail.example?tls=required&verify=no&connections=4",
            Smtp("mail.example", 587, "", "", "required", False, 4),
        ),
        ("anymail+postmark://token@", Provider("postmark", {"server_token": "token"}, 8)),
        (
            "anymail+mailgun://key@mg.x.org?connections=2",
            Provider("mailgun", {"api_key": "key", "sender_domain": "mg.x.org"}, 2),
        ),
    ],
)
def test_what_can_be_written(url: str, route: Smtp | Provider) -> None:
    assert parse(url) == route


@pytest.mark.parametrize(
    "url",
    ["mail.example", "http://x", "smtp://", "smtp://x:port", "smtp://x?tls=maybe", "smtp://x?colour=red",
     "smtp://x?connections=0", "anymail+nobody://key@", "anymail+postmark://@"],
)  # fmt: skip
def test_what_is_wrong_is_said(url: str, settings) -> None:
    with pytest.raises(BadMailUrl, match="OPENCOACH_MAIL_URL"):
        parse(url)
    settings.MAIL_URL = url
    assert "OPENCOACH_MAIL_URL" in transports["email"].problem()


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset_is_right(preset) -> None:
    assert isinstance(parse(preset.url), Smtp | Provider)


class Postmark(BaseHTTPRequestHandler):
    """The part of Postmark's API that a mail meets."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.headers["X-Postmark-Server-Token"], body))  # type: ignore[attr-defined]
        status, answer = self.server.answer  # type: ignore[attr-defined]
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments: object) -> None: ...


@pytest.fixture
def postmark() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Postmark)
    server.got, server.answer = (
        [],
        (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "abc", "To": "ana@example.org"}),
    )  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def api(postmark: HTTPServer) -> Iterator[Api]:
    address = quote(f"http://127.0.0.1:{postmark.server_port}/")
    route = parse(f"anymail+postmark://token@?api_url={address}")
    assert isinstance(route, Provider)
    made = Api(route)
    yield made
    made.close()


def test_a_provider_gets_the_same_mail(api: Api, postmark) -> None:
    assert api.send(letter(headers={"List-Unsubscribe": "<https://x>"}), yes) == Sent("abc")
    [(token, body)] = postmark.got
    assert token == "token"
    assert (body["To"], body["Subject"], body["HtmlBody"]) == ("ana@example.org", "Hello", "<p>Hello</p>")
    assert (
        body["From"] == '"Miriam Okafor via Okafor Coaching" <no-reply@coach.example>'.replace('"', "")
        or '"' in body["From"]
    )
    headers = {header["Name"]: header["Value"] for header in body["Headers"]}
    assert headers["Message-ID"] == letter().message_id
    assert headers["List-Unsubscribe"] == "<https://x>"


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (401, {"ErrorCode": 10, "Message": "Bad token"}, Down),
        (429, {"ErrorCode": 429, "Message": "Slow down"}, Down),
        (500, {"ErrorCode": 500, "Message": "We are ill"}, Down),
        (422, {"ErrorCode": 406, "Message": "You tried to send to recipients that have been marked as inactive. "
               "Found inactive addresses: ana@example.org. Inactive recipients are ones that have bounced."}, Refused),
        (422, {"ErrorCode": 300, "Message": "Invalid 'Subject'"}, Refused),
    ],
)  # fmt: skip
def test_what_a_provider_answers(api: Api, postmark, status: int, answer: dict[str, object], outcome: type) -> None:
    postmark.answer = (status, answer)
    got = api.send(letter(), yes)
    assert isinstance(got, outcome)
    assert getattr(got, "suppress", False) is (answer["ErrorCode"] == 406)


def test_a_provider_that_is_not_there(api: Api, postmark) -> None:
    postmark.shutdown()
    postmark.server_close()
    assert isinstance(api.send(letter(), yes), Later)


def test_a_shut_gate_keeps_it_from_a_provider(api: Api, postmark) -> None:
    assert isinstance(api.send(letter(), lambda: False), Dropped)
    assert postmark.got == []


@pytest.mark.django_db
def test_in_the_demo_mails_are_files(deliver, settings) -> None:
    settings.DEMO, settings.MAIL_URL = True, ""
    delivery: Delivery = deliver()
    transport = transports["email"]
    assert transport.problem() == ""
    connection = transport.connect()
    for _twice in range(2):
        assert connection.send(transport.prepare(delivery, render(delivery)), yes) == Sent()
    [file] = (settings.DATA / "mailbox").iterdir()
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert (file.suffix, mail["Message-ID"], mail["To"]) == (".eml", delivery.message_id, "ana@example.org")


def test_the_test_mail(settings, smtp_server: SmtpServer) -> None:
    assert try_mail("ana@example.org") == "No mail server is set, so mail waits."
    settings.MAIL_URL = smtp_server.url
    smtp_server.replies["gone@example.org"] = "550 5.1.1 No such user"
    assert try_mail("ana@example.org") == ""
    assert "550 5.1.1 No such user" in try_mail("gone@example.org")
    assert "not an e-mail address" in try_mail("nobody")
    [mail] = smtp_server.to("ana@example.org")
    assert "Mail arrives" in mail.get_body(("html",)).get_content()


def test_the_docs_and_the_product_say_the_same() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "admin" / "mail.md").read_text()
    assert [preset.name for preset in PRESETS if f"`{preset.url}`" not in text] == []
    assert [name for name in PROVIDERS if name not in text] == []
