import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Person
from opencoach.plan.models.goal import Goal
from opencoach.plan.models.item import Item
from opencoach.plan.models.strategy import Strategy


class Action(Item):
    """Something to do, once or again and again. Words: `title`, `cue` and `response` (if … then …), `note`.

    `day` and `clock` are read on the wall of whoever's plan it is: on that day, or by it. With a `rule` (`recurrence`)
    it begins on `day` and each of its days is ticked by itself. `side` says who does it.
    """

    class Timing(models.TextChoices):
        ON = "on", _("On a day")
        BY = "by", _("By a day")
        OPEN = "open", _("Some time")

    class Effort(models.TextChoices):
        SMALL = "small", _("A few minutes")
        MEDIUM = "medium", _("Up to an hour")
        LARGE = "large", _("More than an hour")

    class Status(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    class Doer(models.TextChoices):
        CLIENT = "client", _("The client")
        COACH = "coach", _("The coach")

    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions")
    strategy = models.ForeignKey(Strategy, null=True, blank=True, on_delete=models.SET_NULL, related_name="actions")
    side = models.CharField(max_length=8, choices=Doer.choices, default=Doer.CLIENT)
    timing = models.CharField(max_length=4, choices=Timing.choices, default=Timing.OPEN)
    day = models.DateField(null=True, blank=True)
    clock = models.TimeField(null=True, blank=True)
    rule = models.CharField(max_length=200, blank=True)
    effort = models.CharField(max_length=8, choices=Effort.choices, blank=True)
    reminds = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    status_at = models.DateTimeField(default=timezone.now)
    snoozed_until = models.DateField(null=True, blank=True)  # until then it is out of sight
    carried = models.PositiveSmallIntegerField(default=0)  # how often it went on to another day

    class Meta:
        indexes = [
            models.Index(fields=["engagement", "status", "day"], condition=Q(removed_at=None), name="action_present")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(timing="open") | Q(day__isnull=False), name="action_has_its_day"),
            models.CheckConstraint(condition=Q(rule="") | Q(timing="on"), name="action_again_on_days"),
        ]

    @property
    def is_again(self) -> bool:
        """Whether it comes again and again."""
        return bool(self.rule)


class ActionTick(models.Model):
    """That an action was done on a day: of one that comes again the day that was due."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="ticks")
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["action", "day"], name="action_tick_once")]


class ActionStep(models.Model):
    """What else became of an action. Words: `reason`; `timing` and `was`, the day from which it went on. `day` is the
    one it went on to."""

    class Kind(models.TextChoices):
        DONE = "done", _("Done")
        REOPENED = "reopened", _("Open again")
        SNOOZED = "snoozed", _("Put off")
        CARRIED = "carried", _("Carried on")
        DROPPED = "dropped", _("Dropped")

    public_id = PublicIdField()
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    day = models.DateField(null=True, blank=True)
    words = models.BinaryField(default=b"", blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["action", "at"])]

    @property
    def engagement(self) -> Engagement:
        return self.action.engagement

    @property
    def sealed_for(self) -> uuid.UUID | None:
        return self.action.sealed_for
