from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Membership, Practice


class MaterialFile(models.Model):
    """A file of the library, sealed on disk in pieces of one size, and how much of it has arrived.

    It is whole once `finished_at` is set; before that it is an upload that its uploader can go on with. `media_type` is
    sniffed from its first piece, never what the browser said.
    """

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="material_files")
    uploaded_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField()  # bytes, in clear
    received = models.BigIntegerField(default=0)  # bytes that are here, from the beginning without a gap
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    thumbnail_state = models.CharField(max_length=8, default="none")  # none, waiting, ready, failed
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=Q(thumbnail_state="waiting"), name="material_file_waiting"),
            models.Index(fields=["created_at"], condition=Q(finished_at=None), name="material_file_unfinished"),
        ]

    def __str__(self) -> str:
        return self.name
