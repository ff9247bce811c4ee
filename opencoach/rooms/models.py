"""Where a session happens live."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.library.models import Material
from opencoach.people.models import Membership, Person
from opencoach.sessions.models import CoachingSession


class Room(models.Model):
    """The room of one session, from the first who comes until it is ended.

    `began_at`: when its coach and a client were both in for the first time. `first_seq` and `last_seq` are the system
    lines in the conversation between which the session stands: its transcript. `shown` stands on both screens.
    `reopened_at`: it had been ended, by mistake say, and goes on.
    """

    class Medium(models.TextChoices):
        VIDEO = "video", _("Video")
        TEXT = "text", _("Instant messaging")

    public_id = PublicIdField()
    session = models.OneToOneField(CoachingSession, on_delete=models.CASCADE, related_name="room")
    medium = models.CharField(max_length=5, choices=Medium.choices, default=Medium.VIDEO)
    opened_at = models.DateTimeField(default=timezone.now)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    first_seq = models.BigIntegerField(null=True, blank=True)
    last_seq = models.BigIntegerField(null=True, blank=True)
    shown = models.ForeignKey(Material, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["opened_at"], condition=Q(ended_at=None), name="room_open")]

    def __str__(self) -> str:
        return f"room {self.public_id}"


class Visit(models.Model):
    """One stay of somebody: they come, a client waits to be let in, and they go.

    `heard_at` is the last sign of them: a stay without one for two minutes ended then.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="visits")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    came_at = models.DateTimeField(default=timezone.now)
    admitted_at = models.DateTimeField(null=True, blank=True)
    admitted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "membership"], condition=Q(left_at=None), name="visit_once")
        ]
        indexes = [models.Index(fields=["heard_at"], condition=Q(left_at=None), name="visit_open")]


class Prompt(models.Model):
    """A question that a coach likes to ask, one click away while a session is held in writing."""

    public_id = PublicIdField()
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="prompts")
    text = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["membership", "position"], condition=Q(archived_at=None), name="prompt_own")]
