from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField, ZoneField
from opencoach.people.models.person import Person
from opencoach.people.models.practice import Practice


class Membership(models.Model):
    """A person in a practice: the role there, the name they go by, their zone, language, number and preferences."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner and coach")
        COACH = "coach", _("Coach")
        ASSISTANT = "assistant", _("Assistant")
        CLIENT = "client", _("Client")
        SPONSOR = "sponsor", _("Sponsor")

    COACHES = (Role.OWNER, Role.COACH)

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    display_name = models.CharField(max_length=120)
    zone = ZoneField()
    language = models.CharField(max_length=12, default="en")
    phone = models.CharField(max_length=20, blank=True)  # E.164
    # {"theme": "light"|"dark"|"", "hour12": bool|None, "show_presence": bool, "show_seen": bool, "sound": bool}
    preferences = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "person"], name="one_membership_per_practice")]
        indexes = [models.Index(fields=["person"], condition=Q(ended_at=None), name="membership_current")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_coach(self) -> bool:
        return self.role in self.COACHES

    @property
    def is_owner(self) -> bool:
        return self.role == self.Role.OWNER

    @property
    def is_client(self) -> bool:
        return self.role == self.Role.CLIENT

    @property
    def theme(self) -> str:
        """ "light", "dark", or "" for what the device says."""
        theme = self.preferences.get("theme", "")
        return theme if theme in {"light", "dark"} else ""

    @property
    def hour12(self) -> bool | None:
        """Whether they like a clock of twelve hours; None for what the language has."""
        chosen = self.preferences.get("hour12")
        return chosen if isinstance(chosen, bool) else None
