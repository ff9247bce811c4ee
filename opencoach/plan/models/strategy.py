import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Person
from opencoach.plan.models.goal import Goal
from opencoach.plan.models.item import Item


class Strategy(Item):
    """One way to a goal. Several are weighed, one of them is chosen.

    Words: `text`, `strengths` (what the client has that helps), `obstacles` (what could get in the way). `effect` and
    `effort` are 1–5, None while nobody has said.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="strategies")
    effect = models.PositiveSmallIntegerField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(null=True, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["goal", "position"], condition=Q(removed_at=None), name="strategy_present")]
        constraints = [
            models.UniqueConstraint(
                fields=["goal"], condition=Q(removed_at=None, chosen_at__isnull=False), name="strategy_chosen_once"
            ),
            models.CheckConstraint(
                condition=(Q(effect=None) | Q(effect__gte=1, effect__lte=5))
                & (Q(effort=None) | Q(effort__gte=1, effort__lte=5)),
                name="strategy_weights",
            ),
        ]


class StrategyStep(models.Model):
    """What became of a strategy. Words: `note`, what was seen at a review; `was` and `again`, the days on which it was
    to be looked at before and after that review (ISO)."""

    class Kind(models.TextChoices):
        CHOSEN = "chosen", _("Chosen")
        LEFT = "left", _("Not chosen any more")
        REVIEWED = "reviewed", _("Reviewed")

    public_id = PublicIdField()
    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.BinaryField(default=b"", blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    @property
    def engagement(self) -> Engagement:
        return self.strategy.engagement

    @property
    def sealed_for(self) -> uuid.UUID | None:
        return self.strategy.sealed_for


class Weighing(Item):
    """A decision laid out. Words: `question`, and for each side a list of `{text, weight}`.

    A force field has the sides `for` and `against`, a decisional balance `change_for`, `change_against`, `stay_for`,
    `stay_against`; weights are 1–5.
    """

    class Tool(models.TextChoices):
        FORCES = "forces", _("Force field")
        BALANCE = "balance", _("Decisional balance")

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="weighings")
    tool = models.CharField(max_length=8, choices=Tool.choices)
