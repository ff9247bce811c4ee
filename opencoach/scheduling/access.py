"""The one door to when coaches can be booked."""

import uuid
from typing import TypeVar

from django.db import models
from django.http import Http404

from opencoach.people.models import Membership
from opencoach.scheduling.models import Availability, Override, Travel

T = TypeVar("T", Override, Travel)


def availability_of(membership: Membership) -> Availability:
    """A coach's own hours; none are set where there is no row yet (then it isn't saved). Else Http404."""
    if not membership.is_coach or membership.ended_at is not None:
        raise Http404
    found = Availability.objects.filter(membership=membership).first()
    return found or Availability(membership=membership)


def get_override(membership: Membership, public_id: uuid.UUID) -> Override:
    """One of the coach's own days that differ; else Http404. So is `get_travel`."""
    return _own(Override.objects.all(), membership, public_id)


def get_travel(membership: Membership, public_id: uuid.UUID) -> Travel:
    return _own(Travel.objects.all(), membership, public_id)


def _own(rows: "models.QuerySet[T]", membership: Membership, public_id: uuid.UUID) -> T:
    found = rows.filter(availability__membership=membership, public_id=public_id).first()
    if found is None or not membership.is_coach:
        raise Http404
    return found
