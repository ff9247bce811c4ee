from django.db import models
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Membership


class NoteTemplate(models.Model):
    """Headings and questions that a coach begins a note with. It is of no client."""

    public_id = PublicIdField()
    owner = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="note_templates")
    title = models.CharField(max_length=120)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title
