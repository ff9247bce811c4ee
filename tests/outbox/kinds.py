"""Kinds of delivery for tests, here and in the worker processes that they start."""

from opencoach.outbox import ports
from opencoach.outbox.models import Delivery
from opencoach.outbox.ports import Kind, Rendered


def render(delivery: Delivery) -> Rendered:
    number = delivery.payload.get("number", 0)
    code = delivery.secrets.get("code", "")
    if delivery.payload.get("broken"):
        raise LookupError("its source is gone")
    return Rendered(subject=f"Reminder {number}", text=f"Number {number}. {code}\n", html=f"<p>Number {number}</p>")


def still_due(delivery: Delivery) -> str:
    return str(delivery.payload.get("not_due", ""))


KINDS = [
    Kind("test.reminder", "Reminder", render, still_due, lambda person, delivery: True, group="test.reminders"),
    Kind("test.word", "Word", render, still_due, lambda person, delivery: True, group="test.words"),
    Kind("test.private", "Private", render, still_due, lambda person, delivery: person == delivery.person),
    Kind("test.code", "Sign-in code", render, still_due, lambda person, delivery: False, urgent=True),
]


def register() -> None:
    ports.register_group("test.reminders", "Reminders")
    ports.register_group("test.words", "Encouragement")
    for kind in KINDS:
        ports.register_kind(kind)


def forget() -> None:
    for kind in KINDS:
        del ports.kinds[kind.name]
    del ports.groups["test.reminders"]
    del ports.groups["test.words"]
