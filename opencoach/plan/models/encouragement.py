from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opencoach.plan.models.goal import Goal
from opencoach.plan.models.item import Item


class Encouragement(Item):
    """Words for something that really happened. Words: `text`, and `name` of a supporter; the house's own has none:
    it is said from its `occasion` in the reader's language, with the `count` it reached and the `about` it is about.
    """

    class Origin(models.TextChoices):
        COACH = "coach", _("From the coach")
        SUPPORTER = "supporter", _("From a supporter")
        HOUSE = "house", _("Noticed")

    class Occasion(models.TextChoices):
        OWN = "own", _("In own words")
        FIRST = "first", _("A first")
        RETURN = "return", _("A return after a gap")
        LEVEL = "level", _("A level reached")
        KEPT = "kept", _("Kept up")

    class Tone(models.TextChoices):
        WARM = "warm", _("Warm")
        PLAIN = "plain", _("Plain")
        QUIET = "quiet", _("None from the house")

    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="encouragements")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.COACH)
    occasion = models.CharField(max_length=8, choices=Occasion.choices, default=Occasion.OWN)
    tone = models.CharField(max_length=6, choices=Tone.choices, default=Tone.WARM)
    count = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=80, blank=True)
    thanked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["engagement", "-created_at"], condition=Q(removed_at=None), name="encouragement_wall")
        ]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "key"], condition=~Q(key=""), name="encouragement_once")
        ]
