"""How a calendar program reads what is booked."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Membership


class CalendarFeed(models.Model):
    """A secret address under which a member's calendar program reads their sessions.

    The address is derived from `nonce` and the secret key (`access.address_of`) and stands nowhere. `etag` is what the
    feed was when it was read last, `changed_at` since when.
    """

    public_id = PublicIdField()
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="calendar_feeds")
    nonce = models.CharField(max_length=32)
    shows_names = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_read_at = models.DateTimeField(null=True, blank=True)
    etag = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership"], condition=Q(revoked_at=None), name="one_calendar_feed")
        ]
