"""The test mail of `./start check`, and of anybody who wonders whether mail arrives."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.ids import public_id
from opencoach.outbox import ports
from opencoach.outbox.actions.post import new
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.transports import transports
from opencoach.outbox.transports.base import CannotPrepare, Sent
from opencoach.outbox.words import compose

KIND = "trial"


def register() -> None:
    """Called once, when the app is ready."""
    ports.register_kind(Kind(KIND, _("Test mail"), render, lambda _delivery: "", lambda _person, _delivery: True))


def render(delivery: Delivery) -> Rendered:
    context = {"address": settings.DEFAULT_FROM_EMAIL, "url": settings.PUBLIC_URL}
    return compose("outbox/mail/trial.html", context, delivery.practice)


def try_mail(address: str) -> str:
    """Send the test mail now, past the queue; gives "" when the mail server took it, else why not, in plain words."""
    transport = transports["email"]
    if problem := transport.problem():
        return problem
    delivery = new(KIND, address=address, dedupe_key=f"trial:{public_id()}", due_at=timezone.now())
    try:
        prepared = transport.prepare(delivery, render(delivery))
    except CannotPrepare as error:
        return str(error)
    connection = transport.connect()
    try:
        outcome = connection.send(prepared, lambda: True)
    finally:
        connection.leave()
    return "" if isinstance(outcome, Sent) else outcome.reason
