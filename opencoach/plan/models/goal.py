import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Person
from opencoach.plan.models.item import Item, Side
from opencoach.plan.models.need import Need


class Goal(Item):
    """Where the client wants to be.

    Words: `title`, `why`, and the answers of the way it was found (`wish`, `outcome`, `obstacle`, `plan`; `specific`,
    `measurable`, `attainable`, `relevant`). `levels` is a list of five texts for −2 … +2, sealed like the words; once
    somebody has rated (`levels_fixed_at`) they don't change any more. `status` says where its last step has led.
    """

    class Kind(models.TextChoices):
        LEARNING = "learning", _("Learning")
        PERFORMANCE = "performance", _("Performance")
        HABIT = "habit", _("Habit")

    class Way(models.TextChoices):
        SHORT = "short", _("In one sentence")
        WISH = "wish", _("Wish, outcome, obstacle, plan")
        SMART = "smart", _("Step by step: specific to timed")
        TEMPLATE = "template", _("From a template")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        AGREED = "agreed", _("Agreed")
        PAUSED = "paused", _("Paused")
        ACHIEVED = "achieved", _("Achieved")
        LET_GO = "let_go", _("Let go")

    OPEN = (Status.PROPOSED, Status.AGREED)

    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERFORMANCE)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.SHORT)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PROPOSED)
    due_on = models.DateField(null=True, blank=True)  # a day where the client is
    weight = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(5)])
    levels = models.BinaryField(default=b"", blank=True)
    levels_fixed_at = models.DateTimeField(null=True, blank=True)
    needs: "models.ManyToManyField[Need, GoalNeed]" = models.ManyToManyField(
        Need, through="GoalNeed", related_name="goals"
    )

    class Meta:
        indexes = [models.Index(fields=["engagement", "position"], condition=Q(removed_at=None), name="goal_present")]
        constraints = [models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=5), name="goal_weight")]

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN


class GoalNeed(models.Model):
    """A need that the goal answers."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="need_parts")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="goal_parts")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "need"], name="goal_need_once")]


class OfGoal(models.Model):
    """Something that was said of a goal. Its words are sealed like the goal's."""

    public_id = PublicIdField()
    words = models.BinaryField(default=b"", blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    goal: "models.ForeignKey[Goal, Goal]"

    @property
    def engagement(self) -> Engagement:
        return self.goal.engagement

    @property
    def sealed_for(self) -> uuid.UUID | None:
        return self.goal.sealed_for


class GoalRating(OfGoal):
    """Where the goal stood, −2 … +2, as the client, the coach or both saw it. Words: `note`."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="ratings")
    level = models.SmallIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)

    class Meta:
        indexes = [models.Index(fields=["goal", "at"])]
        constraints = [models.CheckConstraint(condition=Q(level__gte=-2, level__lte=2), name="goal_rating_level")]


class GoalRuler(OfGoal):
    """How important the goal is, or how confident the client is, 0–10. Words: `note`, what would make it one more."""

    class Kind(models.TextChoices):
        IMPORTANCE = "importance", _("Importance")
        CONFIDENCE = "confidence", _("Confidence")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="rulers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["goal", "kind", "at"])]
        constraints = [models.CheckConstraint(condition=Q(value__lte=10), name="goal_ruler_range")]


class GoalStep(OfGoal):
    """How the goal's status changed. Words: `reason`, and `word`, something kind to remember."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(max_length=10, choices=Goal.Status.choices)

    class Meta:
        indexes = [models.Index(fields=["goal", "at"])]


class GoalShare(models.Model):
    """Who else sees the goal, from when until when. A group sees all of it, a sponsor its title and status."""

    class Audience(models.TextChoices):
        COACH = "coach", _("The coach")
        GROUP = "group", _("The group")
        SPONSOR = "sponsor", _("The sponsor")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="shares")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "audience"], condition=Q(until=None), name="goal_share_once")
        ]
