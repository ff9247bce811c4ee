from django.db import models
from django.db.models import Q
from django.utils import timezone

from opencoach.lib.fields import PublicIdField
from opencoach.people.models import Engagement, Membership, Person, Practice
from opencoach.questionnaires.models.questionnaire import Version

ASKED = Q(withdrawn_at=None, closed_at=None)  # sent, or still asked
OPEN = ASKED & Q(state="draft")  # can still be answered


class Response(models.Model):
    """What one person answers to one version: a draft until it is submitted, then unchangeable.

    `about_kind` and `about_id` name the thing of an app above that it belongs to (a session, a check-in). `answers`
    and `scores` are sealed JSON (`private`). `revision` grows with every saving, so that two devices notice each other.
    `page` is where the person was. `spec_hash` is that of the scoring with which `scores` were made. `closed_at` is set
    while the thing that it belongs to is not going to happen: what was written stays, and waits.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"

    public_id = PublicIdField()
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="responses")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="responses")
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.CASCADE, related_name="responses"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="responses")
    asked_by = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=24, blank=True)
    about_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    answers = models.BinaryField(default=b"", blank=True)
    scores = models.BinaryField(default=b"", blank=True)
    spec_hash = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    page = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=12, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # the coach doesn't ask it any more
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["engagement", "-began_at"]),
            models.Index(fields=["about_kind", "about_id"], condition=~Q(about_kind=""), name="response_about"),
            models.Index(fields=["person"], condition=Q(state="draft", withdrawn_at=None), name="response_open"),
        ]

    def __str__(self) -> str:
        return f"response {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.state == self.State.DRAFT and self.withdrawn_at is None and self.closed_at is None


class Upload(models.Model):
    """A file that answers a question, sealed on disk. Those that no answer names are erased when it is submitted."""

    public_id = PublicIdField()
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="uploads")
    item = models.CharField(max_length=64)  # the question's id
    uploaded_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)  # sniffed, never what the browser said
    size = models.BigIntegerField()  # bytes, in clear
    path = models.CharField(max_length=200)  # below DATA/files
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["response", "item"])]
