"""Browsers that show notifications."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Person


class Device(models.Model):
    """A browser in which somebody wants notifications.

    `place` is where it is reached and with which keys, sealed: whoever knows that could push to it. `digest` of its
    address finds it again: a browser has one address, whoever sits before it.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(max_length=80)  # "Firefox on Linux"
    digest = models.CharField(max_length=64)
    place = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    reached_at = models.DateTimeField(null=True, blank=True)  # when its push service last took something
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], condition=Q(removed_at=None), name="device_one_browser")
        ]
        indexes = [models.Index(fields=["person"], condition=Q(removed_at=None), name="device_present")]
