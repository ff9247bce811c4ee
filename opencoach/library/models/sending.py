import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.library.models.material import Version
from opencoach.people.models import Engagement, Membership, Person, Practice


class Sending(models.Model):
    """One time that materials were sent to the clients of an engagement, with a word of the coach's (sealed).

    `origin` says what sent them where it was no hand: the kind and the public id of a thing of an app above.
    """

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="+")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="sendings")
    sent_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    note = models.BinaryField(default=b"", blank=True)  # sealed (`private`)
    attach = models.BooleanField(default=False)  # small files travel with the mail
    origin_kind = models.CharField(max_length=24, blank=True)
    origin_id: "models.UUIDField[uuid.UUID | None, uuid.UUID | None]" = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["origin_kind", "origin_id"], condition=~Q(origin_kind=""), name="sending_origin")
        ]


class Share(models.Model):
    """One version of a material in one client's hands, and what they did with it."""

    public_id = PublicIdField()
    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="shares")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="shares")
    client = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="shares")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="shares")
    opened_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sending", "client", "version"], name="share_once")]
        indexes = [models.Index(fields=["client"], condition=Q(withdrawn_at=None), name="share_of_client")]
