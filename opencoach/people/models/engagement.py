from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opencoach.lib.fields import PublicIdField
from opencoach.people.models.membership import Membership
from opencoach.people.models.person import Person
from opencoach.people.models.practice import Practice


class Group(models.Model):
    """Several clients who are coached together, in one engagement."""

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class Engagement(models.Model):
    """One coach's work (or several coaches') with one client or one group, under an agreement.

    Its clients are `EngagementClient` rows, one for a single client. A group's engagement has `group`. `title` is
    what stands for the client until they have joined: the name in their invitation.
    """

    class Status(models.TextChoices):
        PROSPECT = "prospect", _("First talk")
        INVITED = "invited", _("Invited")
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    class Allotment(models.TextChoices):
        OPEN = "open", _("Open")
        SESSIONS = "sessions", _("Sessions")
        MINUTES = "minutes", _("Hours")

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="engagements")
    group = models.OneToOneField(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="engagement")
    title = models.CharField(max_length=160, blank=True)
    specialisation = models.CharField(max_length=24)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.INVITED)
    status_before = models.CharField(max_length=10, choices=Status.choices, blank=True)  # "": it never changed
    status_at = models.DateTimeField(default=timezone.now)
    status_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status_reason = models.CharField(max_length=300, blank=True)
    allotment_kind = models.CharField(max_length=10, choices=Allotment.choices, default=Allotment.OPEN)
    allotment_amount = models.PositiveIntegerField(default=0)  # sessions, or minutes
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    coaches = models.ManyToManyField(Membership, through="EngagementCoach", related_name="coached_engagements")
    clients = models.ManyToManyField(Membership, through="EngagementClient", related_name="engagements")

    class Meta:
        indexes = [models.Index(fields=["practice", "status"])]

    def __str__(self) -> str:
        return f"engagement {self.public_id}"

    @property
    def is_over(self) -> bool:
        return self.status == self.Status.ENDED

    @property
    def current_clients(self) -> "list[Membership]":
        """The clients of today; loaded already where `queries.engagements.with_parts` was used."""
        present: list[EngagementClient] | None = self.__dict__.get("present_clients")
        parts = self.client_parts.all() if present is None else present
        return [part.membership for part in parts if part.until is None]

    @property
    def current_coaches(self) -> "list[Membership]":
        """The coaches of today; loaded like the clients."""
        present: list[EngagementCoach] | None = self.__dict__.get("present_coaches")
        parts = self.coach_parts.all() if present is None else present
        return [part.membership for part in parts if part.until is None]

    @property
    def name(self) -> str:
        """What a coach calls it: the group's name, the clients' names, or the name that was invited."""
        if self.group is not None:
            return self.group.name
        return ", ".join(client.display_name for client in self.current_clients) or self.title


class Part(models.Model):
    """Somebody's part in an engagement, from when until when."""

    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class EngagementCoach(Part):
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="coach_parts")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="coach_parts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "membership"], condition=Q(until=None), name="coach_once"),
        ]


class EngagementClient(Part):
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="client_parts")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="client_parts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "membership"], condition=Q(until=None), name="client_once"),
        ]


class Sponsorship(Part):
    """Who pays for an engagement; sees only what the client agreed to share."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="sponsorships")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="sponsorships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engagement", "membership"], condition=Q(until=None), name="sponsor_once"),
        ]
