from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.people.models import Person
from opencoach.plan.models.item import Item


class Need(Item):
    """What has to change, in the client's words. Words: `text`, and `key` where it stands in a checklist."""

    class Source(models.TextChoices):
        OWN = "own", _("In own words")
        CHECKLIST = "checklist", _("From the checklist")
        WHEEL = "wheel", _("From the wheel of life")
        INTAKE = "intake", _("From the intake")

    source = models.CharField(max_length=10, choices=Source.choices, default=Source.OWN)

    class Meta:
        indexes = [models.Index(fields=["engagement", "position"], condition=Q(removed_at=None), name="need_present")]


class NeedRating(models.Model):
    """How important a need is and how satisfied the client is there, 0–10 each."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="ratings")
    importance = models.PositiveSmallIntegerField()
    satisfaction = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(importance__lte=10, satisfaction__lte=10), name="need_rating_range")
        ]
        indexes = [models.Index(fields=["need", "at"])]


class Wheel(Item):
    """One look at the wheel of life. Words: `areas`, a list of `{name, score}` (0–10), in their order."""

    taken_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["engagement", "taken_at"])]
