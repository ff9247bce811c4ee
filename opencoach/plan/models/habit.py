from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.people.models import Person
from opencoach.plan.models.goal import Goal
from opencoach.plan.models.item import Item
from opencoach.plan.models.strategy import Strategy
from opencoach.plan.strength import Aim, Per


class Habit(Item):
    """Something to do again and again until it needs no list. Words: `title`, `cue` and `response` (if … then …),
    `unit` of a number, `note`.

    `times` in a day, week or month, or an `amount` (at least it, or `at_most`). `weekdays` are digits, 0 for Monday,
    of a habit per day; empty for every day. Days are those of the client's calendar. A mail at `clock` on a day that
    is needed to meet the aim (`strength.needed`), if it is still open then.
    """

    class Period(models.TextChoices):
        DAY = Per.DAY.value, _("Day")
        WEEK = Per.WEEK.value, _("Week")
        MONTH = Per.MONTH.value, _("Month")

    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="habits")
    strategy = models.ForeignKey(Strategy, null=True, blank=True, on_delete=models.SET_NULL, related_name="habits")
    per = models.CharField(max_length=5, choices=Period.choices, default=Period.DAY)
    times = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    amount = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    at_most = models.BooleanField(default=False)
    weekdays = models.CharField(max_length=7, blank=True)
    clock = models.TimeField(null=True, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["engagement", "position"], condition=Q(removed_at=None), name="habit_present")]
        constraints = [models.CheckConstraint(condition=Q(times__gte=1), name="habit_times")]

    @property
    def aim(self) -> Aim:
        days = frozenset(int(digit) for digit in self.weekdays)
        return Aim(Per(self.per), self.times, self.amount, self.at_most, days)


class HabitTick(models.Model):
    """What a day was for a habit: done (with its `amount`), left out on purpose, or ill."""

    class State(models.TextChoices):
        DONE = "done", _("Done")
        SKIPPED = "skipped", _("Left out")
        SICK = "sick", _("Ill")

    OFF = (State.SKIPPED, State.SICK)  # such a day doesn't count

    habit = models.ForeignKey(Habit, on_delete=models.CASCADE, related_name="ticks")
    day = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DONE)
    amount = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["habit", "day"], name="habit_tick_once")]
