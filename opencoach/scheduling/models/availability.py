"""When a coach can be booked."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField, ZoneField
from opencoach.people.models import Membership


class Availability(models.Model):
    """A coach's weekly hours in one practice, on the wall clock of their own zone.

    `weekly`: by weekday ("0" is Monday) ranges of minutes from midnight, in order: {"0": [[540, 720]]}.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="availability")
    weekly = models.JSONField(default=dict, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)


class Override(models.Model):
    """Days on which other hours hold; none at all is a holiday. `ranges` as those of a weekday."""

    public_id = PublicIdField()
    availability = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="overrides")
    first = models.DateField()
    last = models.DateField()
    ranges = models.JSONField(default=list, blank=True)
    label = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(first__lte=F("last")), name="override_in_order")]
        indexes = [models.Index(fields=["availability", "last"])]


class Travel(models.Model):
    """Days that the coach spends in another zone: the same hours, on the clock there."""

    public_id = PublicIdField()
    availability = models.ForeignKey(Availability, on_delete=models.CASCADE, related_name="travels")
    first = models.DateField()
    last = models.DateField()
    zone = ZoneField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(first__lte=F("last")), name="travel_in_order")]
        indexes = [models.Index(fields=["availability", "last"])]
