"""Our own server takes mail for our addresses, by SMTP and by LMTP, and nothing else."""

import smtplib
from collections.abc import Iterator
from typing import Any

import pytest

from opencoach.outbox import ports
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.mail_in.ingest import raw_of
from opencoach.outbox.mail_in.listener import Listening
from opencoach.outbox.mail_in.parsed import LARGEST, parse
from opencoach.outbox.models import Inbound
from opencoach.outbox.ports import Ignored
from tests.outbox.mail_in.letters import letter
from tests.ports import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
ANA = "ana@example.org"


@pytest.fixture(autouse=True)
def _addresses(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAIL_IN = "answers@okafor.example"
    monkeypatch.setitem(ports.inbound, "test", lambda arrived: Ignored("test"))


@pytest.fixture(params=["smtp", "lmtp"])
def server(request: pytest.FixtureRequest) -> Iterator[smtplib.SMTP]:
    listening = Listening("127.0.0.1", free_port(), lmtp=request.param == "lmtp")
    listening.start()
    client = (smtplib.LMTP if request.param == "lmtp" else smtplib.SMTP)("127.0.0.1", listening.port)
    try:
        yield client
    finally:
        client.close()
        listening.stop()


def test_a_mail_to_one_of_our_addresses_is_stored_as_it_came(server: smtplib.SMTP) -> None:
    to = addresses.address("test", b"place")
    server.sendmail(ANA, [to.upper()], letter(to, "Thursday works.").as_bytes())
    row = Inbound.objects.get()
    assert (row.recipient, row.sender, row.state) == (to, ANA, Inbound.State.NEW)
    assert parse(raw_of(row)).text.strip() == "Thursday works."
    assert b"Thursday" not in bytes(row.raw)


def test_the_same_mail_again_is_one(server: smtplib.SMTP) -> None:
    to = addresses.address("test", b"place")
    for _ in range(2):
        server.sendmail(ANA, [to], letter(to).as_bytes())
    assert Inbound.objects.count() == 1


@pytest.mark.parametrize(
    "to", ["somebody@elsewhere.example", "answers+made-up@okafor.example", "hello@okafor.example"], ids=lambda to: to
)
def test_nothing_else_is_taken(server: smtplib.SMTP, to: str) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        server.sendmail(ANA, [to], letter(to).as_bytes())
    assert refused.value.recipients[to][0] == 550
    assert not Inbound.objects.exists()


def test_a_forged_token_is_refused(server: smtplib.SMTP) -> None:
    to = addresses.address("test", b"place")
    forged = to.replace("+", "+a", 1)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        server.sendmail(ANA, [forged], letter(forged).as_bytes())


def test_what_is_too_large_is_refused_with_552(server: smtplib.SMTP) -> None:
    to = addresses.address("test", b"place")
    with pytest.raises(smtplib.SMTPResponseException) as refused:
        server.sendmail(ANA, [to], b"Subject: x\r\n\r\n" + (b"y" * 76 + b"\r\n") * (LARGEST // 78 + 1))
    assert refused.value.smtp_code == 552
    assert not Inbound.objects.exists()
