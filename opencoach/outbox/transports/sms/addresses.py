"""Where the gateway reaches us: one signed address for every text that is reported, and one for all that come in."""

import uuid

from django.conf import settings
from django.urls import reverse

from opencoach.lib import tokens
from opencoach.outbox.models import Delivery
from opencoach.outbox.transports.sms import url

REPORT, INCOMING = "texts.report", "texts.in"


def report(delivery: Delivery) -> str:
    """Where the reports of this text come in."""
    return base() + reverse("outbox:text_report", args=[tokens.make(REPORT, delivery.public_id)])


def reported(token: str) -> uuid.UUID:
    """Whose address it is. Raises `tokens.BadToken`."""
    return tokens.check_id(REPORT, token)


def incoming() -> str:
    """Where texts come in; whoever knows it is believed, so only the gateway's configuration has it."""
    return base() + reverse("outbox:text_in", args=[tokens.make(INCOMING, b"gateway")])


def is_incoming(token: str) -> bool:
    try:
        return tokens.check(INCOMING, token) == b"gateway"
    except tokens.BadToken:
        return False


def base() -> str:
    """The address of OpenCoach as the gateway sees it."""
    callback = url.parse(settings.TEXT_URL).callback if settings.TEXT_URL else ""
    return callback or settings.PUBLIC_URL
