from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencoach.plan.models.goal import Goal
from opencoach.plan.models.item import Item


class CheckInRhythm(Item):
    """When a client looks at how it goes: of one goal, or of all of it. Every `interval` weeks on a weekday (0 is
    Monday), from `started_on`, as a day on the client's calendar; a mail at `clock` if it is still open then. Words:
    what is asked (`asking.Asks`)."""

    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="rhythms")
    weekday = models.PositiveSmallIntegerField(default=4)
    interval = models.PositiveSmallIntegerField(default=1)
    clock = models.TimeField(null=True, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    seen_until = models.DateField(null=True, blank=True)  # what is missing up to that day, a coach has seen to

    class Meta:
        indexes = [models.Index(fields=["engagement"], condition=Q(removed_at=None), name="rhythm_present")]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__lte=6, interval__gte=1, interval__lte=8), name="rhythm_on_a_weekday"
            )
        ]


class CheckIn(Item):
    """How it goes, in the client's eyes. `day` is the one it was due on. Words: `obstacle`, `proud`, and `own`:
    questions as they were asked, with their answers."""

    class Mood(models.IntegerChoices):
        LOW = 1, _("Heavy")
        UNEASY = 2, _("Uneasy")
        EVEN = 3, _("Even")
        GOOD = 4, _("Good")
        BRIGHT = 5, _("Bright")

    rhythm = models.ForeignKey(CheckInRhythm, on_delete=models.CASCADE, related_name="checkins")
    day = models.DateField()
    progress = models.PositiveSmallIntegerField()
    mood = models.PositiveSmallIntegerField(choices=Mood.choices, null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)  # when a coach has seen to it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rhythm", "day"], name="checkin_once"),
            models.CheckConstraint(condition=Q(progress__lte=10), name="checkin_progress"),
            models.CheckConstraint(condition=Q(mood=None) | Q(mood__gte=1, mood__lte=5), name="checkin_mood"),
        ]
        indexes = [models.Index(fields=["engagement", "-day"])]

    @property
    def is_low(self) -> bool:
        """Whether a coach should look: hardly any progress, or a heavy heart."""
        return self.progress <= 3 or self.mood == self.Mood.LOW
