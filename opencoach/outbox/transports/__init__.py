"""The channels. One line each."""

from opencoach.outbox.transports import email, sms
from opencoach.outbox.transports.base import Transport

transports: dict[str, Transport] = {
    "email": email.Email(),
    "sms": sms.Sms(),
}
