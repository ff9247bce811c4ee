import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Person
from opencoach.plan.models.goal import Goal


class Supporter(models.Model):
    """Somebody whom the client asked to stand by one goal. They hold a link, see its title, may cheer, and answer a
    pulse. Words: `name`, `address`, `note` (what the client wrote to them)."""

    public_id = PublicIdField()
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="supporters")
    words = models.BinaryField(default=b"", blank=True)
    nonce = models.CharField(max_length=40)  # mixed into the link; a new one ends the old link
    invited_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)  # when they were last asked for a pulse
    ended_at = models.DateTimeField(null=True, blank=True)  # by the client, or by themselves
    left = models.BooleanField(default=False)  # it was they who ended it

    class Meta:
        indexes = [models.Index(fields=["goal"], condition=Q(ended_at=None), name="supporter_present")]

    @property
    def engagement(self) -> Engagement:
        return self.goal.engagement

    @property
    def sealed_for(self) -> uuid.UUID | None:
        return self.goal.sealed_for


class SupporterAnswer(models.Model):
    """What a supporter sent: a cheer (words: `text`), a pulse (1–5, how they see it going), or both."""

    class Pulse(models.IntegerChoices):
        VERY_WELL = 5, _("Very well")
        WELL = 4, _("Well")
        SO_SO = 3, _("So so")
        HARD = 2, _("With difficulty")
        NOT = 1, _("Not at all")

    public_id = PublicIdField()
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="answers")
    words = models.BinaryField(default=b"", blank=True)
    pulse = models.PositiveSmallIntegerField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pulse=None) | Q(pulse__gte=1, pulse__lte=5), name="pulse_range")
        ]

    @property
    def engagement(self) -> Engagement:
        return self.supporter.goal.engagement

    @property
    def sealed_for(self) -> uuid.UUID | None:
        return self.supporter.goal.sealed_for
