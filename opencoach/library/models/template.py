from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Membership, Practice


class MessageTemplate(models.Model):
    """Words that a coach writes again and again, with fields that are filled in for each client.

    The usual ones come with the product (`library.usual`); a row whose `usual` names one stands in its place.
    """

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="message_templates")
    created_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="message_templates")
    title = models.CharField(max_length=120)
    body = models.TextField()
    usual = models.CharField(max_length=24, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "usual"], condition=~Q(usual=""), name="message_template_usual"
            )
        ]

    def __str__(self) -> str:
        return self.title
