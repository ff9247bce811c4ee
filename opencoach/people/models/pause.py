from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models.engagement import Engagement
from opencoach.people.models.person import Person


class Pause(models.Model):
    """Days (in the client's zone) on which nothing is due. Planners subtract them; rows are never shifted."""

    public_id = PublicIdField()
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="pauses")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # the last day of it; open while None
    reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="pause_in_order"),
        ]
