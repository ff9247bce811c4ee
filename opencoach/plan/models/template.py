from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Membership, Practice


class PlanTemplate(models.Model):
    """A plan that a coach starts clients with: their own words, never a client's (`patterns.Pattern`). `before`: the
    `name` and `content` that it had before its last change."""

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="plan_templates")
    owner = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="plan_templates")
    name = models.CharField(max_length=160)
    specialisation = models.CharField(max_length=24, blank=True)
    content = models.JSONField(default=dict)
    before: "models.JSONField[dict[str, Any] | None, dict[str, Any] | None]" = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["practice"], condition=Q(archived_at=None), name="plan_template_offered")]
