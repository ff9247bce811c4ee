"""What may not go to an address: unsubscribing, subscribing again, and lifting what a mail server's refusal left."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from opencoach.outbox.models import Delivery, Suppression
from opencoach.outbox.suppressing import STOPPED
from opencoach.people.actions.event import record_event
from opencoach.people.models import Person, Practice

CHANNEL = "email"


@transaction.atomic
def unsubscribe(person: Person, practice: Practice, group: str) -> None:
    """The person gets no more mails of that group from this practice. Twice is once."""
    if is_unsubscribed(person, practice, group):
        return
    Suppression.objects.create(
        practice=practice, channel=CHANNEL, address=person.email.lower(), scope=group, reason=_("They unsubscribed.")
    )
    record_event("mail.unsubscribed", practice=practice, actor=person, group=group)


@transaction.atomic
def subscribe_again(person: Person, practice: Practice, group: str) -> None:
    """The person takes it back; only they can."""
    if _ended(person, practice, group).update(lifted_at=timezone.now()):
        record_event("mail.subscribed", practice=practice, actor=person, group=group)


def is_unsubscribed(person: Person, practice: Practice, group: str) -> bool:
    """Whether the person has ended that group."""
    return _ended(person, practice, group).exists()


def _ended(person: Person, practice: Practice, group: str) -> QuerySet[Suppression]:
    return Suppression.objects.filter(
        practice=practice, channel=CHANNEL, address=person.email.lower(), scope=group, lifted_at=None
    )


@transaction.atomic
def lift_refusal(delivery: Delivery, by: Person) -> bool:
    """Write to an address again that a mail server had refused. What a person has ended stays ended."""
    refused = Suppression.objects.filter(
        practice=None, channel=delivery.channel, address=delivery.address.lower(), lifted_at=None
    ).exclude(scope=STOPPED)
    lifted = refused.update(lifted_at=timezone.now())
    if lifted and delivery.practice is not None:
        record_event("mail.address_lifted", practice=delivery.practice, actor=by, thing=delivery.public_id)
    return bool(lifted)
