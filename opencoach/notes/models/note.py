from django.db import models
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Membership


class Writing(models.Model):
    """A text that is saved while somebody writes it.

    `words` is sealed (`private`). `revision` counts its changes. `writer` is the open page that wrote last, and
    `writer_from` the revision that this page began with: what it has seen since is its own.
    """

    public_id = PublicIdField()
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    words = models.BinaryField(default=b"", blank=True)
    revision = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=36, blank=True)
    writer_from = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True


class Note(Writing):
    """What a coach writes down for themselves about an engagement. Nobody else reads it."""

    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["engagement", "author"])]

    def __str__(self) -> str:
        return f"note {self.public_id}"


class Earlier(models.Model):
    """How a text read before. `aside`: it was written in another tab at the same time, and never took its place."""

    public_id = PublicIdField()
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="+")
    thing = models.UUIDField()  # the text's public id
    revision = models.PositiveIntegerField()
    words = models.BinaryField()  # sealed as the text's own
    aside = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)  # when it was written

    class Meta:
        indexes = [models.Index(fields=["thing", "-at"])]
