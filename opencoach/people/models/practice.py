from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField, ZoneField
from opencoach.people.promise import Promise


class Practice(models.Model):
    """A coaching practice: one coach or a firm. Every root row of the product has its practice."""

    class Hue(models.TextChoices):
        PINE = "pine", _("Pine")
        SEA = "sea", _("Sea")
        INK = "ink", _("Ink")
        IRIS = "iris", _("Iris")
        PLUM = "plum", _("Plum")
        OLIVE = "olive", _("Olive")

    public_id = PublicIdField()
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    hue = models.CharField(max_length=8, choices=Hue.choices, default=Hue.PINE)
    logo = models.CharField(max_length=200, blank=True)  # a name below DATA/files
    zone = ZoneField()
    language = models.CharField(max_length=12, default="en")
    specialisations = models.JSONField(default=list, blank=True)  # keys of people/specialisations/
    crisis_contacts = models.JSONField(default=list, blank=True)  # [{"name", "details", "phone", "url"}]
    referral_contacts = models.JSONField(default=list, blank=True)  # the same shape
    welcome = models.TextField(blank=True)  # the first message in a new conversation, Markdown
    response_hours = models.PositiveSmallIntegerField(null=True, blank=True)  # "answers within …", promised to clients
    response_days = models.PositiveSmallIntegerField(
        null=True, blank=True
    )  # the same in working days, instead of hours
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name

    @property
    def promise(self) -> Promise:
        """When it promises to answer."""
        return Promise(self.response_hours, self.response_days, self.zone)
