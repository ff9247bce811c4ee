"""How a client comes in: the invitation, the agreement, its acceptance."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Membership, Person, Practice


class SetupLink(models.Model):
    """A one-time link that makes the first coach of a new practice. Made by the operator; only its nonce is kept."""

    public_id = PublicIdField()
    nonce = models.CharField(max_length=32)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class Agreement(models.Model):
    """One version of a practice's coaching agreement. A published one is never changed: a new version is."""

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveIntegerField()
    text = models.TextField()  # Markdown, with the practice's own words
    text_hash = models.CharField(max_length=64)  # SHA-256 of `text` in UTF-8, hexadecimal
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "version"], name="agreement_version")]


class Invitation(models.Model):
    """A coach asks somebody in. The link's secret is derived when the mail is sent; only its nonce is here."""

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="invitations")
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )  # a client's; empty for a colleague's
    role = models.CharField(max_length=10, choices=Membership.Role.choices, default=Membership.Role.CLIENT)
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)  # a personal word from the coach, in the mail
    nonce = models.CharField(max_length=32)  # changed by every resending, so that older links stop working
    invited_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["practice", "-created_at"])]

    @property
    def state(self) -> str:
        """ "accepted", "withdrawn", "expired" or "open", in this order."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if self.expires_at <= timezone.now() else "open"


class Acceptance(models.Model):
    """A person accepted one version of the agreement for an engagement, under their name, at a time."""

    public_id = PublicIdField()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acceptances")
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="acceptances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acceptances")
    name = models.CharField(max_length=120)  # as they wrote it
    text = models.TextField()  # what they read, the practice's words and names filled in
    text_hash = models.CharField(max_length=64)  # SHA-256 of `text` in UTF-8, hexadecimal
    accepted_at = models.DateTimeField(default=timezone.now)
    ip = models.GenericIPAddressField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "engagement", "person"], name="accepted_once"),
            models.CheckConstraint(condition=~Q(name=""), name="accepted_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.accepted_at:%Y-%m-%d}"
