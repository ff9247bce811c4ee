import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Person
from opencoach.plan.models.goal import Goal
from opencoach.plan.models.item import Item


class Measure(Item):
    """A quantity that the client follows over time. Words: `title`, `unit`, `note` (how it is measured).

    `low` and `high` are the span of what a value can be. `baseline` is where it began; the first value while nobody
    has said. `sd` and `reliability` are those of the scale, where somebody knows them: then a reliable change can be
    told from chance.
    """

    class Kind(models.TextChoices):
        BEHAVIOUR = "behaviour", _("What I do")
        OUTCOME = "outcome", _("What comes of it")

    class Direction(models.TextChoices):
        UP = "up", _("More is better")
        DOWN = "down", _("Less is better")
        KEEP = "keep", _("It should stay near the target")

    class Rhythm(models.TextChoices):
        NONE = "", _("Whenever")
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")

    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="measures")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OUTCOME)
    direction = models.CharField(max_length=4, choices=Direction.choices, default=Direction.UP)
    rhythm = models.CharField(max_length=5, choices=Rhythm.choices, default=Rhythm.NONE, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    low = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    baseline = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    sd = models.FloatField(null=True, blank=True)
    reliability = models.FloatField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["engagement", "position"], condition=Q(removed_at=None), name="measure_present")
        ]


class MeasureValue(models.Model):
    """One value, when it was so and where it came from. Words: `note`. `key` names it at its source, so that the same
    table or answer twice is one value."""

    class Source(models.TextChoices):
        PAGE = "page", _("Written down")
        TABLE = "table", _("From a table")
        QUESTIONNAIRE = "questionnaire", _("From a questionnaire")
        CHECKIN = "checkin", _("From a check-in")
        TEXT = "text", _("By text")

    public_id = PublicIdField()
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="values")
    value = models.DecimalField(max_digits=14, decimal_places=4)
    at = models.DateTimeField()
    source = models.CharField(max_length=14, choices=Source.choices, default=Source.PAGE)
    key = models.CharField(max_length=80, blank=True)
    words = models.BinaryField(default=b"", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["measure", "at"], condition=Q(removed_at=None), name="measure_value_present")]
        constraints = [
            models.UniqueConstraint(fields=["measure", "key"], condition=~Q(key=""), name="measure_value_once")
        ]

    @property
    def engagement(self) -> Engagement:
        return self.measure.engagement

    @property
    def sealed_for(self) -> uuid.UUID | None:
        return self.measure.sealed_for
