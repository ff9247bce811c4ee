"""Who may see which delivery, and who may read what it says."""

import uuid

from django.db.models import Q, QuerySet
from django.http import Http404

from opencoach.outbox import ports
from opencoach.outbox.actions import devices
from opencoach.outbox.models import Delivery, Device, Suppression
from opencoach.people import access
from opencoach.people.models import Membership, Person


def deliveries_for(membership: Membership) -> QuerySet[Delivery]:
    """The practice's deliveries that this member may see in the list: those of the engagements whose names they may
    see, their own, and, for an owner, those that belong to no engagement. What is in them is another matter."""
    listed = Q(engagement__in=access.engagements_listed_for(membership).values("pk")) | Q(person=membership.person_id)
    if membership.is_owner:
        listed |= Q(engagement=None)
    return Delivery.objects.filter(listed, practice=membership.practice_id)


def get_delivery(membership: Membership, public_id: uuid.UUID) -> Delivery:
    """A delivery that the member may see; else Http404."""
    found = deliveries_for(membership).select_related("practice", "engagement", "person").filter(public_id=public_id)
    delivery = found.first()
    if delivery is None:
        raise Http404
    return delivery


def get_device(membership: Membership, public_id: uuid.UUID) -> Device:
    """A device of this member's own; else Http404."""
    device = devices.present(membership.person).filter(public_id=public_id).first()
    if device is None:
        raise Http404
    return device


def get_notified(person: Person, public_id: uuid.UUID) -> tuple[Delivery, Membership]:
    """What a notification to this person was about, and who they are in its practice, while they are; else Http404."""
    delivery = Delivery.objects.filter(public_id=public_id, channel="push", person=person).first()
    memberships = Membership.objects.filter(person=person, ended_at=None).select_related("practice")
    member = memberships.filter(practice=delivery.practice_id).first() if delivery else None
    if delivery is None or member is None:
        raise Http404
    return delivery, member


def may_preview(membership: Membership, delivery: Delivery) -> bool:
    """Whether the member may read its words: the kind decides, from its source."""
    kind = ports.kinds.get(delivery.kind)
    return kind is not None and kind.may_preview(membership.person, delivery)


def suppressions_of(delivery: Delivery) -> QuerySet[Suppression]:
    """What keeps mail from its address now, here or everywhere."""
    return Suppression.objects.filter(
        Q(practice=None) | Q(practice=delivery.practice_id),
        channel=delivery.channel,
        address=delivery.address.lower(),
        lifted_at=None,
    )
