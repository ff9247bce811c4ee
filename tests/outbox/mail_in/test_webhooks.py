"""A mail provider's webhooks: nobody is heard without the secret; what comes in goes the way of every mail, and what
became of ours stands at the delivery. As the providers write it in their documentation."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from opencoach.config import check_mail
from opencoach.config.env import ConfigurationError, read
from opencoach.outbox.mail_in import addresses
from opencoach.outbox.mail_in.ingest import raw_of
from opencoach.outbox.mail_in.routing import route_waiting
from opencoach.outbox.models import Delivery, Inbound, Suppression
from tests.cast import Cast
from tests.outbox.mail_in.letters import letter, signed
from tests.outbox.mail_in.test_parsed import REPORT

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
State = Delivery.State
SECRET, KEY = "hook:a-secret-of-some-length", "key-of-mailgun"
TO = "answers@okafor.example"


@pytest.fixture(autouse=True)
def _webhooks_are_set(settings: Any) -> None:
    settings.MAIL_WEBHOOK_SECRET, settings.MAIL_WEBHOOK_KEY, settings.MAIL_IN = SECRET, "", TO


def basic(secret: str = SECRET) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}


def report(provider: str, what: str, body: Any, *, secret: str = SECRET, **headers: str) -> int:
    """Post it as JSON; gives the answer's status."""
    answer = Client(enforce_csrf_checks=True).post(
        f"/mail/webhooks/{provider}/{what}/",
        json.dumps(body),
        content_type="application/json",
        headers={**basic(secret), **headers},
    )
    return answer.status_code


def of_mailgun(fields: dict[str, str], *, key: str = KEY) -> dict[str, str]:
    """Signed as Mailgun does."""
    given = {"timestamp": "1803988800", "token": "abc", **fields}
    text = (given["timestamp"] + given["token"]).encode()
    return {**given, "signature": hmac.new(key.encode(), text, hashlib.sha256).hexdigest()}


def postmark(raw: bytes, **fields: Any) -> dict[str, Any]:
    return {
        "FromFull": {"Email": "ana@example.org", "Name": "Ana"},
        "ToFull": [{"Email": TO, "Name": ""}],
        "OriginalRecipient": TO,
        "Subject": "Re: Miriam wrote to you",
        "MessageID": "73e6d360-66eb-11e1-8e72-a8904824019b",
        "Headers": [{"Name": "Return-Path", "Value": "<ana@example.org>"}],
        "TextBody": "Thursday works.",
        "RawEmail": raw.decode(),
        **fields,
    }


def taken() -> list[tuple[str, str, bool]]:
    return [(row.sender, row.recipient, row.is_report) for row in Inbound.objects.order_by("pk")]


def test_mail_comes_in_byte_for_byte_and_once() -> None:
    raw = signed(letter(TO))
    for _twice in range(2):
        assert report("postmark", "inbound", postmark(raw)) == 200
    assert taken() == [("ana@example.org", TO, False)]
    assert raw_of(Inbound.objects.get()) == raw


def test_the_same_mail_by_two_roads_is_one(settings: Any) -> None:
    settings.MAIL_WEBHOOK_KEY = KEY
    raw = signed(letter(TO))
    report("postmark", "inbound", postmark(raw))
    fields = of_mailgun({"recipient": TO, "sender": "ana@example.org", "body-mime": raw.decode()})
    assert Client().post("/mail/webhooks/mailgun/inbound_mime/", fields, headers=basic()).status_code == 200
    assert len(taken()) == 1


def test_mailguns_signature_is_checked(settings: Any) -> None:
    fields = {"recipient": TO, "sender": "ana@example.org", "body-mime": signed(letter(TO)).decode()}
    path = "/mail/webhooks/mailgun/inbound_mime/"
    assert (
        Client().post(path, of_mailgun(fields), headers=basic()).status_code == 404
    )  # without a key: not heard at all
    settings.MAIL_WEBHOOK_KEY = KEY
    assert Client().post(path, of_mailgun(fields, key="another"), headers=basic()).status_code == 401
    assert Client().post(path, of_mailgun(fields)).status_code == 401
    assert taken() == []
    assert Client().post(path, of_mailgun(fields), headers=basic()).status_code == 200
    assert len(taken()) == 1


def test_sendgrids_whole_mail_to_several_of_ours() -> None:
    other = addresses.address("test", b"1") if "test" in addresses.ports.inbound else "answers+x@okafor.example"
    raw = signed(letter(f"{TO}, {other}"))
    envelope = json.dumps({"from": "ana@example.org", "to": [TO]})
    fields = {"email": raw.decode(), "envelope": envelope, "to": TO}
    assert Client().post("/mail/webhooks/sendgrid/inbound/", fields, headers=basic()).status_code == 200
    assert sorted(recipient for _sender, recipient, _report in taken()) == sorted([TO, other])


@pytest.mark.parametrize("shape", ["json", "form"])
def test_a_large_mail_comes_in_whole(settings: Any, shape: str) -> None:
    """Larger than what Django reads of a form."""
    settings.MAIL_WEBHOOK_KEY = KEY
    mail = letter(TO)
    mail.add_attachment(bytes(3_000_000), maintype="image", subtype="png", filename="wheel.png")
    raw = mail.as_bytes()
    if shape == "json":
        assert report("postmark", "inbound", postmark(raw)) == 200
    else:
        fields = of_mailgun({"recipient": TO, "sender": "ana@example.org", "body-mime": raw.decode()})
        assert Client().post("/mail/webhooks/mailgun/inbound_mime/", fields, headers=basic()).status_code == 200
    assert raw_of(Inbound.objects.get()) == raw


def test_too_much_is_refused_before_it_is_read() -> None:
    answer = Client().post(
        "/mail/webhooks/postmark/inbound/",
        b"{}",
        content_type="application/json",
        headers={**basic(), "Content-Length": "99000000"},
    )
    assert answer.status_code == 413


def test_a_mail_to_nobody_here_is_left() -> None:
    raw = signed(letter("hello@okafor.example"))
    full = [{"Email": "hello@okafor.example", "Name": ""}]
    assert report("postmark", "inbound", postmark(raw, OriginalRecipient="hello@okafor.example", ToFull=full)) == 200
    assert taken() == []


def test_a_bounce_that_comes_in_there_is_a_report(deliver: Any) -> None:
    sent = deliver(state=State.SENT)
    raw = REPORT.replace(b"%s", b"5.1.1").replace(b"<ours@okafor.example>", sent.message_id.encode())
    headers = [{"Name": "Return-Path", "Value": "<>"}]
    assert report("postmark", "inbound", postmark(raw, Headers=headers)) == 200
    route_waiting()
    sent.refresh_from_db()
    assert (sent.state, [one.address for one in Suppression.objects.all()]) == (State.FAILED, [sent.address])


@pytest.mark.parametrize("secret", ["", "hook:another-secret-altogether", "hook", "other:a-secret-of-some-length"])
@pytest.mark.parametrize("provider", ["postmark", "sendgrid", "brevo", "mailjet", "sparkpost"])
def test_nobody_is_heard_without_the_secret(deliver: Any, provider: str, secret: str) -> None:
    for what in ("inbound", "tracking"):
        if (provider, what) != ("brevo", "inbound"):
            assert report(provider, what, postmark(signed(letter(TO))), secret=secret) == 401
    assert taken() == []


def test_without_a_secret_there_are_no_webhooks(settings: Any) -> None:
    settings.MAIL_WEBHOOK_SECRET = ""
    for provider in ("postmark", "mailgun", "sendgrid", "nobody"):
        for secret in ("", SECRET, ":"):
            assert report(provider, "tracking", {}, secret=secret) == 404


@pytest.mark.parametrize("body", ["", "[]", "7", "null", '{"RecordType": 7}', '{"RecordType": "Bounce"}', "\x00", "{"])
@pytest.mark.parametrize("what", ["inbound", "tracking"])
def test_rubbish_is_answered_and_nothing_more(what: str, body: str) -> None:
    answer = Client().post(f"/mail/webhooks/postmark/{what}/", body, content_type="application/json", headers=basic())
    assert answer.status_code in {200, 400}
    assert taken() == []


@pytest.fixture
def sent(cast: Cast, deliver: Any) -> Delivery:
    """A mail to Ana that the provider has taken, with another in it."""
    made = deliver(
        cast.ana.person.email, person=cast.ana.person, practice=cast.practice, state=State.SENT, provider_id="pm-1"
    )
    deliver(cast.ana.person.email, person=cast.ana.person, state=State.SENT, carrier=made)
    return made


def states() -> list[tuple[str, bool]]:
    return [(row.state, row.arrived_at is not None) for row in Delivery.objects.order_by("pk")]


def test_it_arrives(sent: Delivery) -> None:
    body = {
        "RecordType": "Delivery",
        "MessageID": "pm-1",
        "Recipient": sent.address,
        "DeliveredAt": "2027-03-01T10:00:00Z",
    }
    for _twice in range(2):
        assert report("postmark", "tracking", body) == 200
    assert states() == [(State.SENT, True)] * 2
    sent.refresh_from_db()
    assert sent.arrived_at is not None
    assert sent.arrived_at.isoformat() == "2027-03-01T10:00:00+00:00"


NO_SUCH = "550 5.1.1 No such user"
BOUNCES = {
    "postmark": {"RecordType": "Bounce", "Type": "HardBounce", "MessageID": "pm-1", "Details": NO_SUCH},
    "sendgrid": [{"event": "bounce", "anymail_id": "pm-1", "reason": NO_SUCH, "timestamp": 1803988800}],
    "brevo": {"event": "hard_bounce", "message-id": "pm-1", "reason": NO_SUCH, "ts_epoch": 1803988800000},
}


def to(address: str, body: Any) -> Any:
    field = {"postmark": "Email"}.get("postmark" if isinstance(body, dict) and "RecordType" in body else "", "email")
    return [{**one, field: address} for one in body] if isinstance(body, list) else {**body, field: address}


@pytest.mark.parametrize("provider", BOUNCES)
def test_it_comes_back(sent: Delivery, provider: str) -> None:
    body = to(sent.address, BOUNCES[provider])
    for _twice in range(2):
        assert report(provider, "tracking", body) == 200
    assert states() == [(State.FAILED, False)] * 2
    sent.refresh_from_db()
    assert sent.reason == "It came back: 550 5.1.1 No such user"
    [one] = Suppression.objects.all()
    assert (one.address, one.practice, one.scope) == (sent.address, None, "all")


@pytest.mark.parametrize("kind", ["SoftBounce", "Transient"])
def test_what_may_still_arrive_is_no_bounce(sent: Delivery, kind: str) -> None:
    report("postmark", "tracking", to(sent.address, {**BOUNCES["postmark"], "Type": kind}))
    assert (states(), Suppression.objects.count()) == ([(State.SENT, False)] * 2, 0)


def test_what_a_server_refuses_for_other_reasons_leaves_the_address(sent: Delivery) -> None:
    report("postmark", "tracking", to(sent.address, {**BOUNCES["postmark"], "Type": "Blocked", "Details": "policy"}))
    assert (states()[0], Suppression.objects.count()) == ((State.FAILED, False), 0)


def test_a_complaint_ends_the_writing(sent: Delivery) -> None:
    body = {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "MessageID": "pm-1", "Email": sent.address}
    for _twice in range(2):
        report("postmark", "tracking", body)
    [one] = Suppression.objects.all()
    assert (one.address, one.reason, states()[0][0]) == (
        sent.address,
        "Somebody there marked a mail as spam.",
        State.SENT,
    )


@pytest.mark.parametrize("record", ["Open", "Click", "SubscriptionChange", "Nonsense"])
def test_who_opens_what_is_not_kept(sent: Delivery, record: str) -> None:
    before = list(Delivery.objects.order_by("pk").values())
    assert report("postmark", "tracking", {"RecordType": record, "MessageID": "pm-1", "Recipient": sent.address}) == 200
    assert list(Delivery.objects.order_by("pk").values()) == before


def test_another_mail_or_another_address_is_not_touched(sent: Delivery) -> None:
    body = BOUNCES["postmark"]
    report("postmark", "tracking", to("eve@example.org", body))
    report("postmark", "tracking", to(sent.address, {**body, "MessageID": "1"}))
    report("postmark", "tracking", to(sent.address, {**body, "MessageID": ""}))
    assert (states(), Suppression.objects.count()) == ([(State.SENT, False)] * 2, 0)


def test_mailgun_names_it_by_our_own_message_id(settings: Any, sent: Delivery) -> None:
    settings.MAIL_WEBHOOK_KEY = KEY
    body = {
        "signature": of_mailgun({}),
        "event-data": {
            "event": "failed", "severity": "permanent", "reason": "bounce", "recipient": sent.address,
            "timestamp": 1803988800.0, "message": {"headers": {"message-id": sent.message_id.strip("<>")}},
            "delivery-status": {"code": 550, "message": "5.1.1 No such user"},
        },
    }  # fmt: skip
    assert report("mailgun", "tracking", body) == 200
    assert (states()[0], Suppression.objects.count()) == ((State.FAILED, False), 1)


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Amazon's notifications, as if its package were there: none of what is tried here needs more of it."""
    from anymail.webhooks import amazon_ses

    from opencoach.outbox.mail_in import webhooks

    monkeypatch.setattr(amazon_ses, "_get_anymail_boto3_params", lambda **_: ({}, {}))
    monkeypatch.setattr(webhooks, "lacks", lambda _name: "")

    def send(what: str, message: dict[str, Any], secret: str = SECRET) -> int:
        body = {"Type": "Notification", "MessageId": "n1", "TopicArn": "arn:x", "Message": json.dumps(message)}
        kinds = {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": "n1"}
        return report("ses", what, body, secret=secret, **kinds)

    return send


def test_amazon_ses_both_ways(ses: Any, sent: Delivery) -> None:
    Delivery.objects.filter(pk=sent.pk).update(provider_id="Ok 0102018f-1")  # as its SMTP server answers
    delivered = {
        "eventType": "Delivery",
        "mail": {"messageId": "0102018f-1", "destination": [sent.address]},
        "delivery": {"recipients": [sent.address], "smtpResponse": "250 ok"},
    }
    assert ses("tracking", delivered, secret="") == 401  # so that it asks again with it
    assert ses("tracking", delivered) == 200
    assert states()[0] == (State.SENT, True)
    bounce = {
        "eventType": "Bounce",
        "mail": delivered["mail"],
        "bounce": {
            "bounceType": "Permanent", "bounceSubType": "General",
            "bouncedRecipients": [{"emailAddress": sent.address, "diagnosticCode": "smtp; 550 5.1.1"}],
        },
    }  # fmt: skip
    soft = {**bounce, "bounce": {**bounce["bounce"], "bounceType": "Transient"}}  # type: ignore[dict-item]
    assert (ses("tracking", soft), states()[0]) == (200, (State.SENT, True))
    assert (ses("tracking", bounce), states()[0]) == (200, (State.FAILED, False))
    raw = signed(letter(TO))
    received = {
        "notificationType": "Received",
        "receipt": {"recipients": [TO], "action": {"type": "SNS", "encoding": "BASE64"}},
        "mail": {"source": "ana@example.org", "messageId": "in-1"},
        "content": base64.b64encode(raw).decode(),
    }
    assert ses("inbound", received) == 200
    assert raw_of(Inbound.objects.get()) == raw


def said(settings: Any, **given: Any) -> list[tuple[str, str]]:
    for name, value in given.items():
        setattr(settings, name, value)
    return [(finding.level, finding.text) for finding in check_mail.webhooks()]


def test_the_check_says_whether_they_are_heard(settings: Any) -> None:
    settings.DEMO, settings.HTTPS = False, True
    [(level, text)] = said(settings, MAIL_URL="anymail+postmark://key@")
    assert (level, text.endswith("/mail/webhooks/postmark/tracking/.")) == ("good", True)
    [(level, text)] = said(settings, MAIL_WEBHOOK_SECRET="")
    assert (level, "OPENCOACH_MAIL_WEBHOOK_SECRET" in text) == ("lacking", True)
    assert said(settings, MAIL_URL="smtp://mail.example:25") == []
    [(level, text)] = said(settings, MAIL_WEBHOOK_SECRET=SECRET, MAIL_URL="anymail+mailgun://key@mg.example")
    assert (level, "OPENCOACH_MAIL_WEBHOOK_KEY" in text) == ("broken", True)
    [(level, text)] = said(settings, MAIL_URL="smtp://user:password@email-smtp.eu-central-1.amazonaws.com:587")
    assert (level, "boto3" in text) == ("broken", True)
    assert [level for level, _text in said(settings, MAIL_URL="anymail+brevo://key@", HTTPS=False)] == [
        "good",
        "lacking",
    ]


@pytest.mark.parametrize("secret", ["secret", ":a-password-of-some-length", "hook:short", "hook"])
def test_a_weak_secret_is_no_setting(secret: str) -> None:
    with pytest.raises(ConfigurationError, match="OPENCOACH_MAIL_WEBHOOK_SECRET"):
        read({"OPENCOACH_MAIL_WEBHOOK_SECRET": secret})


def test_arrivals_stand_at_the_delivery(cast: Cast, client: Client, sent: Delivery) -> None:
    Delivery.objects.filter(pk=sent.pk).update(arrived_at=timezone.now())
    client.force_login(cast.miriam.person)
    assert ">Arrived<" in client.get(f"/p/okafor/settings/deliveries/{sent.public_id}/").content.decode()
