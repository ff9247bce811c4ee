"""What goes out, what comes in, and what is known of phones."""

from opencoach.outbox.models.devices import Device
from opencoach.outbox.models.texts import Number, ShortLink, Text, TextConsent, TextPlan
from opencoach.outbox.models.traffic import Ask, Delivery, Inbound, Suppression, Worker

__all__ = [
    "Ask", "Delivery", "Device", "Inbound", "Number", "ShortLink", "Suppression", "Text", "TextConsent",
    "TextPlan", "Worker",
]  # fmt: skip
