"""What the tests of text messages share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone

from opencoach.outbox.actions import numbers
from opencoach.outbox.models import Delivery, Inbound, Number, TextConsent
from opencoach.outbox.text_in import routing
from opencoach.outbox.text_in.ingest import ingest
from opencoach.outbox.transports.sms.base import Incoming
from opencoach.people.models import Membership
from tests.gateway import Gateway

ANA = "+4915112345678"
TOMAS = "+4915187654321"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        yield server


@pytest.fixture
def reachable() -> Callable[..., Number]:
    """Somebody has confirmed that number, agrees, and wants these groups by text."""

    def make(member: Membership, number: str = ANA, *groups: str) -> Number:
        found = Number.objects.create(member=member, number=number, confirmed_at=timezone.now())
        numbers.agree(found, TextConsent.Road.PAGE, "Texts may come.")
        member.preferences = {**member.preferences, "texts": list(groups)}
        member.phone = number
        member.save()
        return found

    return make


@pytest.fixture
def text_in() -> Callable[..., Inbound]:
    """A text comes in and is dealt with; gives its row."""
    count = iter(range(1_000))

    def send(words: str, sender: str = ANA, **fields: Any) -> Inbound:
        key = fields.get("id", f"t{next(count)}")
        ingest(Incoming(key, sender, "4915199990000", words))
        routing.route_waiting()
        return Inbound.objects.filter(channel="sms").latest("pk")

    return send


@pytest.fixture
def replies() -> Callable[[], list[str]]:
    """What the house has answered since the last time it was asked."""
    seen: set[int] = set()

    def read() -> list[str]:
        rows = Delivery.objects.filter(kind="text_reply").exclude(pk__in=seen).order_by("pk")
        found = [(row.pk, row.secrets["text"]) for row in rows]
        seen.update(pk for pk, _text in found)
        return [text for _pk, text in found]

    return read
