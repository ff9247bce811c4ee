from django.db import models
from django.utils import timezone

from opencoach.people.models import Engagement, Person


class Wording(models.Model):
    """How something in a plan read before it was changed: its sealed words of that revision, as they were."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+")
    thing = models.UUIDField()  # the public_id of what was changed
    column = models.CharField(max_length=12, default="words")
    revision = models.PositiveIntegerField()
    words = models.BinaryField(default=b"")
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")  # who changed it
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing", "column", "revision"], name="wording_once")]
