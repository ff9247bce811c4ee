from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Membership, Practice

DAY = 24 * 60  # minutes


class Medium(models.TextChoices):
    """Where a session happens."""

    VIDEO = "video", _("Video")
    TEXT = "text", _("Instant messaging")
    PHONE = "phone", _("Phone")
    IN_PERSON = "in_person", _("In person")
    LINK = "link", _("Another link")


def usual_reminders() -> list[dict[str, int]]:
    """A day before, and an hour before."""
    return [{"before": 24 * 3600}, {"before": 3600}]


class SessionType(models.Model):
    """A kind of session that a practice offers: how long, where, and who may book it how.

    Durations are minutes. `reminders` are rules as `scheduling.reminder_rules` reads them; `questions` are asked when
    somebody books, one text each.
    """

    class Audience(models.TextChoices):
        CLIENTS = "clients", _("Clients of the practice")
        ANYBODY = "anybody", _("Anybody, for a first talk")

    class Nudged(models.TextChoices):
        CLIENT = "client", _("The client")
        COACH = "coach", _("The coach")
        BOTH = "both", _("Both")

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="session_types")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=500, blank=True)
    medium = models.CharField(max_length=10, choices=Medium.choices, default=Medium.VIDEO)
    place = models.CharField(max_length=300, blank=True)  # an address, who calls whom, or the link
    hue = models.CharField(max_length=8, choices=Practice.Hue.choices, default=Practice.Hue.PINE)
    minutes = models.PositiveSmallIntegerField(default=60, validators=[MinValueValidator(5), MaxValueValidator(DAY)])
    before = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(DAY)])  # buffers
    after = models.PositiveSmallIntegerField(default=15, validators=[MaxValueValidator(DAY)])
    notice = models.PositiveIntegerField(default=DAY, validators=[MaxValueValidator(365 * DAY)])
    ahead_days = models.PositiveSmallIntegerField(default=60, validators=[MinValueValidator(1), MaxValueValidator(730)])
    per_day = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    per_week = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.CLIENTS)
    approval = models.BooleanField(default=False)
    price = models.CharField(max_length=80, blank=True)  # words, "90 €" or "Free of charge"
    questions = models.JSONField(default=list, blank=True)
    questionnaire = models.ForeignKey(  # asked of whoever has a session of this type booked
        "questionnaires.Questionnaire", null=True, blank=True, on_delete=models.SET_NULL, related_name="session_types"
    )
    free_until = models.PositiveIntegerField(default=DAY, validators=[MaxValueValidator(365 * DAY)])
    reminders = models.JSONField(default=usual_reminders, blank=True)
    nudge_days = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    nudged = models.CharField(max_length=6, choices=Nudged.choices, default=Nudged.CLIENT)  # who is told then
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)
    coaches: "models.ManyToManyField[Membership, Any]" = models.ManyToManyField(
        Membership, through="SessionTypeCoach", related_name="session_types"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "slug"], name="session_type_slug")]
        indexes = [models.Index(fields=["practice"], condition=Q(archived_at=None), name="session_type_offered")]

    def __str__(self) -> str:
        return self.name


class SessionTypeCoach(models.Model):
    """A coach who holds sessions of that type."""

    session_type = models.ForeignKey(SessionType, on_delete=models.CASCADE, related_name="coach_parts")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="session_type_parts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session_type", "membership"], name="session_type_coach_once")]
