from opencoach.outbox.views import upcoming
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
    "habits",
    "mail_webhook",
    "preview",
    "retrial",
    "unsubscribe",
    "upcoming",
]
