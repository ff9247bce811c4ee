"""Out through a gateway: what it says, what it does not say, and that nothing goes twice unseen."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery, Text
from opencoach.outbox.transports import transports
from opencoach.outbox.transports.base import Down, Later, Refused, Sent
from opencoach.outbox.transports.sms import addresses, url
from opencoach.outbox.transports.sms.twilio import signature
from tests.cast import Cast
from tests.gateway import Gateway
from tests.texting import ANA

pytestmark = pytest.mark.django_db
Report = Text.Report
KINDS = ["kannel", "twilio"]


@pytest.fixture(params=KINDS)
def kind(request: Any, settings: Any, gateway: Gateway) -> str:
    settings.TEXT_URL = getattr(gateway, f"{request.param}_url")
    settings.TEXT_PRICE = "EUR 0.075 +1=0.01"
    return str(request.param)


@pytest.fixture
def text(cast: Cast, deliver: Callable[..., Delivery]) -> Callable[..., Delivery]:
    def make(**fields: Any) -> Delivery:
        values = {"address": ANA, "channel": "sms", "practice": cast.practice, "person": cast.ana.person, **fields}
        return deliver(**values)

    return make


def send(delivery: Delivery, gate: Callable[[], bool] = lambda: True) -> Any:
    """As the worker does: prepare, hand over, settle."""
    transport = transports["sms"]
    prepared = transport.prepare(delivery, ports.rendered(delivery))
    connection = transport.connect()
    try:
        outcome = connection.send(prepared, gate)
    finally:
        connection.leave()
    if isinstance(outcome, Sent):
        Delivery.objects.filter(pk=delivery.pk).update(state="sent", provider_id=outcome.provider_id)
    transport.settle([(delivery, outcome)])
    return outcome


def words_of(took: dict[str, str]) -> str:
    return took.get("text") or took["Body"]


def test_a_text_is_handed_over_with_its_parts_and_price(kind: str, gateway: Gateway, text) -> None:
    delivery = text()
    outcome = send(delivery)
    assert isinstance(outcome, Sent)
    [took] = gateway.texts
    assert words_of(took) == "Number 0."
    assert (took.get("to") or took["To"]) == ANA
    row = Text.objects.get(delivery=delivery)
    assert (row.parts, str(row.price), row.currency, row.unicode) == (1, "0.0750", "EUR", False)
    assert row.taken_at is not None
    if kind == "kannel":
        assert (took["from"], took["username"], took["password"], took["coding"]) == (
            "4915199990000",
            "coach",
            "secret",
            "0",
        )
        assert took["dlr-url"].startswith("http://callback.example/texts/report/")
        assert took["dlr-mask"] == "31"
    else:
        assert (took["From"], took["user"], took["password"]) == ("+15005550006", "AC1", "token")
        assert took["StatusCallback"].startswith("http://callback.example/texts/report/")


@pytest.mark.parametrize(
    ("status", "kannel", "twilio"),
    [(400, Refused, Refused), (403, Down, Down), (401, Down, Down), (429, Later, Later), (503, Later, Later)],
)  # fmt: skip
def test_refusals_say_what_to_do(kind: str, gateway: Gateway, text, status: int, kannel: type, twilio: type) -> None:
    gateway.answer = lambda words: (status, '{"code": 21211, "message": "No such phone"}')
    outcome = send(text())
    assert isinstance(outcome, kannel if kind == "kannel" else twilio)
    assert not getattr(outcome, "unsure", False)
    assert Text.objects.get().handed_at is None  # it is certain that the gateway has nothing
    if kind == "twilio" and status == 400:
        assert outcome.suppress


def test_a_gateway_that_is_not_there_is_no_fault_of_the_text(settings: Any, text) -> None:
    settings.TEXT_URL = "kannel://coach:secret@127.0.0.1:9?from=4915199990000"
    assert isinstance(send(text()), Down)
    assert Text.objects.get().handed_at is None


def test_taken_without_an_answer_is_not_sent_twice(kind: str, gateway: Gateway, text, client: Client) -> None:
    gateway.answer = lambda words: "take and die"
    delivery = text()
    outcome = send(delivery)
    assert isinstance(outcome, Later)
    assert outcome.unsure
    gateway.answer = lambda words: None
    if kind == "kannel":  # it cannot be asked; a report tells
        assert isinstance(send(delivery), Later)
        assert client.get(report_path(delivery), {"status": "8", "why": "ACK/"}).status_code == 200
    assert isinstance(send(delivery), Sent)
    assert len(gateway.texts) == 1
    row = Text.objects.get()
    assert (row.repeated_at, row.taken_at is not None) == (None, True)


def test_lost_before_it_was_taken_goes_once_more(kind: str, gateway: Gateway, text) -> None:
    gateway.answer = lambda words: "lost"
    delivery = text()
    assert isinstance(send(delivery), Later)
    gateway.answer = lambda words: None
    if kind == "twilio":  # it is asked, and says for certain that it has nothing
        assert isinstance(send(delivery), Sent)
        assert Text.objects.get().repeated_at is None
    else:
        assert isinstance(send(delivery), Later)
        assert gateway.texts == []
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=4)):
            assert isinstance(send(delivery), Sent)
        assert Text.objects.get().repeated_at is not None  # and its page says that it may have come twice
    assert len(gateway.texts) == 1


def report_path(delivery: Delivery) -> str:
    return addresses.report(delivery).removeprefix("http://callback.example")


def report(client: Client, kind: str, delivery: Delivery, outcome: str, token: str = "token") -> int:
    path = report_path(delivery)
    if kind == "kannel":
        return client.get(
            path, {"status": {"arrived": "1", "failed": "2", "taken": "8"}[outcome], "why": "why"}
        ).status_code
    given = {
        "MessageStatus": {"arrived": "delivered", "failed": "undelivered", "taken": "sent"}[outcome],
        "ErrorCode": "30003",
    }
    signed = signature(token, f"http://callback.example{path}", {name: [value] for name, value in given.items()})
    return client.post(path, given, headers={"X-Twilio-Signature": signed}).status_code


@pytest.mark.parametrize(
    ("said", "state", "outcome"),
    [
        (["taken", "arrived"], "sent", "arrived"),
        (["arrived", "taken"], "sent", "arrived"),  # a report can overtake its forerunner
        (["taken", "failed"], "failed", "failed"),
        (["failed", "taken"], "failed", "failed"),
        (["failed", "arrived"], "sent", "arrived"),
        (["arrived", "arrived"], "sent", "arrived"),
    ],
)
def test_reports_say_what_became_of_it(
    kind: str, text, client: Client, said: list[str], state: str, outcome: str
) -> None:
    delivery = text()
    send(delivery)
    for one in said:
        assert report(client, kind, delivery, one) == 200
    delivery.refresh_from_db()
    assert (delivery.state, Text.objects.get().report) == (state, outcome)


def test_a_report_that_comes_before_the_answer(kind: str, gateway: Gateway, text, client: Client) -> None:
    delivery = text()
    gate = lambda: report(client, kind, delivery, "failed") == 200  # noqa: E731
    send(delivery, gate)
    delivery.refresh_from_db()
    assert (delivery.state, "network" in delivery.reason) == ("failed", True)


def test_what_is_forged_is_not_there(kind: str, text, client: Client) -> None:
    delivery = text()
    send(delivery)
    path = report_path(delivery)
    assert client.get(path.replace("report/a", "report/b"), {"status": "2"}).status_code == 404
    if kind == "twilio":
        assert report(client, kind, delivery, "failed", token="wrong") == 404
        assert client.get(path, {"status": "2"}).status_code == 404
    assert client.get("/texts/in/ae/", {"from": ANA, "text": "STOP"}).status_code == 404
    assert Text.objects.get().report == ""


def test_twilios_signature_is_that_of_its_documentation() -> None:
    given = {"CallSid": ["CA1234567890ABCDE"], "Caller": ["+14158675310"], "Digits": ["1234"], "From": ["+14158675310"],
             "To": ["+18005551212"]}  # fmt: skip
    made = signature("12345", "https://example.com/myapp.php?foo=1&bar=2", given)
    assert made == "L/OH5YylLD5NRKLltdqwSvS0BnU="


def test_a_text_comes_in_by_either_gateway(kind: str, client: Client) -> None:
    from opencoach.outbox.models import Inbound
    from opencoach.outbox.text_in.ingest import words_of as said

    path = addresses.incoming().removeprefix("http://callback.example")
    for _twice in range(2):
        if kind == "kannel":
            answer = client.get(path, {"from": "4915112345678", "to": "4915199990000", "id": "k1", "text": "Łódź 😀"})
        else:
            given = {"MessageSid": "SM1", "From": ANA, "To": "+15005550006", "Body": "Łódź 😀"}
            signed = signature(
                "token", f"http://callback.example{path}", {key: [value] for key, value in given.items()}
            )
            answer = client.post(path, given, headers={"X-Twilio-Signature": signed})
        assert answer.status_code == 200
    assert b"Message" not in answer.content
    row = Inbound.objects.get()
    assert (row.sender, said(row)) == (ANA, "Łódź 😀")
    assert "Łódź".encode() not in bytes(row.raw)


@pytest.mark.parametrize(
    "wrong",
    ["smtp://a:b@c", "kannel://host?from=1", "kannel://a:b@host", "twilio://a:b@api.twilio.com", "kannel://",
     "twilio://a:b@api.twilio.com?from=1&tls=no", "kannel://a:b@host:99999?from=1"],
)  # fmt: skip
def test_a_wrong_address_says_how_to_write_it(wrong: str, settings: Any) -> None:
    with pytest.raises(url.BadTextUrl, match="OPENCOACH_TEXT_URL"):
        url.parse(wrong)
    settings.TEXT_URL = wrong
    assert "OPENCOACH_TEXT_URL" in transports["sms"].problem()


def test_nothing_is_wanted_where_nothing_is_set(settings: Any) -> None:
    settings.TEXT_URL, settings.DEMO = "", False
    assert not transports["sms"].is_wanted()
    assert "No text gateway" in transports["sms"].problem()


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_the_worker_sends_texts_beside_mails(
    gateway: Gateway, settings: Any, smtp_server, running, cast: Cast, deliver, reachable, until
) -> None:
    settings.TEXT_URL = gateway.kannel_url
    reachable(cast.ana)
    to_ana = {"channel": "sms", "practice": cast.practice, "person": cast.ana.person}
    deliver()
    for number in range(5):
        deliver(ANA, "test.private", **to_ana, payload={"number": 100 + number})
    deliver("+4915100000000", "test.private", **to_ana)  # nobody agreed there
    running(smtp_server.url)
    until(lambda: not Delivery.objects.filter(state__in=Delivery.UNFINISHED).exists())
    assert sorted(words_of(one) for one in gateway.texts) == [f"Number {100 + number}." for number in range(5)]
    assert len(smtp_server.mails) == 1
    left = Delivery.objects.exclude(state="sent").get()
    assert (left.state, left.reason) == ("skipped", "They get no texts at this number any more.")
