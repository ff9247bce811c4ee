from django.db import models
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models.engagement import Engagement
from opencoach.people.models.person import Person


class Consent(models.Model):
    """A person agreed to one kind of use within an engagement; withdrawing is kept, never deleted."""

    public_id = PublicIdField()
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=32)  # "agreement", "text_messages", "credential_log", "recording" …
    wording = models.TextField(blank=True)  # what the person saw
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["engagement", "kind"])]
