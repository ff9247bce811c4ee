"""What strangers do on a booking page, and what comes of it."""

import datetime as dt
import re

from django.http import HttpResponse
from django.test import Client

from opencoach.outbox.models import Delivery

MONDAY = dt.datetime(2027, 3, 1, 6, 0, tzinfo=dt.UTC)  # 07:00 in Berlin, 15:00 in Tokyo
PAGE = "/book/okafor/miriam-okafor/first-talk/"
NINE = "2027-03-02T08:00Z"
NEW = {"name": "Yuki Mori", "email": "Yuki@Example.org", "question0": "A new role."}


def code_sent(number: int = 0) -> str:
    """The code of the mail that waits."""
    return str(Delivery.objects.filter(kind="booking_code").order_by("-pk")[number].secrets["code"])


def choose(client: Client, at: str = NINE, zone: str = "Asia/Tokyo", **fields: str) -> HttpResponse:
    return client.post(f"{PAGE}?zone={zone}&at={at}", {"at": at, **NEW, **fields})


def words(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())
