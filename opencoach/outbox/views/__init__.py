from opencoach.outbox.views import devices, numbers, text_plan, texts, upcoming
from opencoach.outbox.views.deliveries import (
    address_lifting,
    cancellation,
    deliveries,
    delivery,
    preview,
    retrial,
)
from opencoach.outbox.views.habits import habits
from opencoach.outbox.views.unsubscribe import unsubscribe
from opencoach.outbox.views.webhooks import mail_webhook

__all__ = [
    "address_lifting",
    "cancellation",
    "deliveries",
    "delivery",
    "devices",
    "habits",
    "mail_webhook",
    "numbers",
    "preview",
    "retrial",
    "text_plan",
    "texts",
    "unsubscribe",
    "upcoming",
]
