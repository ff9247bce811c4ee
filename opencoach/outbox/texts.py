"""What the house itself says by text: the code that proves a number, and the answer to a text that came in."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opencoach.outbox import jobs, ports, roads, shortening
from opencoach.outbox.actions.numbers import CODE
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered
from opencoach.outbox.text_in import answering, ingest, routing
from opencoach.outbox.text_in.replies import REPLY


def register() -> None:
    """Called once, when the app is ready."""
    for name, label, say in (
        (CODE, gettext_lazy("Code for a phone number"), code),
        (REPLY, gettext_lazy("Answer to a text"), reply),
    ):
        ports.register_kind(
            Kind(
                name, label, lambda delivery, say=say: Rendered("", say(delivery)), lambda _delivery: "",  # type: ignore[misc]
                lambda _person, _delivery: False, urgent=True, text=say,
            )
        )  # fmt: skip
    ports.register_consent("roads", roads.may_go)
    answering.register()
    jobs.register(jobs.Job(ingest.JOB, dt.timedelta(seconds=15), routing.route_waiting))
    jobs.register(jobs.Job("twins", dt.timedelta(seconds=20), roads.post_twins))
    jobs.register(jobs.Job("short links", dt.timedelta(hours=6), shortening.forget))


def code(delivery: Delivery) -> str:
    name = delivery.practice.name if delivery.practice else "OpenCoach"
    words = _("%(name)s: your code is %(code)s. It holds ten minutes. Nobody from us will ask you for it.")
    return words % {"name": name, "code": delivery.secrets.get("code", "")}


def reply(delivery: Delivery) -> str:
    return delivery.secrets.get("text", "")
