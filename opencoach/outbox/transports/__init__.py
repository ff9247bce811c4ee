"""The channels. One line each."""

from opencoach.outbox.transports import email, sms, webpush
from opencoach.outbox.transports.base import Transport

transports: dict[str, Transport] = {
    "email": email.Email(),
    "sms": sms.Sms(),
    "push": webpush.WebPush(),
}
