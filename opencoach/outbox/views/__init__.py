from opencoach.outbox.views.deliveries import (
    address_lifting,
    cancellation,
    deliveries,
    delivery,
    preview,
    retrial,
)
from opencoach.outbox.views.unsubscribe import unsubscribe

__all__ = ["address_lifting", "cancellation", "deliveries", "delivery", "preview", "retrial", "unsubscribe"]
