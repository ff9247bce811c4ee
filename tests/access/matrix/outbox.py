"""Deliveries: the engagement's coach, the owner and the assistant know of it; only those whom it is about read it."""

import datetime as dt
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone

from opencoach.lib import tokens
from opencoach.outbox import ports, unsubscribing
from opencoach.outbox.actions import devices
from opencoach.outbox.actions.post import post
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.shortening import shortened
from opencoach.outbox.transports.sms import addresses
from opencoach.people.models import Engagement
from tests.access.matrix import INSIDERS, STAFF, Row, on_ana
from tests.cast import Cast

KIND = Kind(
    "matrix",
    "Reminder",
    render=lambda delivery: Rendered("Reminder", "Text", "<p>Text</p>"),
    still_due=lambda delivery: "",
    may_preview=lambda person, delivery: person.email.startswith(("miriam", "ana")),
    group="matrix",
)


def made(cast: Cast, engagement: Engagement | None, **fields: Any) -> Delivery:
    ports.kinds[KIND.name] = KIND
    return post(
        KIND.name,
        address="ana@example.org",
        dedupe_key="matrix",
        practice=cast.practice,
        engagement=engagement,
        person=cast.ana.person,
        **fields,
    )


def on_anas_mail(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "delivery": made(cast, cast.ana_engagement).public_id}


def on_tomas_mail(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "delivery": made(cast, cast.tomas_engagement).public_id}


def on_the_practices_mail(cast: Cast) -> dict[str, Any]:
    return {"practice": "okafor", "delivery": made(cast, None).public_id}


def the_key(cast: Cast) -> dict[str, Any]:
    return {"key": made(cast, cast.ana_engagement).dedupe_key}


def on_anas_device(cast: Cast) -> dict[str, Any]:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    device = devices.add(cast.ana.person, devices.Place("https://push.example/1", point, bytes(16)), "Firefox on Linux")
    return {"practice": "okafor", "device": device.public_id}


def on_anas_notification(cast: Cast) -> dict[str, Any]:
    return {"delivery": made(cast, cast.ana_engagement, channel="push").public_id}


def with_anas_token(cast: Cast) -> dict[str, Any]:
    return {"token": unsubscribing.link(made(cast, cast.ana_engagement)).rstrip("/").rpartition("/")[2]}


def with_a_reports_token(cast: Cast) -> dict[str, Any]:
    delivery = made(cast, cast.ana_engagement, channel="sms")
    return {"token": tokens.make(addresses.REPORT, delivery.public_id)}


def with_a_short_link(cast: Cast) -> dict[str, Any]:
    payload = {"practice": "okafor"}
    link = shortened(made(cast, cast.ana_engagement), "plan.today", payload, timezone.now() + dt.timedelta(hours=1))
    return {"code": link.rstrip("/").rpartition("/")[2]}


EVERYBODY = "anonymous miriam devi priya ana tomas leila jonas mei omar ruben bea astrid oskar clients_assistant"
STRANGERS = f"{EVERYBODY} supporter rater stranger"

ROWS = [
    Row("outbox:deliveries", get={200: STAFF}),
    Row("outbox:delivery", get={200: "miriam priya"}, args=on_anas_mail),
    Row("outbox:delivery", get={200: STAFF}, args=on_tomas_mail, label="of Tomás"),
    Row("outbox:delivery", get={200: "miriam"}, args=on_the_practices_mail, label="of the practice"),
    Row("outbox:delivery_preview", get={200: "miriam"}, args=on_anas_mail),
    Row("outbox:delivery_retrial", post={302: "miriam priya"}, args=on_anas_mail),
    Row("outbox:delivery_cancellation", post={302: "miriam priya"}, args=on_anas_mail),
    Row("outbox:suppression_lifting", post={302: "miriam priya"}, args=on_anas_mail),
    Row("outbox:habits", get={200: INSIDERS}, post={422: INSIDERS}),
    Row("outbox:upcoming", get={200: INSIDERS}),
    *(Row(f"outbox:upcoming_{step}", post={302: INSIDERS}) for step in ("skipping", "sending", "return")),
    Row("outbox:client_upcoming", get={200: "miriam"}, args=on_ana),
    *(
        Row(f"outbox:client_upcoming_{step}", post={302: "miriam"}, args=on_ana, data=the_key)
        for step in ("skipping", "sending", "return")
    ),
    Row("outbox:number", get={200: INSIDERS}),
    Row("outbox:number_code", post={422: INSIDERS}),
    *(Row(f"outbox:number_{step}", post={302: INSIDERS}) for step in ("consent", "ending", "removal")),
    Row("outbox:devices", get={200: INSIDERS}),
    Row("outbox:device_adding", post={422: INSIDERS}),
    Row("outbox:device_trial", post={302: INSIDERS}),
    Row("outbox:device_removal", post={302: "ana"}, args=on_anas_device),
    Row("outbox:pushed", get={200: "ana"}, args=on_anas_notification),
    Row("outbox:text_plan", get={200: "miriam"}, post={302: "miriam"}),
    Row("outbox:text_report", get={}, post={}, args=with_a_reports_token, open=True, label="without a gateway"),
    Row("outbox:text_report", args=lambda cast: {"token": "ae"}, get={}, post={}, open=True, label="forged"),
    Row("outbox:text_in", args=lambda cast: {"token": "ae"}, get={}, post={}, open=True, label="forged"),
    Row("outbox:short", args=with_a_short_link, get={302: STRANGERS}, open=True),
    Row("outbox:short", args=lambda cast: {"code": "aaaaaaaaaa"}, get={}, open=True, label="made up"),
    Row("outbox:unsubscribe", get={200: STRANGERS}, post={200: STRANGERS}, args=with_anas_token, open=True),
    # the provider's secret is the right, whoever brings it; without one there is nothing (tests/outbox/mail_in)
    Row("outbox:mail_webhook", args=lambda cast: {"provider": "postmark", "what": "tracking"}, post={}, open=True),
    Row("outbox:unsubscribe", args=lambda cast: {"token": "ae"}, get={}, post={}, open=True, label="forged"),
]
